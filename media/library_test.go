package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func library(t *testing.T, opts LibraryOptions) *Library {
	t.Helper()
	if opts.Dir == "" {
		opts.Dir = t.TempDir()
	}
	l, err := NewLibrary(opts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// sox makes a file of any format with the real program.
func sox(t *testing.T, ext string, args ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "made."+ext)
	args = append([]string{"-V1", "-n", "-r", "44100", "-c", "2", file}, args...)
	if out, err := exec.Command("sox", args...).CombinedOutput(); err != nil {
		t.Fatalf("sox: %v: %s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t *testing.T, l *Library, s Sound) []byte {
	t.Helper()
	f, err := l.Open(s.Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// onlyWhole fails if the folder has anything but finished sounds.
func onlyWhole(t *testing.T, l *Library, want int) {
	t.Helper()
	entries, err := os.ReadDir(l.opts.Dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) != want || strings.Contains(strings.Join(names, " "), strings.TrimSuffix(Unfinished, "*")) {
		t.Errorf("the folder has %q", names)
	}
}

func TestAddConverts(t *testing.T) {
	for _, ext := range []string{"wav", "mp3", "ogg", "flac", "aiff", "au"} {
		t.Run(ext, func(t *testing.T) {
			l := library(t, LibraryOptions{})
			in := sox(t, ext, "synth", "1.5", "sine", "440", "gain", "-20")
			s, err := l.Add(t.Context(), bytes.NewReader(in), "greeting."+ext)
			if err != nil {
				t.Fatal(err)
			}
			wav := read(t, l, s)
			if int64(len(wav)) != s.Bytes || len(s.Hash) != 64 {
				t.Errorf("%+v, %d bytes", s, len(wav))
			}
			if d, err := Duration(bytes.NewReader(wav)); d != s.Duration || err != nil || math.Abs(d.Seconds()-1.5) > 0.11 {
				t.Errorf("lasts %v, %v; said %v", d, err, s.Duration)
			}
			samples := samplesOf(wav)
			if l := loudnessOf(samples); math.Abs(l-targetLoudness) > 0.5 {
				t.Errorf("%.1f LUFS, want %.1f", l, targetLoudness)
			}
			if l := loudness(samples[4000:8000], 440); l < 4000 {
				t.Errorf("440 Hz: %v", l)
			}
			if _, err := l.Add(t.Context(), bytes.NewReader(in), "again."+ext); err != nil {
				t.Error(err)
			}
			onlyWhole(t, l, 1)
		})
	}
}

func TestAddTakesAMisnamedFile(t *testing.T) {
	l := library(t, LibraryOptions{})
	in := sox(t, "mp3", "synth", "1", "sine", "440")
	if _, err := l.Add(t.Context(), bytes.NewReader(in), "|touch x;.m3u"); err != nil {
		t.Error(err)
	}
}

func TestAddTakesARecordingThatWasCutOff(t *testing.T) {
	l := library(t, LibraryOptions{})
	in := Tone(440, time.Second)
	binary.LittleEndian.PutUint32(in[40:], 0)
	if s, err := l.Add(t.Context(), bytes.NewReader(in), "x.wav"); err != nil || s.Duration != time.Second {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestAddRefuses(t *testing.T) {
	second := Tone(440, time.Second)
	for name, c := range map[string]struct {
		in   []byte
		opts LibraryOptions
		want error
		says string
	}{
		"nothing":         {nil, LibraryOptions{}, ErrSilent, "empty"},
		"no samples":      {Tone(1, 0), LibraryOptions{}, ErrSilent, "empty"},
		"silence":         {encodeWAV(make([]int16, 8000)), LibraryOptions{}, ErrSilent, "silent"},
		"near silence":    {encodeWAV(bytes2samples(8000, 20)), LibraryOptions{}, ErrSilent, "silent"},
		"text":            {[]byte("Dear Sir, this is a letter."), LibraryOptions{}, ErrNotAudio, "use WAV, MP3"},
		"a list of files": {[]byte("/etc/passwd\n"), LibraryOptions{}, ErrNotAudio, "list.m3u"},
		"a broken file":   {[]byte("RIFF\x00\x00\x00\x00WAVEfmt garbage garbage garbage"), LibraryOptions{}, ErrNotAudio, "sox says"},
		"a broken mp3":    {[]byte("ID3 but then nothing of the kind"), LibraryOptions{}, ErrNotAudio, ""},
		"a zip":           {[]byte("PK\x03\x04\x14\x00\x00\x00\x08\x00 named .wav"), LibraryOptions{}, ErrNotAudio, "use WAV, MP3"},
		"a WAV of zips":   {append([]byte("RIFF\x40\x00\x00\x00WAVE"), []byte("PK\x03\x04 and so on, for a while, without a format")...), LibraryOptions{}, ErrNotAudio, "sox says"},
		"two hours":       {sparseHours(2), LibraryOptions{MaxBytes: 1 << 30}, ErrTooLong, "limit is 30m0s"},
		"too long":        {second, LibraryOptions{MaxDuration: 900 * time.Millisecond}, ErrTooLong, "limit is 900ms"},
		"too large":       {second, LibraryOptions{MaxBytes: 1000}, ErrTooLarge, ""},
		"no sox":          {second, LibraryOptions{Sox: "/nonexistent/sox"}, os.ErrNotExist, ""},
		"no time":         {second, LibraryOptions{Timeout: time.Nanosecond}, ErrTimeout, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := library(t, c.opts)
			_, err := l.Add(t.Context(), bytes.NewReader(c.in), "list.m3u")
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), l.opts.Dir) {
				t.Errorf("got %v", err)
			}
			onlyWhole(t, l, 0)
		})
	}
}

func bytes2samples(n int, level int16) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = level * int16(1-i%2*2)
	}
	return out
}

func TestSoxIsNotInstalled(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := library(t, LibraryOptions{}).Add(t.Context(), bytes.NewReader(Tone(440, time.Second)), "x.wav")
	if !errors.Is(err, ErrNoProgram) || !strings.Contains(err.Error(), "install the package sox") {
		t.Errorf("got %v", err)
	}
}

func TestAddEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := library(t, LibraryOptions{})
	if _, err := l.Add(ctx, bytes.NewReader(Tone(440, time.Second)), "x.wav"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	onlyWhole(t, l, 0)
}

func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	l := library(t, LibraryOptions{Dir: dir})
	_, err := l.Add(t.Context(), bytes.NewReader(Tone(440, time.Minute)), "x.wav")
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("while receiving: %v", err)
	}
	// The upload fits, but not the sound beside it.
	in := sox(t, "mp3", "synth", "20", "sine", "440")[:40000]
	if _, err = l.Add(t.Context(), bytes.NewReader(in), "x.mp3"); !errors.Is(err, ErrDiskFull) {
		t.Errorf("while keeping: %v", err)
	}
	onlyWhole(t, l, 0)
}

