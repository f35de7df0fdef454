package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Peaks is a waveform to be drawn: for each of equally long parts of a sound its
// loudest moment.
type Peaks struct {
	Duration float64 `json:"duration_s"`
	// Channels are 1, or 2 where caller and called were recorded apart.
	Channels int `json:"channels"`
	// Peaks are 0 to 100, a list for each channel.
	Peaks [][]int `json:"peaks"`
}

// mostSamples bounds the sound whose waveform is made: six hours of two channels.
const mostSamples = 6 * 3600 * SampleRate * 2

// ReadPeaks makes a waveform of at most so many points of a WAV file of 16-bit
// samples. The error is ErrNotAudio, or the reader's.
func ReadPeaks(r io.Reader, points int) (Peaks, error) {
	br := bufio.NewReaderSize(r, 64<<10)
	f, err := readWAVHeader(br)
	if err != nil {
		return Peaks{}, err
	}
	if f.bits != 16 || f.channels < 1 || f.channels > 2 {
		return Peaks{}, fmt.Errorf("%w: a waveform is made of one or two channels of 16 bits", ErrNotAudio)
	}
	channels := int(f.channels)
	// The length is not known before the end where a recording was cut off, so
	// that fine peaks are gathered first.
	const fine = SampleRate / 100
	loudest := make([][]int, channels)
	samples := 0
	limit := int64(f.dataSize)
	if f.unknownLength() {
		limit = mostSamples * 2
	}
	data := bufio.NewReader(io.LimitReader(br, min(limit, mostSamples*2)))
	var buffer [4096]byte
	for {
		n, err := io.ReadFull(data, buffer[:])
		for i := 0; i+1 < n; i += 2 {
			channel, at := samples%channels, samples/channels/fine
			level := int(int16(binary.LittleEndian.Uint16(buffer[i:])))
			if level < 0 {
				level = -level
			}
			if at == len(loudest[channel]) {
				loudest[channel] = append(loudest[channel], 0)
			}
			loudest[channel][at] = max(loudest[channel][at], level)
			samples++
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return Peaks{}, err
		}
	}
	p := Peaks{Channels: channels, Peaks: make([][]int, channels), Duration: float64(samples) * 2 / float64(f.bytesASecond)}
	for c := range loudest {
		p.Peaks[c] = coarser(loudest[c], points)
	}
	return p, nil
}

// coarser makes a list of at most so many of a longer one, 0 to 100.
func coarser(levels []int, points int) []int {
	out := make([]int, min(points, len(levels)))
	for i := range out {
		from, to := i*len(levels)/len(out), (i+1)*len(levels)/len(out)
		for _, l := range levels[from:to] {
			out[i] = max(out[i], l)
		}
		out[i] = (out[i]*100 + 16384) / 32768
	}
	return out
}
