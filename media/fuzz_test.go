package media

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

// Whatever a file begins with, telling its kind and measuring it ends, and
// does not take memory that the file has not.
func FuzzHeaders(f *testing.F) {
	f.Add(Tone(440, 10*time.Millisecond))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \xff\xff\xff\xff"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEdata\xff\xff\xff\xff"))
	f.Add([]byte("ID3\x04\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte{0xff, 0xfb, 0x90, 0x00})
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		k := kind(file)
		d, err := Duration(bytes.NewReader(file))
		switch {
		case err != nil && !errors.Is(err, ErrNotAudio):
			t.Errorf("%q: %v", file, err)
		case err == nil && (d < 0 || k != "wav"):
			t.Errorf("%q is %q, and lasts %v", file, k, d)
		}
	})
}
