package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/rs/zerolog"

	"callflow/authoring"
	"callflow/flowengine/nodes"
	"callflow/store"
	"callflow/web/api"
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
	h.api = api.New(mux, api.Options{Store: s, Desk: &authoring.Desk{Store: s, Registry: registry}, Door: h.door, Version: "test", Now: time.Now, Log: log})
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

func TestFromAnEmptyInstallToAnAdmin(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	link, err := h.door.FirstLink(t.Context())
	if err != nil || !strings.HasPrefix(link, "http://pbx.test/setup#") {
		t.Fatalf("%q %v", link, err)
	}
	b := h.browser()
	b.refused(401, "sign_in", "GET", "/session", nil)
	key := keyOf(t, link)
	if l := b.does(200, "POST", "/setup/key", object{"key": key}); l["user"] != "" || l["company"] != "default" {
		t.Errorf("the link is for %v", l)
	}
	b.refused(410, "link_used", "POST", "/setup/key", object{"key": "x" + key[1:]})
	b.refused(422, "invalid", "POST", "/setup", object{"key": key, "name": "anna", "password": "short"})
	b.refused(422, "invalid", "POST", "/setup", object{"key": key, "name": "an na", "password": password})
	who := b.does(200, "POST", "/setup", object{"key": key, "name": "anna", "full_name": "Anna Lee", "password": password})
	if who["user"] != "anna" || who["role"] != "admin" {
		t.Errorf("got %v", who)
	}
	who = b.does(200, "GET", "/session", nil)
	if who["full_name"] != "Anna Lee" || who["company"] != "default" || who["timezone"] != "UTC" || who["language"] != "en" || who["totp"] != false ||
		!slices.Equal(who["rights"].([]any), []any{"own", "view", "flows", "admin"}) {
		t.Errorf("got %v", who)
	}
	h.browser().refused(410, "link_used", "POST", "/setup", object{"key": key, "name": "mallory", "password": password})
	if link, err := h.door.FirstLink(t.Context()); err != nil || link != "" {
		t.Errorf("with an admin there is a link: %q %v", link, err)
	}
	b.does(204, "DELETE", "/session", nil)
	b.refused(401, "sign_in", "GET", "/session", nil)
	if who := b.signsIn("anna"); who["user"] != "anna" {
		t.Errorf("got %v", who)
	}
}

func TestTheCookie(t *testing.T) {
	for public, want := range map[string]string{
		"http://127.0.0.1:8080":    "callflow_session; Path=/; HttpOnly; SameSite=Lax",
		"https://pbx.example.org/": "__Host-callflow_session; Path=/; HttpOnly; Secure; SameSite=Lax",
	} {
		h := newHouse(t, public)
		h.people("anna:admin")
		b := h.browser()
		b.signsIn("anna")
		found := false
		for _, line := range b.last.Header["Set-Cookie"] {
			name, rest, _ := strings.Cut(line, "=")
			_, attributes, _ := strings.Cut(rest, ";")
			found = found || name+";"+attributes == want
		}
		if !found {
			t.Errorf("%s: got %q, want %s", public, b.last.Header["Set-Cookie"], want)
		}
		if got := b.last.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control is %q", got)
		}
	}
}

func TestNobodyLearnsWhichNamesExist(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "gone:viewer")
	yes := true
	if _, err := h.store.SetSignIn(t.Context(), "", "gone", store.SignInChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.AddUser(t.Context(), "", store.User{Name: "phone"}); err != nil {
		t.Fatal(err)
	}
	var first object
	for _, name := range []string{"anna", "nobody", "gone", "phone", "anna@nowhere", "a@b@c", "' OR 1=1 --"} {
		b := h.browser()
		p := b.refused(401, "wrong_password", "POST", "/session", object{"name": name, "password": password + "x"})
		if first == nil {
			first = p
		}
		if p["detail"] != first["detail"] || len(p) != len(first) {
			t.Errorf("%s: %v, anna: %v", name, p, first)
		}
		if len(b.cookies) > 0 {
			t.Errorf("%s: cookies %v", name, b.cookies)
		}
	}
	h.browser().refused(401, "wrong_password", "POST", "/session", object{"name": "gone", "password": password})
}

