package media

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Unfinished is the pattern for [os.CreateTemp] of a file that gets its own name
// when it is whole.
const Unfinished = ".incoming-*"

// RemoveUnfinished removes from a folder what was left unfinished by processes
// that were killed more than an hour ago.
func RemoveUnfinished(folder string) {
	left, _ := fs.Glob(os.DirFS(folder), Unfinished) // the only error is of the pattern
	for _, name := range left {
		file := filepath.Join(folder, name)
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(file) // tried again at the next start
		}
	}
}
