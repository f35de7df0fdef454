package stasis

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"
	"testing/iotest"
)

// mono is a WAV file with those samples, as Asterisk writes it; without its size when it was cut off.
func mono(cut bool, samples ...int16) io.ReadCloser {
	data := make([]byte, wavHeader, wavHeader+2*len(samples))
	copy(data, "RIFF")
	if !cut {
		binary.LittleEndian.PutUint32(data[wavHeader-4:], uint32(2*len(samples)))
	}
	for _, s := range samples {
		data = binary.LittleEndian.AppendUint16(data, uint16(s))
	}
	return io.NopCloser(bytes.NewReader(data))
}

func TestTwoTracksBecomeOneFile(t *testing.T) {
	for name, c := range map[string]struct{ left, right io.ReadCloser }{
		"as long as each other": {mono(false, 1, 2, 3), mono(false, -1, -2, 0)},
		"one is shorter":        {mono(false, 1, 2, 3), mono(false, -1, -2)},
		"cut off by a crash":    {mono(true, 1, 2, 3), mono(true, -1, -2)},
	} {
		t.Run(name, func(t *testing.T) {
			joined, err := joinStereo(c.left, c.right)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(iotest.OneByteReader(joined))
			if err != nil {
				t.Fatal(err)
			}
			var want []byte
			for _, s := range []int16{1, -1, 2, -2, 3, 0} {
				want = binary.LittleEndian.AppendUint16(want, uint16(s))
			}
			if !bytes.Equal(got[wavHeader:], want) {
				t.Errorf("got %v, not %v", got[wavHeader:], want)
			}
			if size := binary.LittleEndian.Uint32(got[wavHeader-4:]); size != uint32(len(want)) {
				t.Errorf("it says that it has %d bytes of sound", size)
			}
			if channels := binary.LittleEndian.Uint16(got[22:]); channels != 2 {
				t.Errorf("it says that it has %d channels", channels)
			}
		})
	}
	if _, err := joinStereo(mono(false, 1), io.NopCloser(bytes.NewReader([]byte("RIFF")))); err == nil {
		t.Error("half a header was taken for a file")
	}
}
