package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"testing"
	"time"
)

// loudness is how much of a frequency there is in a sound, by Goertzel's
// algorithm: the amplitude of that sine.
func loudness(samples []int16, hz float64) float64 {
	w := 2 * math.Pi * hz / SampleRate
	var s1, s2 float64
	for _, s := range samples {
		s1, s2 = float64(s)+2*math.Cos(w)*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - 2*math.Cos(w)*s1*s2
	return 2 * math.Sqrt(max(power, 0)) / float64(len(samples))
}

// samplesOf takes a file of our own format apart.
func samplesOf(wav []byte) []int16 {
	out := make([]int16, (len(wav)-wavHeaderSize)/2)
	for i := range out {
		out[i] = int16(binary.LittleEndian.Uint16(wav[wavHeaderSize+2*i:]))
	}
	return out
}

func TestTone(t *testing.T) {
	wav := Tone(440, 500*time.Millisecond)
	if d, err := Duration(bytes.NewReader(wav)); d != 500*time.Millisecond || err != nil {
		t.Errorf("lasts %v, %v", d, err)
	}
	samples := samplesOf(wav)
	if l := loudness(samples, 440); math.Abs(l-16384) > 400 {
		t.Errorf("440 Hz: %v", l)
	}
	if l := loudness(samples, 700); l > 100 {
		t.Errorf("700 Hz: %v", l)
	}
	if samples[0] != 0 || samples[len(samples)-1] != 0 {
		t.Error("it clicks")
	}
	if got := Tone(440, 0); len(got) != wavHeaderSize {
		t.Errorf("nothing has %d bytes", len(got))
	}
}

func TestDuration(t *testing.T) {
	second := Tone(300, time.Second)
	sized := func(size uint32) []byte {
		b := bytes.Clone(second)
		binary.LittleEndian.PutUint32(b[40:], size)
		return b
	}
	// An odd chunk before the samples, and another one after them.
	chunks := append([]byte{}, second[:36]...)
	chunks = append(chunks, "LIST\x03\x00\x00\x00abc\x00"...)
	chunks = append(append(chunks, second[36:]...), "LIST\x04\x00\x00\x00abcd"...)
	for name, c := range map[string]struct {
		in   []byte
		want time.Duration
		err  error
	}{
		"plain":               {second, time.Second, nil},
		"other chunks":        {chunks, time.Second, nil},
		"piped":               {sized(0x7ffff000), time.Second, nil},
		"piped otherwise":     {sized(0xffffffff), time.Second, nil},
		"recorder was killed": {sized(0), time.Second, nil},
		"cut off":             {second[:wavHeaderSize+8000], 500 * time.Millisecond, nil},
		"only a header":       {second[:20], 0, ErrNotAudio},
		"nothing":             {nil, 0, ErrNotAudio},
		"text":                {[]byte("hello, this is not audio at all"), 0, ErrNotAudio},
		"no format":           {append([]byte("RIFFxxxxWAVE"), second[36:]...), 0, ErrNotAudio},
	} {
		t.Run(name, func(t *testing.T) {
			if d, err := Duration(bytes.NewReader(c.in)); d != c.want || !errors.Is(err, c.err) {
				t.Errorf("got %v, %v", d, err)
			}
		})
	}
}

func FuzzDuration(f *testing.F) {
	wav := Tone(300, 10*time.Millisecond)
	f.Add(wav)
	f.Add(wav[:30])
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \xff\xff\xff\xff"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEdata\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if d, err := Duration(bytes.NewReader(in)); d < 0 || (err != nil && !errors.Is(err, ErrNotAudio)) {
			t.Errorf("%v, %v", d, err)
		}
	})
}
