package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"callflow/wording"
)

const (
	headroom = 6.0 // dB taken off before the rate changes, which can make peaks higher
	// targetLoudness is how loud every sound is made: as loud as Asterisk's own
	// prompts, which stand beside ours in a call. Half of the English core sounds
	// are between -20 and -18.4 LUFS.
	targetLoudness = -19.0 // LUFS
	targetPeak     = -3.0  // dBFS that the loudest sample does not exceed
	limited        = 6.0   // dB at most by which single peaks are made quieter for that
	maxGain        = 24.0  // dB at most, so that a quiet room is not made a loud hiss
	silentBelow    = -54   // dBFS: a peak under this is silence
)

// kinds are the types of files that are let through to sox, by how they begin.
// The name of a file decides nothing: sox takes some names for lists of other
// files to open.
var kinds = []struct {
	sox    string // as sox calls the type
	offset int
	magic  string
}{
	{"wav", 8, "WAVE"}, {"ogg", 0, "OggS"}, {"flac", 0, "fLaC"}, {"mp3", 0, "ID3"}, {"aiff", 8, "AIFF"}, {"aiff", 8, "AIFC"}, {"au", 0, ".snd"},
}

// kind tells the type of a file by its first bytes, or "".
func kind(head []byte) string {
	for _, k := range kinds {
		if len(head) >= k.offset && bytes.HasPrefix(head[k.offset:], []byte(k.magic)) {
			return k.sox
		}
	}
	// A frame of MPEG audio: eleven bits set, layer III, and a bit rate.
	if len(head) >= 3 && head[0] == 0xff && head[1]&0xe6 == 0xe2 && head[2]&0xf0 != 0xf0 && head[2]&0xf0 != 0 {
		return "mp3"
	}
	return ""
}

// convert reads an audio file with sox and returns its samples at SampleRate,
// mono, at targetLoudness.
func (l *Library) convert(ctx context.Context, file string) ([]int16, error) {
	args, err := soxInput(file)
	if err != nil {
		return nil, err
	}
	// One second more than the limit, to tell what is longer; sox stops reading there.
	seconds := l.opts.MaxDuration.Seconds()
	args = append(args,
		"-t", "raw", "-e", "signed-integer", "-b", "16", "-L", "-r", strconv.Itoa(SampleRate), "-c", "1", "-",
		"trim", "0", strconv.FormatFloat(seconds+1, 'f', 3, 64),
		"gain", strconv.FormatFloat(-headroom, 'f', 1, 64), "channels", "1", "rate", strconv.Itoa(SampleRate))
	out, err := program{
		name: l.opts.Sox, args: args, timeout: l.opts.Timeout, maxOutput: int64((seconds + 2) * SampleRate * 2),
	}.run(ctx)
	var exit *exitError
	if errors.As(err, &exit) {
		return nil, wording.Errorf("%w (sox says: %s; compressed files need the package libsox-fmt-all)", ErrNotAudio, strings.ReplaceAll(exit.said, file, "the file"))
	}
	if err != nil {
		return nil, err
	}
	samples := make([]int16, len(out)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(out[2*i:]))
	}
	if time.Duration(len(samples))*time.Second/SampleRate > l.opts.MaxDuration {
		return nil, wording.Errorf("%w: the limit is %v", ErrTooLong, l.opts.MaxDuration)
	}
	return samples, level(samples)
}

// soxInput makes sox's arguments up to the input file.
func soxInput(file string) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if n == 0 {
		return nil, ErrSilent
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	args := []string{"-V1", "-D", "-t"}
	switch k := kind(head[:n]); k {
	case "":
		return nil, ErrNotAudio
	case "wav":
		args = append(args, k)
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		// sox believes a header that says that nothing follows.
		if format, err := readWAVHeader(f); err == nil && format.dataSize == 0 {
			args = append(args, "--ignore-length")
		}
	default:
		args = append(args, k)
	}
	return append(args, file), nil
}

// level brings the samples to targetLoudness, or as near as targetPeak and
// maxGain let it. The error is ErrSilent.
func level(samples []int16) error {
	peak := 0.0
	for _, s := range samples {
		peak = max(peak, math.Abs(float64(s)))
	}
	if peak < math.MaxInt16*ratio(silentBelow-headroom) {
		return ErrSilent
	}
	const ceiling = math.MaxInt16
	most := ceiling * ratio(targetPeak)
	gain := min(ratio(targetLoudness-loudnessOf(samples)), ratio(limited)*most/peak, ratio(maxGain+headroom))
	gains := limit(samples, gain, most)
	for i, s := range samples {
		samples[i] = int16(math.Round(float64(s) * gains(i)))
	}
	return nil
}

// ratio of a level in dB.
func ratio(db float64) float64 { return math.Pow(10, db/20) }
