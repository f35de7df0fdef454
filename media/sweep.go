package media

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sweepAge is how long a sound stays that nothing needs: a call that has looked
// it up may be about to play it, and whoever has added it about to name it.
const sweepAge = time.Hour

// Sweep removes sounds that have been needed by nothing for an hour. Used tells
// the hashes that are; it is asked after the files were listed. What was spoken
// from text stays, for the next time that it is to be said.
func (l *Library) Sweep(used func() (map[string]bool, error)) error {
	return l.sweep(used, time.Now().Add(-sweepAge))
}

func (l *Library) sweep(used func() (map[string]bool, error), before time.Time) error {
	entries, err := os.ReadDir(l.opts.Dir)
	if err != nil {
		return fmt.Errorf("media: %w", err)
	}
	var old []string
	for _, e := range entries {
		hash, wav := strings.CutSuffix(e.Name(), audioType)
		info, err := e.Info()
		if err == nil && wav && isHash(hash) && info.ModTime().Before(before) {
			old = append(old, hash)
		}
	}
	if len(old) == 0 {
		return nil
	}
	needed, err := used()
	if err != nil {
		return err
	}
	spoken, err := l.spoken()
	if err != nil {
		return err
	}
	for _, hash := range old {
		if needed[hash] || spoken[hash] {
			continue
		}
		if err := l.Remove(hash); err != nil {
			return err
		}
	}
	return nil
}

// spoken are the hashes of what was spoken from text.
func (l *Library) spoken() (map[string]bool, error) {
	notes, err := filepath.Glob(filepath.Join(l.opts.Dir, "speech", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	spoken := map[string]bool{}
	for _, note := range notes {
		var sound Sound
		b, err := os.ReadFile(note)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("media: %w", err)
		}
		if json.Unmarshal(b, &sound) == nil { // a note that cannot be read names nothing
			spoken[sound.Hash] = true
		}
	}
	return spoken, nil
}
