package stasis

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A WAV file as Asterisk's format "wav" has it: 8 kHz, 16 bits, one channel,
// the size of its sound in the last four bytes of the header.
const (
	wavHeader = 44
	wavRate   = 8000
)

// stereo makes one file of two, the first on the left, as it is read. The
// shorter one ends in silence.
type stereo struct {
	head        io.Reader
	left, right track16
	samples     uint32 // still to come
	rest        []byte // of a frame that did not fit
	frame       [4]byte
}

// track16 is one of the two.
type track16 struct {
	file io.ReadCloser
	in   *bufio.Reader
	left uint32 // samples
}

// joinStereo takes both files over: they are closed with the one returned, or
// before it returns an error.
func joinStereo(left, right io.ReadCloser) (io.ReadCloser, error) {
	s := &stereo{left: track16{file: left}, right: track16{file: right}}
	if err := errors.Join(s.left.open(), s.right.open()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.samples = max(s.left.left, s.right.left)
	le := binary.LittleEndian
	head := append(make([]byte, 0, wavHeader), "RIFF"...)
	head = le.AppendUint32(head, wavHeader-8+4*s.samples)
	head = append(head, "WAVEfmt "...)
	head = le.AppendUint32(head, 16)        // size of the format
	head = le.AppendUint16(head, 1)         // PCM
	head = le.AppendUint16(head, 2)         // channels
	head = le.AppendUint32(head, wavRate)   // samples a second
	head = le.AppendUint32(head, wavRate*4) // bytes a second
	head = le.AppendUint16(head, 4)         // bytes a sample of both
	head = le.AppendUint16(head, 16)        // bits a sample
	head = append(head, "data"...)
	head = le.AppendUint32(head, 4*s.samples)
	s.head = bytes.NewReader(head)
	return s, nil
}

func (t *track16) open() error {
	t.in = bufio.NewReaderSize(t.file, 32<<10)
	var head [wavHeader]byte
	if _, err := io.ReadFull(t.in, head[:]); err != nil {
		return fmt.Errorf("reading one side of a recording: %w", err)
	}
	t.left = binary.LittleEndian.Uint32(head[wavHeader-4:]) / 2
	if t.left == 0 { // cut off by a crash, before its size was written
		all, err := io.ReadAll(t.in)
		if err != nil {
			return fmt.Errorf("reading one side of a recording: %w", err)
		}
		t.in, t.left = bufio.NewReader(bytes.NewReader(all)), uint32(len(all)/2)
	}
	return nil
}

// sample reads the next sample into p.
func (t *track16) sample(p []byte) error {
	clear(p)
	if t.left == 0 {
		return nil
	}
	t.left--
	_, err := io.ReadFull(t.in, p)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // shorter than it says
		t.left, err = 0, nil
	}
	return err
}

// Read implements [io.Reader].
func (s *stereo) Read(p []byte) (n int, err error) {
	if n, err = s.head.Read(p); n > 0 || !errors.Is(err, io.EOF) {
		return n, err
	}
	for n < len(p) {
		if len(s.rest) == 0 {
			if s.samples == 0 {
				break
			}
			s.samples--
			if err := errors.Join(s.left.sample(s.frame[:2]), s.right.sample(s.frame[2:])); err != nil {
				return n, err
			}
			s.rest = s.frame[:]
		}
		k := copy(p[n:], s.rest)
		n, s.rest = n+k, s.rest[k:]
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Close implements [io.Closer].
func (s *stereo) Close() error { return errors.Join(s.left.file.Close(), s.right.file.Close()) }
