package ui_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"callflow/web/ui"
)

func TestFilesAndPagesAreServed(t *testing.T) {
	dist := fstest.MapFS{
		"index.html":          {Data: []byte("<!doctype html>page")},
		"theme.js":            {Data: []byte("theme")},
		"assets/a-1234.js":    {Data: []byte("plain")},
		"assets/a-1234.js.br": {Data: []byte("brotli")},
		"assets/a-1234.js.gz": {Data: []byte("gzip")},
		".gitkeep":            {Data: []byte("")},
	}
	pages := ui.New(dist, "wss://pbx.example.org:8089")
	for _, c := range []struct {
		path, accept string
		code         int
		body         string
		headers      map[string]string
	}{
		{"/", "", 200, "<!doctype html>page", map[string]string{"Cache-Control": "no-cache", "Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff"}},
		{"/flows/12", "br", 200, "<!doctype html>page", map[string]string{"Content-Encoding": ""}},
		{"/setup", "", 200, "<!doctype html>page", nil},
		{"/theme.js", "", 200, "theme", map[string]string{"Cache-Control": "no-cache", "Content-Type": "text/javascript; charset=utf-8"}},
		{"/assets/a-1234.js", "", 200, "plain", map[string]string{"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding", "Content-Encoding": ""}},
		{"/assets/a-1234.js", "gzip, deflate, br;q=0.9", 200, "brotli", map[string]string{"Content-Encoding": "br", "Content-Type": "text/javascript; charset=utf-8", "Vary": "Accept-Encoding"}},
		{"/assets/a-1234.js", "gzip, br;q=0", 200, "gzip", map[string]string{"Content-Encoding": "gzip"}},
		{"/assets/old-9999.js", "", 404, "", map[string]string{"Cache-Control": "no-store"}},
		{"/assets/a-1234.js.br", "", 404, "", nil},
		{"/assets/../../../etc/passwd", "", 200, "<!doctype html>page", nil}, // cleaned to a page's address
		{"/nothing.png", "", 404, "", nil},
		{"/.gitkeep", "", 404, "", nil},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = c.path
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != c.code || c.code == 200 && w.Body.String() != c.body {
			t.Errorf("%s (%s): %d %q, want %d %q", c.path, c.accept, w.Code, w.Body, c.code, c.body)
		}
		for name, want := range c.headers {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s (%s): %s is %q, want %q", c.path, c.accept, name, got, want)
			}
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") || !strings.Contains(csp, "connect-src 'self' wss://pbx.example.org:8089;") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: the policy is %q", c.path, csp)
		}
	}
}

func TestAFileIsNotSentTwice(t *testing.T) {
	pages := ui.New(fstest.MapFS{"index.html": {Data: []byte("page")}})
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	r := httptest.NewRequest(http.MethodGet, "/calls", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	pages.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("the same again: %d %q", again.Code, again.Body)
	}
}

func TestWhatWasNotBuiltSaysSo(t *testing.T) {
	w := httptest.NewRecorder()
	ui.New(fstest.MapFS{".gitkeep": {}}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/flows", nil))
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "scripts/ui") {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
}

func TestBuild(t *testing.T) {
	for page, want := range map[string]string{
		`<script src="/theme.js"></script><script type="module" crossorigin src="/assets/index-Ct_h9wI0.js"></script>`: "Ct_h9wI0",
		"<!doctype html>page": "",
	} {
		if got := ui.BuildOf(fstest.MapFS{"index.html": {Data: []byte(page)}}); got != want {
			t.Errorf("the build of %s is %q, want %q", page, got, want)
		}
	}
	if got := ui.BuildOf(fstest.MapFS{}); got != "" {
		t.Errorf("a console that was never built is the build %q", got)
	}
}
