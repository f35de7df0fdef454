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

// tone is a WAV file of that length, 8 kHz, 16 bits, made as it is read.
func tone(d time.Duration, channels int) io.Reader {
	frame := uint32(channels * 2)
	size := uint32(d.Seconds()*wavRate) * frame
	head := make([]byte, 0, wavHeader)
	head = append(head, "RIFF"...)
	head = binary.LittleEndian.AppendUint32(head, wavHeader-8+size)
	head = append(head, "WAVEfmt "...)
	head = binary.LittleEndian.AppendUint32(head, 16) // length of this chunk
	head = binary.LittleEndian.AppendUint16(head, 1)  // PCM
	head = binary.LittleEndian.AppendUint16(head, uint16(channels))
	head = binary.LittleEndian.AppendUint32(head, wavRate)
	head = binary.LittleEndian.AppendUint32(head, wavRate*frame) // bytes a second
	head = binary.LittleEndian.AppendUint16(head, uint16(frame)) // bytes a sample of all channels
	head = binary.LittleEndian.AppendUint16(head, 16)            // bits a sample
	head = append(head, "data"...)
	head = binary.LittleEndian.AppendUint32(head, size)
	return io.MultiReader(bytes.NewReader(head), io.LimitReader(&square{channels: channels}, int64(size)))
}

// square is an endless square wave of 500 Hz: eight samples up, eight down.
type square struct {
	channels int
	sample   int // the next one
	frames   [4]byte
	rest     []byte // of a frame that did not fit
}

func (q *square) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(q.rest) == 0 {
			q.rest = q.frame()
		}
		k := copy(p[n:], q.rest)
		n, q.rest = n+k, q.rest[k:]
	}
	return n, nil
}

func (q *square) frame() []byte {
	level := int16(4000)
	if q.sample%16 >= 8 {
		level = -level
	}
	q.sample++
	frame := q.frames[:0]
	for range q.channels {
		frame = binary.LittleEndian.AppendUint16(frame, uint16(level))
	}
	return frame
}
