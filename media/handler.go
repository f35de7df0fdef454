package media

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

const (
	audioPath = "/audio/"
	audioType = ".wav"
)

// Path is where the handler serves a sound: Asterisk plays it as
// sound:http://HOST:PORT followed by this path. The ending counts: Asterisk takes
// the format from the end of the address first, and from the content type only
// then (res_http_media_cache.c: bucket_file_set_extension). So nothing may follow.
// It gives the ending to its copy only if the whole path of the copy has no dot
// (media_cache.c: bucket_file_update_path; seen on 22.10.1), and cannot play it
// otherwise: astcachedir in asterisk.conf must be a folder without one.
func Path(hash string) string { return audioPath + hash + audioType }

// Handler serves the library's sounds under Path. A name is the hash of what it
// names and so never changes its content: Asterisk may keep it for a year
// without asking.
func (l *Library) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		name, ok := strings.CutPrefix(r.URL.Path, audioPath)
		hash, wav := strings.CutSuffix(name, audioType)
		if !ok || !wav {
			http.NotFound(w, r)
			return
		}
		f, err := l.Open(hash)
		if errors.Is(err, ErrNotFound) {
			http.NotFound(w, r)
			return
		}
		if err != nil {
			http.Error(w, "the sound cannot be read", http.StatusInternalServerError)
			return
		}
		defer f.Close()
		h := w.Header()
		h.Set("Content-Type", "audio/wav")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Etag", `"`+hash+`"`)
		// Asterisk reads max-age, and asks each time if it finds no-cache or must-revalidate.
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeContent(w, r, "", time.Time{}, f)
	})
}
