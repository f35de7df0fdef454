package phone

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// ErrWAV is returned for a file that is not 16-bit PCM in a RIFF WAVE container at a multiple of 8,000 samples a second.
var ErrWAV = errors.New("not a 16-bit PCM WAV file at 8, 16, 24, 32, 40 or 48 kHz")

// LoadWAV reads a WAV file as mono samples at 8,000 a second, the rate of a telephone line. Channels are averaged, higher
// rates (multiples of 8 kHz up to 48) are brought down by averaging neighbours. Errors: ErrWAV, or what opening the file says.
func LoadWAV(path string) ([]int16, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read sound: %w", err)
	}
	pcm, err := decodeWAV(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return pcm, nil
}

func decodeWAV(raw []byte) ([]int16, error) {
	if len(raw) < 12 || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WAVE" {
		return nil, ErrWAV
	}
	var channels, rate int
	for rest := raw[12:]; len(rest) >= 8; {
		id, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:8]))
		rest = rest[8:]
		size = min(size, len(rest)) // a recorder that was killed leaves a size too large
		body := rest[:size]
		rest = rest[min(size+size%2, len(rest)):]
		switch id {
		case "fmt ":
			if size < 16 || binary.LittleEndian.Uint16(body) != 1 || binary.LittleEndian.Uint16(body[14:]) != 16 {
				return nil, ErrWAV
			}
			channels = int(binary.LittleEndian.Uint16(body[2:]))
			rate = int(binary.LittleEndian.Uint32(body[4:]))
		case "data":
			if channels < 1 || rate < sampleRate || rate%sampleRate != 0 || rate > 6*sampleRate {
				return nil, ErrWAV
			}
			return mixDown(body, channels*rate/sampleRate), nil
		}
	}
	return nil, ErrWAV
}

// mixDown averages each group of that many 16-bit little-endian samples into one.
func mixDown(body []byte, group int) []int16 {
	out := make([]int16, 0, len(body)/(2*group))
	for ; len(body) >= 2*group; body = body[2*group:] {
		sum := 0
		for i := range group {
			sum += int(int16(binary.LittleEndian.Uint16(body[2*i:])))
		}
		out = append(out, int16(sum/group))
	}
	return out
}

// SaveWAV writes samples at 8,000 a second as a 16-bit mono WAV file, so that a person can listen to what a failed test heard.
func SaveWAV(path string, pcm []int16) error {
	out := make([]byte, 44, 44+2*len(pcm))
	copy(out, "RIFF")
	binary.LittleEndian.PutUint32(out[4:], uint32(36+2*len(pcm)))
	copy(out[8:], "WAVEfmt ")
	binary.LittleEndian.PutUint32(out[16:], 16)
	binary.LittleEndian.PutUint16(out[20:], 1)
	binary.LittleEndian.PutUint16(out[22:], 1)
	binary.LittleEndian.PutUint32(out[24:], sampleRate)
	binary.LittleEndian.PutUint32(out[28:], 2*sampleRate)
	binary.LittleEndian.PutUint16(out[32:], 2)
	binary.LittleEndian.PutUint16(out[34:], 16)
	copy(out[36:], "data")
	binary.LittleEndian.PutUint32(out[40:], uint32(2*len(pcm)))
	for _, s := range pcm {
		out = binary.LittleEndian.AppendUint16(out, uint16(s))
	}
	if err := os.WriteFile(path, out, 0o644); err != nil {
		return fmt.Errorf("write sound: %w", err)
	}
	return nil
}
