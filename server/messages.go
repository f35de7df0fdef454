package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// messageLinks are the addresses by which Asterisk fetches messages. Each has a
// word in it that only this callflow can make: who knows a call's id, as from a
// log, can fetch nothing by it. The key stays the same across restarts, so that
// a prompt which plays is known by its address.
type messageLinks struct {
	folder string
	key    []byte
}

const messagePath = "/messages/"

// newMessageLinks reads the key, or makes it at the first start.
func newMessageLinks(data, folder string) (*messageLinks, error) {
	file := filepath.Join(data, "messages.key")
	key, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		rand.Read(key) // it never fails
		err = os.WriteFile(file, key, 0o600)
	}
	if err == nil && len(key) < 32 {
		err = fmt.Errorf("%s is too short: remove it, and it is made anew", file)
	}
	if err != nil {
		return nil, fmt.Errorf("the key for the addresses of messages: %w", err)
	}
	return &messageLinks{folder: folder, key: key}, nil
}

// path is where a recording's file is served.
func (l *messageLinks) path(file string) string {
	return messagePath + l.word(file) + "/" + file
}

func (l *messageLinks) word(file string) string {
	sum := hmac.New(sha256.New, l.key)
	sum.Write([]byte(file)) // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// ServeHTTP serves messages to Asterisk, which must not keep them: they may be
// deleted.
func (l *messageLinks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	word, file, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, messagePath), "/")
	if !ok || !hmac.Equal([]byte(word), []byte(l.word(file))) || filepath.Base(file) != file || !strings.HasSuffix(file, ".wav") {
		http.NotFound(w, r)
		return
	}
	f, err := os.Open(filepath.Join(l.folder, file))
	if errors.Is(err, fs.ErrNotExist) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, "the message cannot be read", http.StatusInternalServerError)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "audio/wav")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", time.Time{}, f)
}
