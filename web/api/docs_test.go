package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnybodyMayReadThePageAboutTheAPI(t *testing.T) {
	o := newOffice(t)
	page := httptest.NewRecorder()
	o.mux.ServeHTTP(page, httptest.NewRequest("GET", "/api/docs", nil))
	text := page.Body.String()
	if page.Code != 200 || !strings.HasPrefix(page.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%d %v", page.Code, page.Header())
	}
	for _, r := range o.api.Routes() {
		if !strings.Contains(text, `<b class="`+r.Method+`">`+r.Method+`</b> `+r.Path+`</code>`) {
			t.Errorf("%s %s is not on the page", r.Method, r.Path)
		}
	}
	policy := page.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
		t.Errorf("the policy: %s", policy)
	}
	for _, inline := range []string{"<script", " style=", "<style", "javascript:", " onclick"} {
		if strings.Contains(text, inline) {
			t.Errorf("the page has %q in it", inline)
		}
	}
	style := httptest.NewRecorder()
	o.mux.ServeHTTP(style, httptest.NewRequest("GET", "/api/docs/style.css", nil))
	if style.Code != 200 || !strings.HasPrefix(style.Header().Get("Content-Type"), "text/css") || !strings.Contains(style.Body.String(), "prefers-color-scheme: dark") {
		t.Errorf("the stylesheet: %d %v", style.Code, style.Header())
	}
	// A host that somebody else chose is text, no more.
	r := httptest.NewRequest("GET", "/api/docs", nil)
	r.Host = `x"><script>alert(1)</script>`
	bad := httptest.NewRecorder()
	o.mux.ServeHTTP(bad, r)
	if strings.Contains(bad.Body.String(), "<script>") {
		t.Error("a host came through as it is")
	}
}
