// Package media keeps callflow's sounds: files that are uploaded or spoken from
// text, converted once to what Asterisk plays, named by their content, and
// served to Asterisk over HTTP. What people call a sound is kept elsewhere.
package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"callflow/wording"
)

// LibraryOptions say how a Library works. Zero values mean the defaults.
type LibraryOptions struct {
	Dir string // where the files are; made if missing. No default

	Sox         string        // the program; default "sox", found in PATH
	MaxBytes    int64         // of a file that is added; default 64 MiB
	MaxDuration time.Duration // of a sound; default 30 min, which is 29 MB
	Timeout     time.Duration // for a conversion; default 1 min
	Conversions int           // at a time, others wait; default 2
}

// Library is a folder of sounds. Many processes can use it at the same time.
type Library struct {
	opts LibraryOptions
	slot chan struct{} // holds one for each conversion
}

// Sound is one file in the library.
type Sound struct {
	Hash     string        `json:"hash"`     // SHA-256 of the file, 64 lower-case hexadecimal digits
	Duration time.Duration `json:"duration"` // exact to a sample
	Bytes    int64         `json:"bytes"`    // size of the file
}

// NewLibrary opens a library. It removes what was left behind by processes that
// were killed more than an hour ago.
func NewLibrary(opts LibraryOptions) (*Library, error) {
	if opts.Dir == "" {
		return nil, errors.New("media: the library needs a folder")
	}
	if opts.Sox == "" {
		opts.Sox = "sox"
	}
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = 64 << 20
	}
	if opts.MaxDuration <= 0 {
		opts.MaxDuration = 30 * time.Minute
	}
	if opts.Timeout <= 0 {
		opts.Timeout = time.Minute
	}
	if opts.Conversions <= 0 {
		opts.Conversions = 2
	}
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("media: library: %w", err)
	}
	opts.Dir = dir
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("media: library: %w", sayWhy(err))
	}
	RemoveUnfinished(dir)
	return &Library{opts: opts, slot: make(chan struct{}, opts.Conversions)}, nil
}

// Add reads an audio file, converts it, and keeps it. The same sound twice is
// one file. filename is only used to tell which file an error is about.
//
// Errors: ErrNotAudio, ErrSilent, ErrTooLong, ErrTooLarge, ErrTimeout,
// ErrDiskFull, ErrNoProgram, ctx's, r's, or the file system's.
func (l *Library) Add(ctx context.Context, r io.Reader, filename string) (Sound, error) {
	sound, err := l.add(ctx, r)
	if err != nil {
		return Sound{}, fmt.Errorf("media: %.100q: %w", filename, err)
	}
	return sound, nil
}

func (l *Library) add(ctx context.Context, r io.Reader) (Sound, error) {
	file, err := l.receive(ctx, r)
	if err != nil {
		return Sound{}, err
	}
	defer os.Remove(file)
	select {
	case l.slot <- struct{}{}:
		defer func() { <-l.slot }()
	case <-ctx.Done():
		return Sound{}, context.Cause(ctx)
	}
	samples, err := l.convert(ctx, file)
	if err != nil {
		return Sound{}, err
	}
	return l.keep(samples)
}

// receive copies the reader to a file, which the caller removes.
func (l *Library) receive(ctx context.Context, r io.Reader) (string, error) {
	f, err := os.CreateTemp(l.opts.Dir, Unfinished)
	if err != nil {
		return "", sayWhy(err)
	}
	n, err := io.Copy(f, io.LimitReader(&untilDone{ctx, r}, l.opts.MaxBytes+1))
	if err == nil && n > l.opts.MaxBytes {
		err = wording.Errorf("%w: the limit is %d MB", ErrTooLarge, l.opts.MaxBytes>>20)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(f.Name()) // NewLibrary does it otherwise
		return "", sayWhy(err)
	}
	return f.Name(), nil
}

// keep writes the samples under the name of their content.
func (l *Library) keep(samples []int16) (Sound, error) {
	wav := encodeWAV(samples)
	sum := sha256.Sum256(wav)
	sound := Sound{
		Hash:     hex.EncodeToString(sum[:]),
		Duration: time.Duration(len(samples)) * time.Second / SampleRate,
		Bytes:    int64(len(wav)),
	}
	path := l.path(sound.Hash)
	// Its time tells Sweep that somebody wants it just now.
	now := time.Now()
	if info, err := os.Stat(path); err == nil && info.Size() == sound.Bytes && os.Chtimes(path, now, now) == nil {
		return sound, nil
	}
	if err := writeFile(path, wav); err != nil {
		return Sound{}, sayWhy(err)
	}
	return sound, nil
}

// Open opens a sound for reading, or returns ErrNotFound.
func (l *Library) Open(hash string) (*os.File, error) {
	if !isHash(hash) {
		return nil, ErrNotFound
	}
	f, err := os.Open(l.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return f, err
}

// Size is how large a sound's file is, in bytes, or ErrNotFound.
func (l *Library) Size(hash string) (int64, error) {
	if !isHash(hash) {
		return 0, ErrNotFound
	}
	info, err := os.Stat(l.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("media: %w", err)
	}
	return info.Size(), nil
}

// Remove deletes a sound; one that is not there is no error. A call that plays
// it goes on, for Asterisk keeps its own copy.
func (l *Library) Remove(hash string) error {
	if !isHash(hash) {
		return nil
	}
	if err := os.Remove(l.path(hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("media: %w", err)
	}
	return nil
}

func (l *Library) path(hash string) string { return filepath.Join(l.opts.Dir, hash+".wav") }

// isHash keeps everything that is not a name of ours away from the file system.
func isHash(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

// writeFile makes a file that is either whole or not there, also after a crash.
func writeFile(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), Unfinished)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // NewLibrary does it otherwise
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(0o640)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

// untilDone is a reader that ends with its context.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(b []byte) (int, error) {
	if u.ctx.Err() != nil {
		return 0, context.Cause(u.ctx)
	}
	return u.r.Read(b)
}