func TestNamesWithCompanies(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	ctx := t.Context()
	if err := h.store.AddCompany(ctx, store.Company{Name: "acme"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.AddUser(ctx, "acme", store.User{Name: "anna"}); err != nil {
		t.Fatal(err)
	}
	link, _, err := h.door.Invite(ctx, "acme", signin.Invitation{User: "anna", Role: "agent"})
	if err != nil {
		t.Fatal(err)
	}
	other := "another long pass phrase"
	if who := h.browser().follows(link, object{"password": other}); who["company"] != "acme" {
		t.Errorf("got %v", who)
	}
	if who := h.browser().signsIn("Anna"); who["company"] != "default" || who["role"] != "admin" {
		t.Errorf("got %v", who)
	}
	if who := h.browser().does(200, "POST", "/session", object{"name": "anna@ACME", "password": other}); who["company"] != "acme" || who["role"] != "agent" {
		t.Errorf("got %v", who)
	}
	h.browser().refused(401, "wrong_password", "POST", "/session", object{"name": "anna@acme", "password": password})
}

func TestAFixedSessionIsNotTaken(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "bob:viewer")
	mallory := h.browser()
	mallory.signsIn("bob")
	planted := mallory.cookies["callflow_session"]
	// The cookie of somebody else's session, and one that nobody gave out.
	for _, token := range []string{planted, strings.Repeat("A", 43)} {
		victim := h.browser()
		victim.cookies["callflow_session"] = token
		victim.signsIn("anna")
		if victim.cookies["callflow_session"] == token {
			t.Error("the token stayed the same over signing in")
		}
		mallory.cookies["callflow_session"] = token
		if who := mallory.does(0, "GET", "/session", nil); who["user"] == "anna" {
			t.Error("the planted session is signed in")
		}
	}
}

func TestSessionsEndWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "http://pbx.test")
		h.people("anna:admin")
		idle, busy := h.browser(), h.browser()
		idle.signsIn("anna")
		busy.signsIn("anna")
		for range 7 {
			time.Sleep(100 * time.Minute)
			busy.does(200, "GET", "/session", nil)
		}
		idle.refused(401, "sign_in", "GET", "/session", nil)
		time.Sleep(21 * time.Minute) // 12 h 1 min in all
		busy.refused(401, "sign_in", "GET", "/session", nil)
	})
}

func TestSignOutElsewhereAndChangeThePassword(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	here, there := h.browser(), h.browser()
	there.headers.Set("User-Agent", "Other")
	here.signsIn("anna")
	there.signsIn("anna")
	list := here.does(200, "GET", "/session/all", nil)["items"].([]any)
	current := 0
	for _, item := range list {
		s := item.(object)
		if s["address"] != "192.0.2.10" {
			t.Errorf("got %v", s)
		}
		if s["current"] == true {
			current++
			if s["agent"] != "Test" {
				t.Errorf("current is %v", s)
			}
		}
	}
	if len(list) != 3 || current != 1 { // the third followed the link
		t.Errorf("got %v", list)
	}
	here.does(204, "DELETE", "/session/all", nil)
	there.refused(401, "sign_in", "GET", "/session", nil)
	here.does(200, "GET", "/session", nil)

	there.signsIn("anna")
	next := "a quite different phrase"
	here.refused(403, "wrong_password", "POST", "/session/password", object{"current": "wrong wrong wrong", "new": next})
	here.refused(422, "invalid", "POST", "/session/password", object{"current": password, "new": "passwordpassword"})
	before := here.cookies["callflow_session"]
	here.does(204, "POST", "/session/password", object{"current": password, "new": next})
	if here.cookies["callflow_session"] == before {
		t.Error("the session's token stayed the same")
	}
	here.does(200, "GET", "/session", nil)
	there.refused(401, "sign_in", "GET", "/session", nil)
	old := h.browser()
	old.cookies["callflow_session"] = before
	old.refused(401, "sign_in", "GET", "/session", nil)
	h.browser().refused(401, "wrong_password", "POST", "/session", object{"name": "anna", "password": password})
	h.browser().does(200, "POST", "/session", object{"name": "anna", "password": next})
}

