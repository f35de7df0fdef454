package media

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestHandler(t *testing.T) {
	l := library(t, LibraryOptions{})
	s, err := l.Add(t.Context(), bytes.NewReader(Tone(440, time.Second)), "x.wav")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://127.0.0.1/", nil)
		r.URL.Path = path // as the client sent it, not cleaned
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		l.Handler().ServeHTTP(w, r)
		return w
	}
	got := ask("GET", Path(s.Hash))
	if got.Code != 200 || !bytes.Equal(got.Body.Bytes(), read(t, l, s)) {
		t.Errorf("GET: %d, %d bytes", got.Code, got.Body.Len())
	}
	h := got.Header()
	if h.Get("Content-Type") != "audio/wav" || h.Get("Etag") != `"`+s.Hash+`"` || h.Get("Content-Length") != strconv.FormatInt(s.Bytes, 10) {
		t.Errorf("headers %v", h)
	}
	if c := h.Get("Cache-Control"); !strings.Contains(c, "max-age=31536000") || strings.Contains(c, "no-cache") || strings.Contains(c, "must-revalidate") {
		t.Errorf("Cache-Control %q", c)
	}
	if got := ask("HEAD", Path(s.Hash)); got.Code != 200 || got.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", got.Code, got.Body.Len())
	}
	if got := ask("GET", Path(s.Hash), "If-None-Match", h.Get("Etag")); got.Code != http.StatusNotModified {
		t.Errorf("If-None-Match: %d", got.Code)
	}
	if got := ask("GET", Path(s.Hash), "Range", "bytes=0-3"); got.Code != http.StatusPartialContent || got.Body.String() != "RIFF" {
		t.Errorf("Range: %d %q", got.Code, got.Body)
	}
	if got := ask("POST", Path(s.Hash)); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", got.Code)
	}
	for _, path := range []string{
		"/", "/audio/", "/audio/.wav", "/audio/" + s.Hash, "/audio/" + s.Hash + ".mp3", "/audio/../audio/" + s.Hash + ".wav",
		"/audio/../../etc/passwd", "/audio/..%2f..%2fetc%2fpasswd.wav", "/audio/speech/x.wav", Path(strings.Repeat("0", 64)), Path(strings.ToUpper(s.Hash)),
		"/audio/" + s.Hash + "\x00.wav",
	} {
		if got := ask("GET", path); got.Code != http.StatusNotFound {
			t.Errorf("%q: %d", path, got.Code)
		}
	}
}
