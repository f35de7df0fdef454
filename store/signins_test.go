package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/store"
)

// clockAt is a clock that a test moves.
type clockAt struct{ now time.Time }

func (c *clockAt) Now() time.Time { return c.now }

func openWithClock(t *testing.T) (*store.Store, *clockAt) {
	t.Helper()
	c := &clockAt{noon}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db"), Now: c.Now})
	ok(t, err)
	t.Cleanup(func() { ok(t, s.Close()) })
	return s, c
}

// signedUp makes users who can sign in, with their roles.
func signedUp(t *testing.T, s *store.Store, people ...string) {
	t.Helper()
	ctx := store.WithActor(t.Context(), "tester")
	for _, p := range people {
		name, role, _ := strings.Cut(p, ":")
		must(t)(s.AddUser(ctx, "", store.User{Name: name}))
		must(t)(s.SetSignIn(ctx, "", name, store.SignInChange{Role: &role}))
		ok(t, s.SetPassword(ctx, "", name, "hash of "+name, ""))
	}
}

func ptr[T any](v T) *T { return &v }

func TestTheLastAdminStays(t *testing.T) {
	ctx, s := t.Context(), open(t)
	signedUp(t, s, "anna:admin", "bob:viewer")
	for name, try := range map[string]func() error{
		"demoted": func() error {
			_, err := s.SetSignIn(ctx, "", "anna", store.SignInChange{Role: ptr("editor")})
			return err
		},
		"disabled": func() error {
			_, err := s.SetSignIn(ctx, "", "anna", store.SignInChange{Disabled: ptr(true)})
			return err
		},
		"removed": func() error { return s.RemoveSignIn(ctx, "", "anna") },
		"deleted": func() error { return s.RemoveUser(ctx, "", "anna") },
		"invited": func() error {
			_, err := s.AddSetupLink(ctx, "", "h", store.Invitation{User: "anna", Role: "viewer", Expires: time.Now().Add(time.Hour)})
			return err
		},
	} {
		e := fails[*store.LastAdminError](t, try(), "last admin")
		if e.User != "anna" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	// Whoever writes by hand is held to it too.
	db := rawSQL(t, s.Path())
	for _, statement := range []string{
		`UPDATE sign_ins SET role = 'viewer'`, `UPDATE sign_ins SET disabled = '2025-01-01'`, `UPDATE sign_ins SET password_hash = ''`,
		`DELETE FROM sign_ins`, `PRAGMA foreign_keys = ON; DELETE FROM users WHERE name = 'anna'`, `DELETE FROM users WHERE name = 'anna'`,
	} {
		if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "last admin") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	// Another admin who has not set a password yet is none.
	must(t)(s.AddUser(ctx, "", store.User{Name: "carl"}))
	must(t)(s.SetSignIn(ctx, "", "carl", store.SignInChange{Role: ptr("admin")}))
	fails[*store.LastAdminError](t, s.RemoveSignIn(ctx, "", "anna"))
	// An admin of another company is none either.
	ok(t, s.AddCompany(ctx, store.Company{Name: "acme"}))
	must(t)(s.AddUser(ctx, "acme", store.User{Name: "dora"}))
	must(t)(s.SetSignIn(ctx, "acme", "dora", store.SignInChange{Role: ptr("admin")}))
	ok(t, s.SetPassword(ctx, "acme", "dora", "hash", ""))
	fails[*store.LastAdminError](t, s.RemoveSignIn(ctx, "", "anna"))
	must(t)(s.SetSignIn(ctx, "", "bob", store.SignInChange{Role: ptr("admin")}))
	ok(t, s.RemoveUser(ctx, "", "anna"))
}

func TestASignInsLife(t *testing.T) {
	ctx, s := store.WithActor(t.Context(), "user:anna"), open(t)
	_, err := s.SetSignIn(ctx, "", "nobody", store.SignInChange{Role: ptr("viewer")})
	fails[*store.NotFoundError](t, err, "nobody")
	must(t)(s.AddUser(ctx, "", store.User{Name: "Bob", FullName: "Bob Lee"}))
	_, err = s.SignIn(ctx, "", "bob")
	fails[*store.NotFoundError](t, err)
	_, err = s.SetSignIn(ctx, "", "bob", store.SignInChange{EditFlows: ptr(true)})
	fails[*store.InvalidError](t, err, "admin, editor, agent, viewer")
	_, err = s.SetSignIn(ctx, "", "bob", store.SignInChange{Role: ptr("root")})
	fails[*store.InvalidError](t, err, "role")
	k, err := s.SetSignIn(ctx, "", "bob", store.SignInChange{Role: ptr("agent"), EditFlows: ptr(true)})
	ok(t, err)
	if k.User != "Bob" || k.FullName != "Bob Lee" || k.Role != "agent" || !k.EditFlows || k.HasPassword || k.TOTP {
		t.Errorf("got %+v", k)
	}
	all, err := s.SignIns(ctx, "")
	ok(t, err)
	if len(all) != 1 || all[0].User != "Bob" {
		t.Errorf("got %+v", all)
	}
	if has, err := s.HasAdmin(ctx); err != nil || has {
		t.Errorf("an admin: %v %v", has, err)
	}
	ok(t, s.RemoveSignIn(ctx, "", "bob"))
	must(t)(s.User(ctx, "", "bob"))
}

func TestSessionsEnd(t *testing.T) {
	ctx, s := t.Context(), open(t)
	signedUp(t, s, "anna:admin", "bob:viewer")
	begin := func(user string, tokens ...string) {
		t.Helper()
		for _, token := range tokens {
			ok(t, s.BeginSession(ctx, store.Visitor{Company: "default", User: user, Session: store.Session{
				TokenHash: token, Deadline: time.Now().Add(10 * time.Hour), Expires: time.Now().Add(time.Hour), Address: "192.0.2.1", Agent: "Browser\x1b[2J"}}))
		}
	}
	there := func(token string) bool {
		t.Helper()
		_, err := s.FindSession(ctx, token)
		var none *store.NotFoundError
		if err != nil && !errors.As(err, &none) {
			t.Fatal(err)
		}
		return err == nil
	}
	begin("bob", "b1", "b2", "b3")
	begin("anna", "a1")
	v, err := s.FindSession(ctx, "b1")
	ok(t, err)
	if v.User != "bob" || v.Company != "default" || v.Role != "viewer" || v.Agent != `Browser\x1b[2J` {
		t.Errorf("got %+v", v)
	}
	ok(t, s.EndSession(ctx, "b3"))
	ok(t, s.EndSession(ctx, "b3"))
	list, err := s.Sessions(ctx, "", "bob")
	ok(t, err)
	if len(list) != 2 || there("b3") {
		t.Errorf("got %+v", list)
	}
	ok(t, s.EndOtherSessions(ctx, "", "bob", "b1"))
	// A request that was under way when its session ended does not bring it back.
	ok(t, s.KeepSession(ctx, "b2", time.Now().Add(time.Hour)))
	if there("b2") || !there("b1") || !there("a1") {
		t.Error("signing out elsewhere ends the person's other sessions")
	}
	for name, end := range map[string]func() error{
		"a new password": func() error { return s.SetPassword(ctx, "", "bob", "other hash", "") },
		"disabled": func() error {
			_, err := s.SetSignIn(ctx, "", "bob", store.SignInChange{Disabled: ptr(true)})
			return err
		},
		"another role": func() error {
			_, err := s.SetSignIn(ctx, "", "bob", store.SignInChange{Role: ptr("editor")})
			return err
		},
		"more rights": func() error {
			_, err := s.SetSignIn(ctx, "", "bob", store.SignInChange{EditFlows: ptr(true)})
			return err
		},
		"removed": func() error { return s.RemoveSignIn(ctx, "", "bob") },
	} {
		must(t)(s.SetSignIn(ctx, "", "bob", store.SignInChange{Role: ptr("viewer"), Disabled: ptr(false), EditFlows: ptr(false)}))
		begin("bob", "x")
		ok(t, end())
		if there("x") || !there("a1") {
			t.Errorf("%s: bob's session %v, anna's %v", name, there("x"), there("a1"))
		}
	}
}

func TestSessionsExpire(t *testing.T) {
	ctx := t.Context()
	s, clock := openWithClock(t)
	signedUp(t, s, "anna:admin")
	v := store.Visitor{Company: "default", User: "anna", Session: store.Session{TokenHash: "a", Deadline: noon.Add(3 * time.Hour), Expires: noon.Add(time.Hour)}}
	ok(t, s.BeginSession(ctx, v))
	clock.now = noon.Add(30 * time.Second)
	ok(t, s.KeepSession(ctx, "a", clock.now.Add(time.Hour)))
	got, err := s.FindSession(ctx, "a")
	ok(t, err)
	if !got.Expires.Equal(noon.Add(time.Hour)) {
		t.Errorf("written within the minute: %v", got.Expires)
	}
	clock.now = noon.Add(40 * time.Minute)
	ok(t, s.KeepSession(ctx, "a", clock.now.Add(time.Hour)))
	clock.now = noon.Add(99 * time.Minute)
	got, err = s.FindSession(ctx, "a")
	ok(t, err)
	if !got.Seen.Equal(noon.Add(40*time.Minute)) || !got.Deadline.Equal(noon.Add(3*time.Hour)) {
		t.Errorf("got %+v", got)
	}
	clock.now = noon.Add(100 * time.Minute)
	_, err = s.FindSession(ctx, "a")
	fails[*store.NotFoundError](t, err)
}

func TestSetupLinksWorkOnce(t *testing.T) {
	ctx := store.WithActor(t.Context(), "cli:root")
	s, clock := openWithClock(t)
	ok(t, s.AddFirstLink(ctx, "", "old", noon.Add(time.Hour)))
	ok(t, s.AddFirstLink(ctx, "", "first", noon.Add(time.Hour)))
	_, err := s.SetupLink(ctx, "old")
	if !errors.Is(err, store.ErrNoLink) {
		t.Errorf("the older link: %v", err)
	}
	_, _, err = s.FollowSetupLink(ctx, "first", "a b", "", "hash")
	fails[*store.InvalidError](t, err, "letters")
	k, company, err := s.FollowSetupLink(ctx, "first", "anna", "Anna Lee", "hash")
	ok(t, err)
	if company != "default" || k.User != "anna" || k.FullName != "Anna Lee" || k.Role != "admin" || !k.HasPassword {
		t.Errorf("got %+v", k)
	}
	if _, _, err = s.FollowSetupLink(ctx, "first", "mallory", "", "hash"); !errors.Is(err, store.ErrNoLink) {
		t.Errorf("again: %v", err)
	}
	// A first link that waits ends when there is an admin.
	ok(t, s.AddFirstLink(ctx, "", "late", noon.Add(time.Hour)))
	if _, err = s.SetupLink(ctx, "late"); !errors.Is(err, store.ErrNoLink) {
		t.Errorf("with an admin: %v", err)
	}

	must(t)(s.AddUser(ctx, "", store.User{Name: "bob"}))
	_, err = s.AddSetupLink(ctx, "", "b0", store.Invitation{User: "bob", Expires: noon.Add(time.Hour)})
	fails[*store.InvalidError](t, err, "role")
	must(t)(s.AddSetupLink(ctx, "", "b1", store.Invitation{User: "bob", Role: "agent", Expires: noon.Add(time.Hour)}))
	must(t)(s.AddSetupLink(ctx, "", "b2", store.Invitation{User: "bob", Expires: noon.Add(time.Hour)}))
	if _, err = s.SetupLink(ctx, "b1"); !errors.Is(err, store.ErrNoLink) {
		t.Errorf("a newer link ends the older: %v", err)
	}
	k, err = s.SignIn(ctx, "", "bob")
	ok(t, err)
	if k.Role != "agent" || k.HasPassword || !k.Invited.Equal(noon.Add(time.Hour)) {
		t.Errorf("invited %+v", k)
	}
	clock.now = noon.Add(time.Hour)
	if _, err = s.SetupLink(ctx, "b2"); !errors.Is(err, store.ErrNoLink) {
		t.Errorf("an hour later: %v", err)
	}
	must(t)(s.AddSetupLink(ctx, "", "b3", store.Invitation{User: "bob", Expires: noon.Add(2 * time.Hour)}))
	must(t)(s.SetSignIn(ctx, "", "bob", store.SignInChange{Disabled: ptr(true)}))
	if _, _, err = s.FollowSetupLink(ctx, "b3", "", "", "hash"); !errors.Is(err, store.ErrNoLink) {
		t.Errorf("disabled: %v", err)
	}
	_, err = s.AddSetupLink(ctx, "", "b4", store.Invitation{User: "bob", Expires: noon.Add(2 * time.Hour)})
	fails[*store.ConflictError](t, err, "may not sign in")
	must(t)(s.SetSignIn(ctx, "", "bob", store.SignInChange{Disabled: ptr(false)}))
	must(t)(fst(s.FollowSetupLink(ctx, "b3", "", "", "hash")))
	if _, _, err = s.FollowSetupLink(ctx, "b3", "", "", "hash"); !errors.Is(err, store.ErrNoLink) {
		t.Errorf("again: %v", err)
	}
}

func fst(a store.SignIn, _ string, err error) (store.SignIn, error) { return a, err }

func TestTheSecondFactorIsSpent(t *testing.T) {
	ctx, s := t.Context(), open(t)
	signedUp(t, s, "anna:admin")
	k, err := s.Credentials(ctx, "", "anna")
	ok(t, err)
	fails[*store.ConflictError](t, s.ConfirmTOTP(ctx, "", "anna", 100, nil, ""), "ask for one first")
	ok(t, s.ProposeTOTP(ctx, k.UserID, []byte("sealed")))
	if k, _ := s.SignIn(ctx, "", "anna"); k.TOTP {
		t.Error("a proposed factor counts before it is confirmed")
	}
	ok(t, s.ConfirmTOTP(ctx, "", "anna", 100, []string{"r1", "r2"}, ""))
	if err := s.SpendStep(ctx, k.UserID, 100); !errors.Is(err, store.ErrCodeUsed) {
		t.Errorf("the step that confirmed: %v", err)
	}
	ok(t, s.SpendStep(ctx, k.UserID, 101))
	for _, step := range []int64{101, 99} {
		if err := s.SpendStep(ctx, k.UserID, step); !errors.Is(err, store.ErrCodeUsed) {
			t.Errorf("step %d again: %v", step, err)
		}
	}
	ok(t, s.SpendRecoveryCode(ctx, "", "anna", "r1"))
	for _, code := range []string{"r1", "r3"} {
		if err := s.SpendRecoveryCode(ctx, "", "anna", code); !errors.Is(err, store.ErrCodeUsed) {
			t.Errorf("code %s: %v", code, err)
		}
	}
	k, err = s.Credentials(ctx, "", "anna")
	ok(t, err)
	if string(k.TOTPSecret) != "sealed" || k.TOTPNew != nil || k.TOTPStep != 101 {
		t.Errorf("got %+v", k)
	}
	// A link that resets the second factor takes it away when it is followed.
	must(t)(s.AddSetupLink(ctx, "", "h", store.Invitation{User: "anna", ResetTOTP: true, Expires: time.Now().Add(time.Hour)}))
	if k, _ := s.SignIn(ctx, "", "anna"); !k.TOTP {
		t.Error("an invitation alone took the second factor away")
	}
	must(t)(fst(s.FollowSetupLink(ctx, "h", "", "", "new")))
	if k, _ := s.SignIn(ctx, "", "anna"); k.TOTP {
		t.Error("the second factor is there still")
	}
	if err := s.SpendRecoveryCode(ctx, "", "anna", "r2"); !errors.Is(err, store.ErrCodeUsed) {
		t.Errorf("a recovery code of before: %v", err)
	}
}

func TestCodesCannotBeGuessedAtWill(t *testing.T) {
	ctx := t.Context()
	s, clock := openWithClock(t)
	signedUp(t, s, "anna:admin")
	k, err := s.Credentials(ctx, "", "anna")
	ok(t, err)
	tries := func() (n int) {
		t.Helper()
		for {
			until, err := s.TryCode(ctx, k.UserID)
			ok(t, err)
			if !until.IsZero() {
				return n
			}
			n++
		}
	}
	if n := tries(); n != 5 {
		t.Errorf("%d codes at once, want 5", n)
	}
	all := 5
	for clock.now = noon; clock.now.Before(noon.Add(24 * time.Hour)); clock.now = clock.now.Add(time.Minute) {
		all += tries()
	}
	if all < 24 || all > 40 {
		t.Errorf("%d codes in a day", all)
	}
	clock.now = clock.now.Add(time.Hour)
	if n := tries(); n != 1 {
		t.Errorf("an hour later %d", n)
	}
	clock.now = clock.now.Add(time.Hour)
	ok(t, s.SpendStep(ctx, k.UserID, 7))
	if n := tries(); n != 5 {
		t.Errorf("after a right one %d", n)
	}
}

func TestAPITokens(t *testing.T) {
	ctx := store.WithActor(t.Context(), "user:anna")
	s, clock := openWithClock(t)
	signedUp(t, s, "anna:admin", "bob:viewer")
	add := func(name, user string) store.APIToken {
		t.Helper()
		k, err := s.AddAPIToken(ctx, "", "hash of "+name, store.APIToken{Name: name, User: user, Rights: []string{"view"}, Expires: noon.Add(24 * time.Hour)})
		ok(t, err)
		return k
	}
	lost := func(name string) {
		t.Helper()
		_, err := s.FindAPIToken(ctx, "hash of "+name)
		fails[*store.NotFoundError](t, err)
	}
	of := add("report", "bob")
	nobody := add("backup", "")
	_, err := s.AddAPIToken(ctx, "", "x", store.APIToken{Name: "Report", Expires: noon.Add(time.Hour)})
	fails[*store.ConflictError](t, err)
	_, err = s.AddAPIToken(ctx, "", "x", store.APIToken{Name: "old", Expires: noon})
	fails[*store.InvalidError](t, err, "past")
	b, err := s.FindAPIToken(ctx, "hash of report")
	ok(t, err)
	if b.User != "bob" || b.Role != "viewer" || b.Company != "default" || strings.Join(b.Rights, ",") != "view" {
		t.Errorf("got %+v", b)
	}
	b, err = s.FindAPIToken(ctx, "hash of backup")
	ok(t, err)
	if b.User != "" || b.Role != "" || b.MadeBy != "user:anna" {
		t.Errorf("got %+v", b)
	}
	mine, err := s.APITokens(ctx, "", "bob")
	ok(t, err)
	if len(mine) != 1 || mine[0].ID != of.ID || !mine[0].Used.Equal(noon) {
		t.Errorf("got %+v", mine)
	}
	fails[*store.NotFoundError](t, s.RevokeAPIToken(ctx, "", "anna", of.ID))
	ok(t, s.RevokeAPIToken(ctx, "", "", nobody.ID))
	lost("backup")
	_, err = s.AddAPIToken(ctx, "", "again", store.APIToken{Name: "backup", Rights: []string{"view"}, Expires: noon.Add(time.Hour)})
	ok(t, err)
	clock.now = noon.Add(time.Hour)
	_, err = s.FindAPIToken(ctx, "again")
	fails[*store.NotFoundError](t, err)
	must(t)(s.SetSignIn(ctx, "", "bob", store.SignInChange{Disabled: ptr(true)}))
	lost("report")
	must(t)(s.SetSignIn(ctx, "", "bob", store.SignInChange{Disabled: ptr(false)}))
	must(t)(s.FindAPIToken(ctx, "hash of report"))
	ok(t, s.RemoveSignIn(ctx, "", "bob"))
	lost("report")
}

// Nothing that lets anybody in stands in the audit log.
func TestTheAuditHasNoSecrets(t *testing.T) {
	ctx := store.WithActor(context.Background(), "tester")
	s := open(t)
	must(t)(s.AddUser(ctx, "", store.User{Name: "anna"}))
	must(t)(s.AddSetupLink(ctx, "", "SECRET-link", store.Invitation{User: "anna", Role: "admin", Expires: time.Now().Add(time.Hour)}))
	must(t)(fst(s.FollowSetupLink(ctx, "SECRET-link", "", "Anna", "SECRET-hash")))
	ok(t, s.SetPassword(ctx, "", "anna", "SECRET-hash2", "SECRET-session"))
	k, err := s.Credentials(ctx, "", "anna")
	ok(t, err)
	ok(t, s.ProposeTOTP(ctx, k.UserID, []byte("SECRET-totp")))
	ok(t, s.ConfirmTOTP(ctx, "", "anna", 1, []string{"SECRET-recovery"}, "SECRET-session"))
	ok(t, s.SpendRecoveryCode(ctx, "", "anna", "SECRET-recovery"))
	ok(t, s.BeginSession(ctx, store.Visitor{Company: "default", User: "anna", Session: store.Session{TokenHash: "SECRET-session", Deadline: time.Now().Add(time.Hour), Expires: time.Now().Add(time.Hour)}}))
	ok(t, s.SignedIn(ctx, "", "anna", "192.0.2.1"))
	must(t)(s.AddAPIToken(ctx, "", "SECRET-token", store.APIToken{Name: "x", User: "anna", Rights: []string{"view"}, Expires: time.Now().Add(time.Hour)}))
	ok(t, s.EndOtherSessions(ctx, "", "anna", "SECRET-session"))
	ok(t, s.RemoveTOTP(ctx, "", "anna", "SECRET-session"))
	entries, err := s.Audit(ctx, store.AuditFilter{})
	ok(t, err)
	text, err := json.Marshal(entries)
	ok(t, err)
	if strings.Contains(string(text), "SECRET") {
		t.Errorf("the audit log has a secret: %s", text)
	}
	var actions []string
	for _, e := range entries {
		actions = append(actions, e.Action)
		if e.Who != "tester" {
			t.Errorf("%s by %q", e.Action, e.Who)
		}
	}
	want := "signin.totp session.end_others token.add session.begin signin.recovery_code signin.totp signin.password signin.password user.set signin.invite signin.add user.add"
	if got := strings.Join(actions, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