func TestASecondFactor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "http://pbx.test")
		h.people("anna:admin")
		b := h.browser()
		b.signsIn("anna")
		b.refused(409, "conflict", "PUT", "/session/totp", object{"code": "123456"})
		made := b.does(200, "POST", "/session/totp", nil)
		secret := made["secret"].(string)
		if !strings.HasPrefix(made["uri"].(string), "otpauth://totp/callflow:anna@default?") || !strings.Contains(made["uri"].(string), "secret="+secret) {
			t.Errorf("got %v", made)
		}
		code := func() string {
			t.Helper()
			c, err := totp.GenerateCode(secret, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		b.refused(422, "invalid", "PUT", "/session/totp", object{"code": "000000"})
		recovery := b.does(200, "PUT", "/session/totp", object{"code": code()})["recovery_codes"].([]any)
		if len(recovery) != 8 {
			t.Errorf("got %v", recovery)
		}
		b.refused(409, "conflict", "POST", "/session/totp", nil)
		if who := b.does(200, "GET", "/session", nil); who["totp"] != true {
			t.Errorf("got %v", who)
		}
		try := func(status int, c string) *browser {
			t.Helper()
			n := h.browser()
			n.does(status, "POST", "/session", object{"name": "anna", "password": password, "code": c})
			return n
		}
		n := h.browser()
		n.refused(401, "code_needed", "POST", "/session", object{"name": "anna", "password": password})
		if n.cookies["callflow_session"] != "" {
			t.Error("a session without the second factor")
		}
		// The password first: else the code would tell of it.
		n.refused(401, "wrong_password", "POST", "/session", object{"name": "anna", "password": "wrong wrong wrong", "code": code()})
		try(401, code()) // it was used to confirm
		time.Sleep(30 * time.Second)
		used := code()
		try(200, used[:3]+" "+used[3:])
		try(401, used)
		time.Sleep(30 * time.Second)
		try(401, used) // the step before is still taken, but not again
		try(200, code())
		try(200, strings.ToLower(recovery[0].(string)))
		try(401, recovery[0].(string))
		b.refused(403, "wrong_password", "DELETE", "/session/totp", object{"password": "wrong wrong wrong"})

		// Somebody who has the password guesses codes.
		for range 4 {
			try(401, "000000")
		}
		time.Sleep(5 * time.Minute) // the limit by name is more
		try(401, "000000")
		limited := h.browser()
		limited.refused(429, "too_many_attempts", "POST", "/session", object{"name": "anna", "password": password, "code": code()})

		// A link sets a new password, but keeps the second factor, unless it says so.
		link, _, err := h.door.Invite(t.Context(), "", signin.Invitation{User: "anna"})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		h.browser().refused(401, "code_needed", "POST", "/setup", object{"key": keyOf(t, link), "password": password})
		h.browser().follows(link, object{"password": password, "code": code()})
		if link, _, err = h.door.Invite(t.Context(), "", signin.Invitation{User: "anna", ResetTOTP: true}); err != nil {
			t.Fatal(err)
		}
		if who := h.browser().follows(link, object{"password": password}); who["totp"] != false {
			t.Errorf("got %v", who)
		}
		h.browser().signsIn("anna")
	})
}

