// Package keyfile keeps secret keys of this callflow in files of their own,
// which only its user can read. A key that is in the database too would protect
// nothing of it.
package keyfile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Length of a key in bytes.
const Length = 32

// Load reads the key of a file. Without the file a key is made. Ends says what
// comes of making a new one, for the error: "links in mails end then".
func Load(file, ends string) ([]byte, error) {
	key, err := os.ReadFile(file)
	if err == nil && len(key) != Length {
		return nil, fmt.Errorf("%s has %d bytes and not %d: remove it, and a new one is made; %s", file, len(key), Length, ends)
	}
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	key = make([]byte, Length)
	rand.Read(key) // it never fails
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(key)
	return key, errors.Join(err, f.Sync(), f.Close())
}
