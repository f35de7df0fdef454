package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/authoring"
	"callflow/flowengine/nodes"
	"callflow/store"
	"callflow/web/api"
	"callflow/web/live"
	"callflow/web/signin"
)

const password = "correct horse battery staple"

// house is an API with its door, on a database of its own. Its clock is that of
// the process: tests of time run in a bubble.
type house struct {
	t       *testing.T
	store   *store.Store
	door    *signin.Door
	api     *api.API
	handler http.Handler
	mux     *http.ServeMux
	log     bytes.Buffer
	made    int
}

// tokens counts, for names that are new.
func (h *house) tokens() int { h.made++; return h.made }

func (h *house) clock() time.Time { return time.Now() }

func newHouse(t *testing.T, public string) *house {
	t.Helper()
	folder := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(folder, "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, store: s}
	log := zerolog.New(&h.log)
	h.door, err = signin.New(signin.Options{
		Store: s, KeyFile: filepath.Join(folder, "signin.key"), Public: public, Idle: 2 * time.Hour, Life: 12 * time.Hour,
		Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: time.Now, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	over := live.New(live.Options{})
	over.Close() // streams end at once
	h.api = api.New(mux, api.Options{Happening: api.Happenings{Live: over}, Store: s, Desk: &authoring.Desk{Store: s, Registry: registry}, Door: h.door, Phone: &api.Phone{Socket: &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/ws"}, User: "phone", Failed: func(error) {}}, Version: "test", Now: time.Now, Log: log})
	h.mux = mux
	h.handler = h.door.Handler(mux)
	return h
}

// people makes users, as name:role, with the password of all of them.
func (h *house) people(people ...string) {
	h.t.Helper()
	for _, p := range people {
		name, role, _ := strings.Cut(p, ":")
		role, edit := strings.CutSuffix(role, "+flows")
		if _, err := h.store.AddUser(h.t.Context(), "", store.User{Name: name}); err != nil {
			h.t.Fatal(err)
		}
		link, _, err := h.door.Invite(h.t.Context(), "", signin.Invitation{User: name, Role: role})
		if err != nil {
			h.t.Fatal(err)
		}
		h.browser().follows(link, object{"password": password})
		if edit {
			if _, err := h.store.SetSignIn(h.t.Context(), "", name, store.SignInChange{EditFlows: &edit}); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

// browser is somebody's, with its cookies.
type browser struct {
	h       *house
	cookies map[string]string
	address string
	headers http.Header
	last    *http.Response
}

func (h *house) browser() *browser {
	return &browser{h: h, cookies: map[string]string{}, address: "192.0.2.10:4000", headers: http.Header{"Sec-Fetch-Site": {"same-origin"}, "User-Agent": {"Test"}}}
}

// program is a client with a token.
func (h *house) program(token string) *browser {
	b := h.browser()
	b.headers = http.Header{"Authorization": {"Bearer " + token}}
	return b
}

// does sends a request; with a status, the answer must have that.
func (b *browser) does(status int, method, path string, body any) (answer object) {
	b.h.t.Helper()
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			b.h.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	r := httptest.NewRequestWithContext(b.h.t.Context(), method, "http://pbx.test"+api.Prefix+path, in)
	r.RemoteAddr = b.address
	for name, values := range b.headers {
		r.Header[name] = values
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.h.handler.ServeHTTP(w, r)
	b.last = w.Result()
	for _, c := range b.last.Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	text := w.Body.String()
	if w.Code == http.StatusUnprocessableEntity {
		_, pattern := b.h.mux.Handler(r)
		newDocument(b.h.t, b.h.api).holds(b.h.t, pattern, reply{w.Code, w.Header(), w.Body.Bytes()})
	}
	if status != 0 && w.Code != status {
		b.h.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, text)
	}
	if strings.HasPrefix(text, "{") {
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			b.h.t.Fatal(err)
		}
	}
	return answer
}

// refused is does for a refusal with that code.
func (b *browser) refused(status int, code, method, path string, body any) object {
	b.h.t.Helper()
	p := b.does(status, method, path, body)
	if p["code"] != code {
		b.h.t.Fatalf("%s %s: code %v, want %s: %v", method, path, p["code"], code, p)
	}
	return p
}

func (b *browser) signsIn(name string) object {
	b.h.t.Helper()
	return b.does(200, "POST", "/session", object{"name": name, "password": password})
}

func (b *browser) follows(link string, with object) object {
	b.h.t.Helper()
	with["key"] = keyOf(b.h.t, link)
	return b.does(200, "POST", "/setup", with)
}

func keyOf(t *testing.T, link string) string {
	t.Helper()
	_, key, found := strings.Cut(link, "/setup#")
	if !found {
		t.Fatalf("%q is no link", link)
	}
	return key
}