// The secret in the database is of no use without the key file, nor for another person.
func TestASecondFactorIsSealed(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "bob:admin")
	for _, name := range []string{"anna", "bob"} {
		b := h.browser()
		b.signsIn(name)
		secret := b.does(200, "POST", "/session/totp", nil)["secret"].(string)
		code, err := totp.GenerateCode(secret, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		b.does(200, "PUT", "/session/totp", object{"code": code})
		k, err := h.store.Credentials(t.Context(), "", name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(k.TOTPSecret, []byte(secret)) || len(k.TOTPSecret) != 12+20+16 {
			t.Errorf("%s: %d bytes", name, len(k.TOTPSecret))
		}
	}
	anna, err := h.store.Credentials(t.Context(), "", "anna")
	if err != nil {
		t.Fatal(err)
	}
	bob, err := h.store.Credentials(t.Context(), "", "bob")
	if err != nil {
		t.Fatal(err)
	}
	// Whoever can write to the database puts another secret in its place.
	if err := errors.Join(h.store.ProposeTOTP(t.Context(), anna.UserID, bob.TOTPSecret), h.store.ConfirmTOTP(t.Context(), "", "anna", 0, nil, "")); err != nil {
		t.Fatal(err)
	}
	h.browser().does(500, "POST", "/session", object{"name": "anna", "password": password, "code": "000000"})
	if !strings.Contains(h.log.String(), "signin.key") {
		t.Errorf("the log does not say what to do: %s", h.log.String())
	}
}

func TestGuessing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "http://pbx.test")
		h.people("anna:admin", "bob:viewer")
		known := h.browser()
		known.signsIn("anna")
		known.does(204, "DELETE", "/session", nil)
		guess := func(b *browser, name string) int {
			b.does(0, "POST", "/session", object{"name": name, "password": "wrong wrong wrong"})
			return b.last.StatusCode
		}
		// One place tries one name, then others.
		one := h.browser()
		one.address = "198.51.100.7:1"
		tries := 0
		for guess(one, "anna") == 401 {
			tries++
		}
		if tries != 10 {
			t.Errorf("%d guesses of one name, want 10", tries)
		}
		if after := one.last.Header.Get("Retry-After"); after == "" || after == "0" {
			t.Errorf("Retry-After is %q", after)
		}
		for i := 0; guess(one, "name"+string(rune('a'+i))) == 401; i++ {
			tries++
		}
		if tries != 20 {
			t.Errorf("%d guesses from one place, want 20", tries)
		}
		// What is behind one network of IPv6 is one place.
		six := h.browser()
		for i := range 21 {
			six.address = "[2001:db8::" + string(rune('a'+i%6)) + "]:1"
			guess(six, "six"+string(rune('a'+i)))
		}
		if six.last.StatusCode != 429 {
			t.Errorf("IPv6: %d", six.last.StatusCode)
		}
		// Strangers cannot try anna, wherever they are; not with the right password.
		stranger := h.browser()
		stranger.address = "203.0.113.9:1"
		stranger.refused(429, "too_many_attempts", "POST", "/session", object{"name": "Anna", "password": password})
		// She can, where she has signed in before, and so can everybody else.
		known.address = "203.0.113.10:1"
		if who := known.signsIn("anna"); who["failed"] != 10.0 {
			t.Errorf("she is told of %v failures", who["failed"])
		}
		other := h.browser()
		other.address = "203.0.113.11:1"
		other.signsIn("bob")
		// Nobody is locked out for long.
		time.Sleep(61 * time.Second)
		stranger.signsIn("anna")
		// A browser in which bob has signed in says nothing about anna.
		for range 12 {
			guess(one, "anna")
		}
		other.refused(429, "too_many_attempts", "POST", "/session", object{"name": "anna", "password": password})
		time.Sleep(time.Hour)
		// Right passwords count for nothing.
		for range 30 {
			stranger.signsIn("anna")
		}
	})
}

func TestWhereARequestComesFrom(t *testing.T) {
	h := newHouse(t, "https://pbx.example.org")
	h.people("anna:admin")
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:5", "", "192.0.2.1"},
		{"192.0.2.1:5", "203.0.113.5", "192.0.2.1"}, // no proxy of ours: it says what it likes
		{"127.0.0.1:5", "203.0.113.5", "203.0.113.5"},
		{"127.0.0.1:5", "6.6.6.6, 203.0.113.5", "203.0.113.5"},
		{"127.0.0.1:5", "203.0.113.5, 127.0.0.2", "203.0.113.5"},
		{"127.0.0.1:5", "nonsense", "127.0.0.1"},
		{"[::ffff:127.0.0.1]:5", "2001:db8::1", "2001:db8::1"},
		{"127.0.0.1:5", "", "127.0.0.1"},
	} {
		b := h.browser()
		b.address = c.peer
		if c.forwarded != "" {
			b.headers.Set("X-Forwarded-For", c.forwarded)
		}
		b.signsIn("anna")
		for _, item := range b.does(200, "GET", "/session/all", nil)["items"].([]any) {
			if s := item.(object); s["current"] == true && s["address"] != c.want {
				t.Errorf("%+v: %v", c, s["address"])
			}
		}
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	h := newHouse(t, "https://pbx.example.org")
	h.people("anna:admin")
	b := h.browser()
	b.signsIn("anna")
	for _, c := range []struct {
		headers http.Header
		status  int
	}{
		{http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, 403},
		{http.Header{"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://other.example.org"}}, 403},
		{http.Header{"Origin": {"https://evil.example"}}, 403},
		{http.Header{"Origin": {"null"}}, 403},
		{http.Header{"Origin": {"https://pbx.example.org"}}, 204},
		{http.Header{"Sec-Fetch-Site": {"same-origin"}}, 204},
		{http.Header{}, 204}, // no browser
	} {
		b.headers = c.headers
		p := b.does(c.status, "DELETE", "/session/all", nil)
		if c.status == 403 && p["code"] != "cross_site" {
			t.Errorf("%v: %v", c.headers, p)
		}
	}
	evil := h.browser()
	evil.headers = http.Header{"Sec-Fetch-Site": {"cross-site"}}
	evil.refused(403, "cross_site", "POST", "/session", object{"name": "anna", "password": password})
}

func TestTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "http://pbx.test")
		h.people("anna:admin", "bob:editor")
		bob := h.browser()
		bob.signsIn("bob")
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{"admin"}})
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{"person"}})
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{}})
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{"view"}, "expires": time.Now().Add(6 * 365 * 24 * time.Hour)})
		made := bob.does(201, "POST", "/tokens", object{"name": "report", "rights": []string{"own", "view", "flows"}, "expires": time.Now().Add(48 * time.Hour)})
		token := made["token"].(string)
		if !strings.HasPrefix(token, "cf_") || len(token) != 46 {
			t.Errorf("got %v", made)
		}
		p := h.program(token)
		if who := p.does(200, "GET", "/session", nil); who["user"] != "bob" || !slices.Equal(who["rights"].([]any), []any{"own", "view", "flows"}) {
			t.Errorf("got %v", who)
		}
		p.does(200, "GET", "/flows", nil)
		if len(p.last.Header["Set-Cookie"]) > 0 {
			t.Errorf("a program gets cookies: %v", p.last.Header)
		}
		// A token begets no token, and opens nothing of the person's account.
		p.refused(403, "forbidden", "POST", "/tokens", object{"name": "child", "rights": []string{"view"}})
		p.refused(403, "forbidden", "POST", "/session/password", object{"current": password, "new": "x"})
		// What bob makes stands in the audit as the token's.
		p.does(201, "POST", "/flows", object{"name": "Made by a program", "document": hello("Hello.")})
		entries, err := h.store.Audit(t.Context(), store.AuditFilter{Who: "token:report"})
		if err != nil || len(entries) == 0 {
			t.Errorf("%v %v", entries, err)
		}
		// In the address it is refused, before it is looked at.
		b := h.browser()
		b.refused(400, "token_in_url", "GET", "/flows?access_token=x", nil)
		b.refused(400, "token_in_url", "GET", "/flows?token="+token, nil)
		for _, header := range []string{"Bearer " + token + "x", "Bearer cf_" + strings.Repeat("A", 43), "Bearer", "Basic YTpi", token} {
			p.headers.Set("Authorization", header)
			p.refused(401, "bad_token", "GET", "/flows", nil)
		}
		// With a bad token a good session counts for nothing.
		bob.headers.Set("Authorization", "Bearer cf_"+strings.Repeat("A", 43))
		bob.refused(401, "bad_token", "GET", "/session", nil)
		bob.headers.Del("Authorization")
		bob.does(200, "GET", "/session", nil)

		// It can do no more than bob still can.
		p = h.program(token)
		viewer := "viewer"
		if _, err := h.store.SetSignIn(t.Context(), "", "bob", store.SignInChange{Role: &viewer}); err != nil {
			t.Fatal(err)
		}
		p.refused(403, "forbidden", "POST", "/flows", object{"name": "x"})
		p.does(200, "GET", "/flows", nil)
		bob.refused(401, "sign_in", "GET", "/session", nil) // new rights, new session

		// Anna sees it and can end it; bob sees only his own.
		anna := h.browser()
		anna.signsIn("anna")
		anna.does(201, "POST", "/tokens", object{"name": "backup", "rights": []string{"admin"}})
		if all := anna.does(200, "GET", "/tokens", nil)["items"].([]any); len(all) != 2 {
			t.Errorf("anna sees %v", all)
		}
		bob.signsIn("bob")
		mine := bob.does(200, "GET", "/tokens", nil)["items"].([]any)
		if len(mine) != 1 || mine[0].(object)["name"] != "report" {
			t.Errorf("bob sees %v", mine)
		}
		for _, v := range mine {
			if text, _ := json.Marshal(v); strings.Contains(string(text), token) || strings.Contains(string(text), "hash") {
				t.Errorf("the list has the token: %s", text)
			}
		}
		bob.refused(404, "not_found", "DELETE", "/tokens/2", nil)
		time.Sleep(49 * time.Hour)
		p.refused(401, "bad_token", "GET", "/flows", nil)
		anna.signsIn("anna")
		anna.does(204, "DELETE", "/tokens/1", nil)
	})
}

