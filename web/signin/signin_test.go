package signin

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"callflow/store"
	"callflow/web/keyfile"
)

func TestWhichPasswordsMayBeSet(t *testing.T) {
	for password, problem := range map[string]string{
		"correct horse battery staple": "", "jumping over fences": "", "tgv8 bnz1 lkq": "", "ёжик в тумане и лошадь": "",
		"short": "at least 12", "elevenchars": "at least 12", strings.Repeat("🙂", 129): "at most 128", strings.Repeat("x y", 1000): "at most 128",
		"tab\tand more words": "control characters", "": "control characters", strings.Repeat("2024", 16): "first that", strings.Repeat("aA1!zq", 10): "first that",
		// What people try first.
		"passwordpassword": "first that", "password1234": "first that", "123456789012": "first that", "qwertyuiop123": "first that", "1qaz2wsx3edc": "first that",
		"iloveyou1234": "first that", "Welcome12345!": "first that", "administrator": "first that", "aaaaaaaaaaaaaaaa": "first that", "Summer2024!!": "first that",
		"abcdefghijklmnop": "first that", "unbelievable": "first that",
		// Strong by all signs, and yet in lists of stolen ones.
		"xenosaga1234": "lists of stolen", "Kartoffelpuffer": "lists of stolen", "ghjatccbjyfk": "lists of stolen", "kartoffelpuffer mit apfelmus": "",
		// The person's own words.
		"annabelle1": "at least 12", "annabelleannabelle": "most of it", "annabelle-callflow": "most of it", "BiggsAnnabelle99": "most of it",
	} {
		err := CheckPassword(password, "annabelle", "Annabelle Biggs", "default")
		var invalid *store.InvalidError
		switch {
		case problem == "" && err != nil:
			t.Errorf("%q: %v", password, err)
		case problem != "" && (!errors.As(err, &invalid) || !strings.Contains(err.Error(), problem)):
			t.Errorf("%q: got %v, want %q", password, err, problem)
		case invalid != nil && (invalid.Value != "" || password != "" && strings.Contains(err.Error(), password)):
			t.Errorf("%q: the refusal repeats it", password)
		}
	}
}

// Whoever sends a password that is slow to estimate does not hold up calls with it.
func TestEstimatingIsBounded(t *testing.T) {
	for _, password := range []string{"4@8({[<369&#!1|0$5+7%2/4@8({[<369&#!1|0$5+7%2/4@8({[<369&#!1|0$5+7%2/", strings.Repeat("1!|7", 32), strings.Repeat("passw0rd!", 14), strings.Repeat("01.02.2003", 12), strings.Repeat("é世", 64)} {
		began := time.Now()
		_ = CheckPassword(password) // whatever it says
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %s", password, took)
		}
	}
}

// However an accent is typed, it is the same password; spaces are kept.
func TestAPasswordIsTheSameOnEveryKeyboard(t *testing.T) {
	d := newDoor(t, "http://pbx.test")
	hash, err := d.hash(t.Context(), "caf\u00e9 au lait  noir")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"cafe\u0301 au lait  noir": true, "caf\u00e9\u00a0au lait  noir": true, "café au lait noir": false, "Café au lait  noir": false, "\x00": false} {
		if right, err := d.matches(t.Context(), password, hash); err != nil || right != want {
			t.Errorf("%q: %v %v", password, right, err)
		}
	}
	// Nobody's password costs the same, and is nobody's.
	mine, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		t.Fatal(err)
	}
	nobodys, _, _, err := argon2id.DecodeHash(nobodysPassword)
	if err != nil || *mine != *nobodys {
		t.Errorf("%+v and %+v: %v", mine, nobodys, err)
	}
	if right, err := d.matches(t.Context(), "", ""); err != nil || right {
		t.Errorf("nobody's: %v %v", right, err)
	}
}

func TestLimits(t *testing.T) {
	l, now := newLimits(), time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	a, b := limit{"a", 3, time.Minute}, limit{"b", 1, time.Hour}
	for range 100 { // what is taken back does not count
		back, wait := l.take(now, a)
		if wait > 0 {
			t.Fatal(wait)
		}
		back()
	}
	if _, wait := l.take(now, a, b); wait > 0 {
		t.Fatal(wait)
	}
	// One that b refuses takes nothing of a.
	for range 10 {
		if _, wait := l.take(now, a, b); wait != time.Hour {
			t.Fatal(wait)
		}
	}
	for range 2 {
		if _, wait := l.take(now, a); wait > 0 {
			t.Fatal(wait)
		}
	}
	if _, wait := l.take(now, a); wait != time.Minute {
		t.Errorf("wait %v", wait)
	}
	if _, wait := l.take(now.Add(time.Minute), a); wait > 0 {
		t.Errorf("a minute later: %v", wait)
	}
	// Many at the same moment are many.
	var passed sync.Map
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			if _, wait := l.take(now, limit{"c", 5, time.Minute}); wait == 0 {
				passed.Store(i, true)
			}
		})
	}
	all.Wait()
	n := 0
	passed.Range(func(any, any) bool { n++; return true })
	if n != 5 {
		t.Errorf("%d passed at once, want 5", n)
	}
	for i := range 100_000 { // made-up names fill no memory
		l.take(now, limit{fmt.Sprint("name ", i), 3, time.Minute})
	}
	if (&WaitError{1100 * time.Millisecond}).Seconds() != 2 {
		t.Error("Retry-After is rounded down")
	}
}

// RFC 6238, appendix B, with SHA-1, cut to six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got, err := codeAt([]byte("12345678901234567890"), at/stepSeconds); err != nil || got != want {
			t.Errorf("at %d: %s %v, want %s", at, got, err, want)
		}
	}
}

func TestAKeyFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "signin.key")
	key, err := keyfile.Load(file, "")
	if err != nil || len(key) != keyfile.Length {
		t.Fatal(key, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode: %v %v", info.Mode(), err)
	}
	if again, err := keyfile.Load(file, ""); err != nil || !bytes.Equal(key, again) {
		t.Errorf("read again: %v %v", again, err)
	}
	if err := os.WriteFile(file, key[:7], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := keyfile.Load(file, "this and that ends"); err == nil || !strings.Contains(err.Error(), "this and that ends") {
		t.Errorf("a short one: %v", err)
	}
}

func TestDevicesAreOnePersons(t *testing.T) {
	d := newDoor(t, "http://pbx.test")
	v := &visit{out: map[string][]string{}}
	d.rememberDevice(v, "default", "Anna")
	_, rest, _ := strings.Cut(v.out.Get("Set-Cookie"), "=")
	cookie, _, _ := strings.Cut(rest, ";")
	if _, known := d.knownDevice(cookie, "DEFAULT", "anna"); !known {
		t.Errorf("%q is not known", cookie)
	}
	for _, c := range [][3]string{{cookie, "default", "bob"}, {cookie, "acme", "anna"}, {"x" + cookie, "default", "anna"}, {cookie + "x", "default", "anna"}, {".", "default", "anna"}, {"", "", ""}} {
		if _, known := d.knownDevice(c[0], c[1], c[2]); known {
			t.Errorf("%v is known", c)
		}
	}
	if _, known := newDoor(t, "http://pbx.test").knownDevice(cookie, "default", "anna"); known {
		t.Error("it is known at another callflow")
	}
}
