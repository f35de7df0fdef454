package server

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// temporary is one process's folder for files that are under way, such as an
// upload that has come in part. It lies beside the data, where there is room for
// what is kept afterwards, and a lock on it lasts as long as the process: what
// was left by one that was killed is found by its lock being free.
type temporary struct {
	path string
	lock *os.File
}

// openTemporary makes a folder in the data folder's tmp, to be the one for all
// temporary files of this process and of the programs that it starts: net/http
// puts uploads nowhere else.
func openTemporary(data string) (*temporary, error) {
	t, err := newTemporary(data)
	if err == nil {
		err = os.Setenv("TMPDIR", t.path)
	}
	if err != nil {
		t.close()
		return nil, fmt.Errorf("making the folder for temporary files: %w", err)
	}
	return t, nil
}

// newTemporary makes the folder, and removes those beside it whose process has
// ended without doing so.
func newTemporary(data string) (*temporary, error) {
	all, err := filepath.Abs(filepath.Join(data, "tmp")) // programs that are started may work elsewhere
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(all, 0o750); err != nil {
		return nil, err
	}
	// One at a time, so that none removes what another has made and not locked yet.
	turn, err := lock(all, syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer turn.Close() // it was only locked
	if err := sweepTemporary(all); err != nil {
		return nil, err
	}
	path, err := os.MkdirTemp(all, "")
	if err != nil {
		return nil, err
	}
	held, err := lock(path, syscall.LOCK_EX)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(path))
	}
	return &temporary{path: path, lock: held}, nil
}

// sweepTemporary removes what no living process has locked.
func sweepTemporary(all string) error {
	entries, err := os.ReadDir(all)
	if err != nil {
		return err
	}
	for _, e := range entries {
		left := filepath.Join(all, e.Name())
		free, err := lock(left, syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, os.ErrNotExist):
			continue // in use, or its process has ended just now and taken it along
		case err != nil:
			return err
		}
		err = os.RemoveAll(left)
		free.Close() // it was only locked
		if err != nil {
			return err
		}
	}
	return nil
}

// close removes the folder; without one it does nothing.
func (t *temporary) close() {
	if t == nil {
		return
	}
	_ = os.RemoveAll(t.path) // the next start does it otherwise
	t.lock.Close()           // it was only locked
}

// lock opens a file or a folder and locks it, until it is closed or the process ends.
func lock(path string, how int) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		f.Close() // it was only opened
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return f, nil
}
