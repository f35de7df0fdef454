package media

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// SampleRate of every sound in the library, in samples a second. Asterisk plays
// mono 16-bit PCM at 8 kHz to every telephone codec without a search.
const SampleRate = 8000

const wavHeaderSize = 44

// encodeWAV makes a WAV file, mono, 16 bits, at SampleRate.
func encodeWAV(samples []int16) []byte {
	size := len(samples) * 2
	b := make([]byte, 0, wavHeaderSize+size)
	le := binary.LittleEndian
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, uint32(wavHeaderSize-8+size))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)           // size of the format
	b = le.AppendUint16(b, 1)            // PCM
	b = le.AppendUint16(b, 1)            // channels
	b = le.AppendUint32(b, SampleRate)   // samples a second
	b = le.AppendUint32(b, SampleRate*2) // bytes a second
	b = le.AppendUint16(b, 2)            // bytes a sample of all channels
	b = le.AppendUint16(b, 16)           // bits a sample
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(size))
	for _, s := range samples {
		b = le.AppendUint16(b, uint16(s))
	}
	return b
}

// wavFormat is what the header of a WAV file says.
type wavFormat struct {
	channels     uint16
	bits         uint16 // a sample
	bytesASecond uint32
	dataSize     uint32 // as declared; 0 or near its maximum if the writer did not know
}

// unknownLength says that whoever wrote the header could not know how much
// would follow: a program that wrote to a pipe, or a recording cut off by a crash.
func (f wavFormat) unknownLength() bool { return f.dataSize == 0 || f.dataSize >= 0x7ff00000 }

// readWAVHeader reads up to the first byte of the samples. The error is
// ErrNotAudio, or the reader's.
func readWAVHeader(r io.Reader) (wavFormat, error) {
	var head [12]byte
	if err := readFull(r, head[:]); err != nil {
		return wavFormat{}, err
	}
	if string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return wavFormat{}, fmt.Errorf("%w: not a WAV file", ErrNotAudio)
	}
	var f wavFormat
	for range 100 { // a file has a handful of chunks
		var chunk [8]byte
		if err := readFull(r, chunk[:]); err != nil {
			return wavFormat{}, err
		}
		size := binary.LittleEndian.Uint32(chunk[4:])
		switch string(chunk[:4]) {
		case "data":
			if f.bytesASecond == 0 {
				return wavFormat{}, fmt.Errorf("%w: WAV file without a format", ErrNotAudio)
			}
			f.dataSize = size
			return f, nil
		case "fmt ":
			var format [16]byte
			if size < 16 {
				return wavFormat{}, fmt.Errorf("%w: WAV file with a short format", ErrNotAudio)
			}
			if err := readFull(r, format[:]); err != nil {
				return wavFormat{}, err
			}
			f.channels, f.bits = binary.LittleEndian.Uint16(format[2:]), binary.LittleEndian.Uint16(format[14:])
			f.bytesASecond = binary.LittleEndian.Uint32(format[8:])
			size -= 16
		}
		// Chunks start at even places.
		skip := int64(size) + int64(size%2)
		if n, err := io.CopyN(io.Discard, r, skip); err != nil && n < skip {
			return wavFormat{}, cut(err)
		}
	}
	return wavFormat{}, fmt.Errorf("%w: WAV file without samples", ErrNotAudio)
}

// Duration measures a WAV file of any constant rate by reading it to its end. It
// trusts the bytes that are there more than the header, which is wrong for what
// was piped or cut off. The error is ErrNotAudio, or the reader's.
func Duration(r io.Reader) (time.Duration, error) {
	br := bufio.NewReader(r)
	f, err := readWAVHeader(br)
	if err != nil {
		return 0, err
	}
	limit := int64(f.dataSize)
	if f.unknownLength() {
		limit = 1<<63 - 1
	}
	n, err := io.Copy(io.Discard, io.LimitReader(br, limit))
	if err != nil {
		return 0, err
	}
	return time.Duration(float64(n) / float64(f.bytesASecond) * float64(time.Second)), nil
}

func readFull(r io.Reader, b []byte) error {
	_, err := io.ReadFull(r, b)
	return cut(err)
}

// cut turns the end of a file within its header into ErrNotAudio.
func cut(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("%w: WAV file that ends in its header", ErrNotAudio)
	}
	return err
}
