package api_test

import (
	"testing"
	"testing/synctest"
	"time"
)

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
