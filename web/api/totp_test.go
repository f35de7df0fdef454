package api_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pquerna/otp/totp"

	"callflow/web/signin"
)

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
