package media

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

func TestAWaveformShowsWhereItIsLoud(t *testing.T) {
	samples := make([]int16, SampleRate)
	for i := SampleRate / 2; i < SampleRate; i++ {
		samples[i] = -32768
	}
	p, err := ReadPeaks(bytes.NewReader(encodeWAV(samples)), 4)
	if err != nil || fmt.Sprint(p.Peaks) != "[[0 0 100 100]]" || p.Duration != 1 || p.Channels != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	// A recording that was cut off: fewer samples than its header says.
	p, err = ReadPeaks(bytes.NewReader(encodeWAV(samples)[:wavHeaderSize+SampleRate]), 4)
	if err != nil || p.Duration != 0.5 {
		t.Errorf("cut off: %+v, %v", p, err)
	}
	if p, err := ReadPeaks(bytes.NewReader(encodeWAV(nil)), 4); err != nil || len(p.Peaks[0]) != 0 {
		t.Errorf("empty: %+v, %v", p, err)
	}
	if _, err := ReadPeaks(bytes.NewReader([]byte("<html>")), 4); !errors.Is(err, ErrNotAudio) {
		t.Errorf("no sound: %v", err)
	}
}