func TestPeoplesSignIns(t *testing.T) {
	h := newHouse(t, "https://pbx.example.org")
	h.people("anna:admin")
	for _, name := range []string{"bob", "carl"} {
		if _, err := h.store.AddUser(t.Context(), "", store.User{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	anna := h.browser()
	anna.signsIn("anna")
	anna.refused(404, "not_found", "POST", "/sign-ins/nobody/invite", object{"role": "agent"})
	anna.refused(422, "invalid", "POST", "/sign-ins/bob/invite", nil)
	link := anna.does(200, "POST", "/sign-ins/bob/invite", object{"role": "agent"})["link"].(string)
	if !strings.HasPrefix(link, "https://pbx.example.org/setup#") {
		t.Errorf("got %s", link)
	}
	bob := h.browser()
	if who := bob.follows(link, object{"password": password, "full_name": "Bob Lee", "name": "mallory"}); who["user"] != "bob" || who["full_name"] != "Bob Lee" {
		t.Errorf("got %v", who)
	}
	bob.refused(403, "forbidden", "GET", "/flows", nil)
	anna.does(200, "PUT", "/sign-ins/bob", object{"edit_flows": true})
	bob.refused(401, "sign_in", "GET", "/flows", nil)
	bob.signsIn("bob")
	bob.does(200, "GET", "/flows", nil)
	anna.does(200, "PUT", "/sign-ins/bob", object{"disabled": true})
	bob.refused(401, "sign_in", "GET", "/session", nil)
	bob.refused(401, "wrong_password", "POST", "/session", object{"name": "bob", "password": password})
	anna.refused(409, "conflict", "POST", "/sign-ins/bob/invite", nil)
	anna.refused(409, "last_admin", "PUT", "/sign-ins/anna", object{"role": "viewer"})
	anna.refused(409, "last_admin", "DELETE", "/sign-ins/anna", nil)
	anna.does(200, "PUT", "/sign-ins/carl", object{"role": "viewer"})
	list := anna.does(200, "GET", "/sign-ins", nil)["items"].([]any)
	if len(list) != 3 || list[1].(object)["disabled"] != true || list[2].(object)["has_password"] != false {
		t.Errorf("got %v", list)
	}
	if text, _ := json.Marshal(list); strings.Contains(string(text), "argon2") {
		t.Errorf("the list has hashes: %s", text)
	}
	anna.does(204, "DELETE", "/sign-ins/bob", nil)
	if _, err := h.store.User(t.Context(), "", "bob"); err != nil {
		t.Error(err)
	}
}

// Neither the log nor an answer repeats what people type to sign in.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	b := h.browser()
	b.does(401, "POST", "/session", object{"name": "anna", "password": "SECRET and more"})
	for _, in := range []object{
		{"name": "", "password": "SECRET and more"}, {"name": "anna", "password": "SECRET" + strings.Repeat("x", 600)},
		{"name": "anna", "password": "SECRET", "more": 1}, {"name": "SECRET"},
	} {
		if text, _ := json.Marshal(b.does(422, "POST", "/session", in)); strings.Contains(string(text), "SECRET") {
			t.Errorf("the answer repeats the password: %s", text)
		}
	}
	link, _, err := h.door.Invite(t.Context(), "", signin.Invitation{User: "anna"})
	if err != nil {
		t.Fatal(err)
	}
	p := b.does(422, "POST", "/setup", object{"key": keyOf(t, link), "password": "SECRETSECRET"})
	if text, _ := json.Marshal(p); strings.Contains(string(text), "SECRET") {
		t.Errorf("the answer repeats the password: %s", text)
	}
	b.follows(link, object{"password": "SECRET words that nobody guesses"})
	if strings.Contains(h.log.String(), "SECRET") || strings.Contains(h.log.String(), keyOf(t, link)) {
		t.Errorf("the log has a secret: %s", h.log.String())
	}
}
