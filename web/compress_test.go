package web

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTheAPIsJSONIsCompressedAndEventsAreNot(t *testing.T) {
	text := `{"nodes":"` + strings.Repeat("menu ", 2000) + `"}`
	kind := "application/json"
	h, err := compressed(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, text)
	}))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	w := ask("gzip")
	if length := w.Body.Len(); length > len(text)/10 {
		t.Errorf("%d bytes of %d", length, len(text))
	}
	unpacked, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(unpacked); err != nil || string(got) != text {
		t.Errorf("unpacked %d bytes, %v", len(got), err)
	}
	if w := ask("identity"); w.Body.String() != text {
		t.Error("who takes no gzip got something else")
	}
	kind = "text/event-stream"
	if w := ask("gzip"); w.Body.String() != text || w.Header().Get("Content-Encoding") != "" {
		t.Error("events were compressed")
	}
}
