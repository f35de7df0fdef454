package simulator

import (
	"bytes"
	"encoding/binary"
	"io"
	"time"
)

const (
	wavRate   = 8000
	wavHeader = 44
)

// tone is a WAV file of that length, 8 kHz, 16 bits, mono, made as it is read.
func tone(d time.Duration) io.Reader {
	size := uint32(d.Seconds()*wavRate) * 2
	head := make([]byte, 0, wavHeader)
	head = append(head, "RIFF"...)
	head = binary.LittleEndian.AppendUint32(head, wavHeader-8+size)
	head = append(head, "WAVEfmt "...)
	head = binary.LittleEndian.AppendUint32(head, 16) // length of this chunk
	head = binary.LittleEndian.AppendUint16(head, 1)  // PCM
	head = binary.LittleEndian.AppendUint16(head, 1)  // channels
	head = binary.LittleEndian.AppendUint32(head, wavRate)
	head = binary.LittleEndian.AppendUint32(head, wavRate*2) // bytes a second
	head = binary.LittleEndian.AppendUint16(head, 2)         // bytes a sample
	head = binary.LittleEndian.AppendUint16(head, 16)        // bits a sample
	head = append(head, "data"...)
	head = binary.LittleEndian.AppendUint32(head, size)
	return io.MultiReader(bytes.NewReader(head), io.LimitReader(square{}, int64(size)))
}

// square is an endless square wave of 500 Hz: eight samples up, eight down.
type square struct{}

func (square) Read(p []byte) (int, error) {
	const period = 32
	var wave [period]byte
	for i := 0; i < period; i += 2 {
		level := int16(4000)
		if i >= period/2 {
			level = -level
		}
		binary.LittleEndian.PutUint16(wave[i:], uint16(level))
	}
	// Whole periods where there is room, so that the next read goes on in step.
	n := len(p)
	if n > period {
		n -= n % period
	}
	for i := 0; i < n; i += period {
		copy(p[i:n], wave[:])
	}
	return n, nil
}
