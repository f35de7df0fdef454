package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/media"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
	"callflow/web/live"
)

// office is an API on a database of its own, and somebody who asks it.
type office struct {
	t     *testing.T
	store *store.Store
	api   *api.API
	mux   *http.ServeMux
	who   access.Principal

	recordings string              // the folder
	letters    []flowengine.Letter // posted

	// document says what answers look like; every answer is held against it.
	document *document
}

// newOffice sets one up; with changes what the API is made of.
func newOffice(t *testing.T, with ...func(*api.Options)) *office {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	library, err := media.NewLibrary(media.LibraryOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	speaker := media.NewSpeaker(media.SpeakerOptions{Library: library})
	t.Cleanup(speaker.Close)
	o := &office{t: t, store: s, mux: http.NewServeMux(), who: admin(), recordings: t.TempDir()}
	over := live.New(live.Options{})
	over.Close() // streams end at once
	options := api.Options{
		Happening: api.Happenings{Recordings: o.recordings, Live: over, Post: func(l flowengine.Letter) { o.letters = append(o.letters, l) }},
		Store:     s, Desk: &authoring.Desk{Store: s, Registry: registry}, Version: "test", Log: zerolog.New(zerolog.NewTestWriter(t)),
		Sounds: library, Speaker: speaker,
		Now: func() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) },
	}
	for _, change := range with {
		change(&options)
	}
	o.api = api.New(o.mux, options)
	o.document = newDocument(t, o.api)
	return o
}

func admin() access.Principal {
	return access.Principal{Company: "default", User: "ada", Rights: access.RoleAdmin.Rights()}
}

// reply is an answer of the API.
type reply struct {
	Code   int
	Header http.Header
	Body   []byte
}

// ask sends a request; headers are name, value, …. A body is sent in JSON, a
// string or bytes as they are. The answer must be as the document says.
func (o *office) ask(method, path string, body any, headers ...string) reply {
	o.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	case []byte:
		in = bytes.NewReader(b)
	default:
		data, err := json.Marshal(body)
		if err != nil {
			o.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	r := httptest.NewRequest(method, api.Prefix+path, in)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	ctx := access.With(r.Context(), o.who)
	w := httptest.NewRecorder()
	_, pattern := o.mux.Handler(r)
	o.mux.ServeHTTP(w, r.WithContext(store.WithActor(ctx, o.who.Actor())))
	got := reply{w.Code, w.Header(), w.Body.Bytes()}
	o.document.holds(o.t, pattern, got)
	return got
}

// gets is ask for an answer that must have this status, decoded.
func gets[T any](o *office, status int, method, path string, body any, headers ...string) (v T) {
	o.t.Helper()
	r := o.ask(method, path, body, headers...)
	if r.Code != status {
		o.t.Fatalf("%s %s: %d, want %d: %s", method, path, r.Code, status, r.Body)
	}
	if len(r.Body) > 0 {
		if err := json.Unmarshal(r.Body, &v); err != nil {
			o.t.Fatalf("%s %s: %v in %s", method, path, err, r.Body)
		}
	}
	return v
}
