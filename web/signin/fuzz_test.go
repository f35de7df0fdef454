package signin

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rs/zerolog"

	"callflow/store"
	"callflow/web/access"
)

func newDoor(t testing.TB, public string) *Door {
	t.Helper()
	folder := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(folder, "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d, err := New(Options{Store: s, KeyFile: filepath.Join(folder, "signin.key"), Public: public, Idle: time.Hour, Life: time.Hour,
		Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: time.Now, Log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Whatever a stranger sends with a request, it is a stranger's, and nothing breaks.
func FuzzStrangers(f *testing.F) {
	for _, seed := range [][5]string{
		{"Bearer cf_" + strings.Repeat("A", 43), "", "", "", ""},
		{"", "callflow_session=" + strings.Repeat("A", 43) + "; callflow_device=a.b", "203.0.113.5, 127.0.0.1", "127.0.0.1:80", "q=1"},
		{"bearer", "callflow_session=", ",,, ::1", "[fe80::1%eth0]:1", "access_token=x"},
		{"Basic \x00", "callflow_session=\"", "\xff", "nonsense", "%zz&;=cf_"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4])
	}
	d := newDoor(f, "http://pbx.test")
	reached := false
	h := d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached = true
		if p := access.From(r.Context()); p.User != "" || p.Token != "" || len(p.Rights) > 0 || p.May(access.Own) || p.May(access.Person) {
			panic("a stranger is taken for somebody")
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	f.Fuzz(func(t *testing.T, authorization, cookie, forwarded, remote, query string) {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/x", nil)
		r.RemoteAddr, r.URL.RawQuery = remote, query
		for name, value := range map[string]string{"Authorization": authorization, "Cookie": cookie, "X-Forwarded-For": forwarded} {
			if value != "" {
				r.Header[name] = []string{value}
			}
		}
		reached = false
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if reached == (w.Code >= 400) {
			t.Errorf("reached %v, and answered %d", reached, w.Code)
		}
		if authorization != "" && reached {
			t.Errorf("the authorization %q is none, and was let through", authorization)
		}
		if w.Code == http.StatusServiceUnavailable || w.Code == http.StatusInternalServerError {
			t.Errorf("it broke: %s", w.Body)
		}
		network(d.address(r)) // must not panic
	})
}

// A name that is typed is taken apart without losing anything.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{"anna", "anna@acme", "@", "a@b@c", " anna ", "\x00@\xff", "İ@ı"} {
		f.Add(seed)
	}
	d := newDoor(f, "http://pbx.test")
	f.Fuzz(func(t *testing.T, name string) {
		user, company, err := d.whose(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		trimmed := strings.TrimSpace(name)
		if user != trimmed && user+"@"+company != trimmed {
			t.Errorf("%q is %q of %q", name, user, company)
		}
		if _, err := d.store.Credentials(t.Context(), company, user); err == nil {
			t.Errorf("%q is somebody", name)
		}
	})
}

// A password that may be set has what is asked for, and is the same when it is typed again.
func FuzzPasswords(f *testing.F) {
	for _, seed := range []string{"correct horse battery staple", "passwordpassword", "aaaaaaaaaaaaaaaaaaaa", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"ёжик в тумане и лошадь", "\u00a0\u3000 spaces of all kinds", strings.Repeat("🙂", 128), "qwertyuiop[]asdfghjkl", "e\u0301e\u0301e\u0301 accents that are typed apart"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, password string) {
		began := time.Now()
		err := CheckPassword(password, "anna", "Anna Lee", "default")
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%q took %s", password, took)
		}
		if err != nil {
			return
		}
		p, err := normal(password)
		if err != nil {
			t.Fatalf("%q was taken, and is none: %v", password, err)
		}
		if n := utf8.RuneCountInString(p); n < 12 || n > 128 {
			t.Errorf("%q was taken with %d characters", password, n)
		}
		if again, err := normal(p); err != nil || again != p {
			t.Errorf("%q becomes %q, that becomes %q (%v)", password, p, again, err)
		}
	})
}

// A code is digits or letters whatever is typed, or none.
func FuzzCodes(f *testing.F) {
	for _, seed := range []string{"123456", "123 456", "abcdef-ghijkl-mnopqr-stuvwx", "", "\u00a01", strings.Repeat("1", 1000)} {
		f.Add(seed)
	}
	d := newDoor(f, "http://pbx.test")
	k := store.Credentials{SignIn: store.SignIn{UserID: 1, User: "anna"}, Company: "default"}
	k.TOTPSecret = d.sealFor(k, []byte("12345678901234567890"))
	f.Fuzz(func(t *testing.T, code string) {
		code = plainCode(code)
		step, err := d.step(k, k.TOTPSecret, code)
		if err == nil && (len(code) != codeDigits || step == 0) {
			t.Errorf("%q was taken", code)
		}
	})
}