func TestManyAddTheSame(t *testing.T) {
	l := library(t, LibraryOptions{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := l.Add(t.Context(), bytes.NewReader(Tone(440, time.Second)), "x.wav"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	onlyWhole(t, l, 1)
}

func TestOpenAndRemove(t *testing.T) {
	l := library(t, LibraryOptions{})
	s, err := l.Add(t.Context(), bytes.NewReader(Tone(440, time.Second)), "x.wav")
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(l.opts.Dir, "..", "outside.wav")
	if err := os.WriteFile(outside, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "../outside", strings.ToUpper(s.Hash), s.Hash + "x", s.Hash[:63] + "/", strings.Repeat("0", 64)} {
		if f, err := l.Open(name); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q opens %v, %v", name, f, err)
		}
		if err := l.Remove(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
	if err := l.Remove(s.Hash); err != nil {
		t.Error(err)
	}
	if _, err := l.Open(s.Hash); !errors.Is(err, ErrNotFound) {
		t.Errorf("after Remove: %v", err)
	}
}

func TestOldLeftoversAreRemoved(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{"old": 2 * time.Hour, "new": time.Minute} {
		file := filepath.Join(dir, strings.Replace(Unfinished, "*", name, 1))
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(file, when, when); err != nil {
			t.Fatal(err)
		}
	}
	library(t, LibraryOptions{Dir: dir})
	if left, _ := filepath.Glob(filepath.Join(dir, Unfinished)); fmt.Sprint(left) != "["+filepath.Join(dir, strings.Replace(Unfinished, "*", "new", 1))+"]" {
		t.Errorf("left: %v", left)
	}
}

// sparseHours is a WAV file of a tone that lasts that many hours, at a rate that
// makes it small.
func sparseHours(hours int) []byte {
	const rate = 1000
	samples := make([]int16, hours*3600*rate)
	for i := range samples {
		samples[i] = int16(8000 * (1 - i/2%2*2))
	}
	wav := encodeWAV(samples)
	binary.LittleEndian.PutUint32(wav[24:], rate)
	binary.LittleEndian.PutUint32(wav[28:], rate*2)
	return wav
}

// A file that was cut off in the middle is taken as far as it goes.
func TestAddTakesATruncatedMP3(t *testing.T) {
	l := library(t, LibraryOptions{})
	whole := sox(t, "mp3", "synth", "10", "sine", "440")
	s, err := l.Add(t.Context(), bytes.NewReader(whole[:len(whole)/2]), "half.mp3")
	if err != nil || s.Duration < 4*time.Second || s.Duration > 6*time.Second {
		t.Errorf("%+v, %v", s, err)
	}
}

// What studios deliver: 96 kHz, 24 bits, two channels, of which one is silent.
func TestAddTakesStudioQuality(t *testing.T) {
	file := filepath.Join(t.TempDir(), "studio.flac")
	out, err := exec.Command("sox", "-V1", "-n", "-r", "96000", "-c", "2", "-b", "24", file, "synth", "2", "sine", "1000", "sine", "1000", "remix", "1", "0").CombinedOutput()
	if err != nil {
		t.Fatalf("sox: %v: %s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l := library(t, LibraryOptions{})
	s, err := l.Add(t.Context(), bytes.NewReader(b), "studio.flac")
	if err != nil || s.Duration != 2*time.Second {
		t.Fatalf("%+v, %v", s, err)
	}
	if got := loudnessOf(samplesOf(read(t, l, s))); math.Abs(got-targetLoudness) > 0.5 {
		t.Errorf("%.1f LUFS", got)
	}
}

// Quiet and loud recordings of the same words become equally loud; one with few
// loud peaks is made as loud as they let it.
func TestSoundsAreEquallyLoud(t *testing.T) {
	l := library(t, LibraryOptions{})
	speech := exec.Command("espeak-ng", "--stdout", "Good morning. You have reached the bakery. Please hold the line.")
	wav, err := speech.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, gain := range []string{"-20", "-10", "0"} {
		louder := exec.Command("sox", "-V1", "-t", "wav", "--ignore-length", "-", "-t", "wav", "-", "gain", "-n", "-1", "gain", gain)
		louder.Stdin = bytes.NewReader(wav)
		in, err := louder.Output()
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.Add(t.Context(), bytes.NewReader(in), "x.wav")
		if err != nil {
			t.Fatal(err)
		}
		samples := samplesOf(read(t, l, s))
		peak := 0.0
		for _, v := range samples {
			peak = max(peak, math.Abs(float64(v)))
		}
		if got := loudnessOf(samples); math.Abs(got-targetLoudness) > 0.5 || peak > math.MaxInt16*ratio(targetPeak)+1 {
			t.Errorf("at %s dB: %.1f LUFS, peak %.0f", gain, got, peak)
		}
	}
	clicks := make([]int16, 2*SampleRate)
	for i := range clicks {
		clicks[i] = int16(300 * math.Sin(2*math.Pi*440*float64(i)/SampleRate))
		if i%4000 == 0 {
			clicks[i] = 20000
		}
	}
	s, err := l.Add(t.Context(), bytes.NewReader(encodeWAV(clicks)), "clicks.wav")
	if err != nil {
		t.Fatal(err)
	}
	if got := loudnessOf(samplesOf(read(t, l, s))); got > targetLoudness-3 {
		t.Errorf("clicks: %.1f LUFS", got)
	}
}
