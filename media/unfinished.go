package media

import (
	"os"
	"path/filepath"
	"time"
)

// Unfinished is the pattern for [os.CreateTemp] of a file that gets its own name
// when it is whole.
const Unfinished = ".incoming-*"

// RemoveUnfinished removes from a folder what was left unfinished by processes
// that were killed more than an hour ago.
func RemoveUnfinished(folder string) error {
	left, err := filepath.Glob(filepath.Join(folder, Unfinished))
	if err != nil {
		return err
	}
	for _, name := range left {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(name) // tried again at the next start
		}
	}
	return nil
}
