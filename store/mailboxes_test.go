package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// clock is a time that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// boxes is a database with alice and bob, alone in time.
func boxes(t *testing.T) (*store.Store, *clock) {
	t.Helper()
	c := &clock{now: noon}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db"), Now: c.Now})
	ok(t, err)
	t.Cleanup(func() { ok(t, s.Close()) })
	for _, name := range []string{"alice", "bob"} {
		_, err := s.AddUser(t.Context(), "", store.User{Name: name, Phones: []store.Phone{{Endpoint: "PJSIP/" + name}, {Endpoint: "PJSIP/shared"}}})
		ok(t, err)
	}
	_, err = s.AddGroup(t.Context(), "", store.Group{Name: "sales", Members: []string{"alice"}})
	ok(t, err)
	return s, c
}

// leave leaves a message and returns its number.
func leave(t *testing.T, s *store.Store, box string, n int) int64 {
	t.Helper()
	_, err := s.KeepRecording(t.Context(), "", flowengine.Recording{
		Name: fmt.Sprintf("m-%d", n), Call: "c", Started: noon, Voicemail: box, Caller: "0412345678", Reason: "Everybody was busy.", Status: "busy", Transcribe: n%2 == 1,
	}, store.RecordingFile{Name: fmt.Sprintf("m-%d.wav", n), Size: 1, Duration: time.Second})
	ok(t, err)
	messages, err := s.Voicemails(t.Context(), "", store.VoicemailFilter{Limit: 1})
	ok(t, err)
	return messages[0].ID
}

func text(s string) *string { return &s }

func TestMailboxIsSet(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	m, _, err := s.SetMailbox(ctx, "", "user:ALICE", store.MailboxChange{Number: text("200"), PIN: text("1234"), Greeting: &store.MailboxGreeting{Hash: "a", Length: 2 * time.Second}})
	ok(t, err)
	if m.Box != "user:alice" || m.Number != "200" || !m.HasPIN || m.Greeting != "a" || m.GreetingLength != 2*time.Second || m.Lamp != "alice@default" {
		t.Errorf("%+v", m)
	}
	if _, replaced, err := s.SetMailbox(ctx, "", "user:alice", store.MailboxChange{Greeting: &store.MailboxGreeting{Hash: "b"}}); err != nil || replaced != "a" {
		t.Errorf("replaced %q, %v", replaced, err)
	}
	if g, err := s.MailboxGreeting(ctx, "", "USER:alice"); err != nil || g.Hash != "b" {
		t.Errorf("%+v, %v", g, err)
	}
	if _, err := s.MailboxGreeting(ctx, "", "user:bob"); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		box    string
		change store.MailboxChange
		says   string
	}{
		"nobody":         {"user:carol", store.MailboxChange{}, `no user "carol"`},
		"no box":         {"carol", store.MailboxChange{}, "user:NAME"},
		"taken":          {"user:bob", store.MailboxChange{Number: text("200")}, "another mailbox"},
		"no digits":      {"user:bob", store.MailboxChange{Number: text("2a")}, "digits"},
		"short PIN":      {"user:bob", store.MailboxChange{PIN: text("123")}, "4 to 12 digits"},
		"PIN of letters": {"user:bob", store.MailboxChange{PIN: text("abcd")}, "4 to 12 digits"},
	} {
		if _, _, err := s.SetMailbox(ctx, "", c.box, c.change); err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "abcd") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var hash string
	ok(t, rawSQL(t, s.Path()).QueryRow(`SELECT pin_hash FROM mailboxes WHERE number = '200'`).Scan(&hash))
	if !strings.HasPrefix(hash, "$argon2id$") {
		t.Errorf("the PIN is kept as %q", hash)
	}
	if audit := rawSQL(t, s.Path()); true {
		var n int
		ok(t, audit.QueryRow(`SELECT count(*) FROM audit WHERE kind = 'mailbox' AND (after LIKE '%1234%' OR after LIKE '%argon2id%')`).Scan(&n))
		if n != 0 {
			t.Error("the audit has the PIN")
		}
	}
	// Who is removed has no box any more.
	ok(t, s.RemoveUser(ctx, "", "bob"))
	_, err = s.AddUser(ctx, "", store.User{Name: "bob"})
	ok(t, err)
	if m, err := s.Mailbox(ctx, "", "user:bob"); err != nil || m.HasPIN {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestPINs(t *testing.T) {
	s, c := boxes(t)
	ctx := t.Context()
	_, _, err := s.SetMailbox(ctx, "", "user:alice", store.MailboxChange{Number: text("200"), PIN: text("1234")})
	ok(t, err)
	_, _, err = s.SetMailbox(ctx, "", "user:bob", store.MailboxChange{Number: text("201")})
	ok(t, err)
	try := func(number, pin string, want error) (locked bool) {
		t.Helper()
		box, locked, err := s.OpenMailbox(ctx, "", number, pin)
		if !errors.Is(err, want) || (err == nil) != (box != "") {
			t.Errorf("%s with %s: %q, %v; want %v", number, pin, box, err, want)
		}
		return locked
	}
	try("200", "1234", nil)
	try("999", "1234", flowengine.ErrWrongPIN)
	try("201", "", flowengine.ErrWrongPIN) // without a PIN, none is right
	try("201", "1234", flowengine.ErrWrongPIN)
	for range 4 {
		try("200", "0000", flowengine.ErrWrongPIN)
	}
	try("200", "1234", nil) // a right one ends the count
	for i := range 5 {
		if locked := try("200", "0000", flowengine.ErrWrongPIN); locked != (i == 4) {
			t.Errorf("after %d wrong PINs locked is %v", i+1, locked)
		}
	}
	try("200", "1234", flowengine.ErrBoxLocked)
	if m, err := s.Mailbox(ctx, "", "user:alice"); err != nil || !m.Locked.Equal(c.Now().Add(15*time.Minute)) {
		t.Errorf("%+v, %v", m, err)
	}
	c.pass(16 * time.Minute)
	try("200", "1234", nil)
}

// Many telephones at once have no more attempts than one.
func TestPINsTriedAtTheSameTime(t *testing.T) {
	s, _ := boxes(t)
	_, _, err := s.SetMailbox(t.Context(), "", "user:alice", store.MailboxChange{Number: text("200"), PIN: text("1234")})
	ok(t, err)
	var group sync.WaitGroup
	var mu sync.Mutex
	wrong := 0
	for range 12 {
		group.Go(func() {
			_, _, err := s.OpenMailbox(context.Background(), "", "200", "0000")
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, flowengine.ErrWrongPIN) {
				wrong++
			} else if !errors.Is(err, flowengine.ErrBoxLocked) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if wrong != 5 {
		t.Errorf("%d attempts were looked at", wrong)
	}
}

func TestEndpointsTellWhoCalls(t *testing.T) {
	s, _ := boxes(t)
	for endpoint, want := range map[string]string{"PJSIP/alice": "alice", "PJSIP/bob": "bob", "PJSIP/shared": "", "PJSIP/carol": "", "": ""} {
		owner, err := s.EndpointOwner(t.Context(), "", endpoint)
		if owner != want || (want == "") != errors.Is(err, flowengine.ErrNoSuch) {
			t.Errorf("%q is %q's: %v", endpoint, owner, err)
		}
	}
}

func TestMessagesInTheirOrder(t *testing.T) {
	s, c := boxes(t)
	ctx := t.Context()
	var ids []int64
	for n := range 5 {
		ids = append(ids, leave(t, s, "user:alice", n))
	}
	leave(t, s, "user:bob", 9)
	heard := true
	for _, i := range []int{1, 3} {
		_, err := s.MarkVoicemail(ctx, "", ids[i], store.VoicemailMark{Heard: &heard})
		ok(t, err)
	}
	c.pass(time.Minute)
	if n, err := s.MessageCount(ctx, "", "user:alice"); err != nil || n != (flowengine.MessageCount{New: 3, Old: 2}) {
		t.Errorf("%+v, %v", n, err)
	}
	place := flowengine.MessagePlace{Opened: c.Now()}
	var got []int64
	for {
		v, old, err := s.NextVoicemail(ctx, "", "USER:alice", place)
		if errors.Is(err, flowengine.ErrNoSuch) {
			break
		}
		ok(t, err)
		if len(got) > 10 {
			t.Fatal("there is no end")
		}
		got = append(got, v.ID)
		c.pass(time.Second)
		_, err = s.MarkVoicemail(ctx, "", v.ID, store.VoicemailMark{Heard: &heard}) // what was heard just now is not heard twice
		ok(t, err)
		place.Old, place.ID = old, v.ID
	}
	if want := []int64{ids[0], ids[2], ids[4], ids[1], ids[3]}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("heard %v, want %v", got, want)
	}
}

func TestLamps(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	version, err := s.MessageVersion(ctx)
	ok(t, err)
	changed := func(doing string, want bool) {
		t.Helper()
		now, err := s.MessageVersion(ctx)
		ok(t, err)
		if (now != version) != want {
			t.Errorf("after %s the version went from %d to %d", doing, version, now)
		}
		version = now
	}
	id := leave(t, s, "user:alice", 0)
	changed("a message", true)
	leave(t, s, "group:sales", 1)
	heard, note := true, "called back"
	_, err = s.MarkVoicemail(ctx, "", id, store.VoicemailMark{Heard: &heard})
	ok(t, err)
	changed("hearing it", true)
	ok(t, s.KeepTranscript(ctx, id, "Hello."))
	changed("a transcript", false)
	_, err = s.MarkVoicemail(ctx, "", id, store.VoicemailMark{Note: &note})
	ok(t, err)
	version, err = s.MessageVersion(ctx)
	ok(t, err)
	lamps, err := s.Lamps(ctx)
	ok(t, err)
	if fmt.Sprint(lamps) != "[{group.sales@default {1 0}} {alice@default {0 1}}]" {
		t.Errorf("the lamps are %v", lamps)
	}
	ok(t, s.LampLit(ctx, "alice@default", true))
	_, err = s.RemoveVoicemail(ctx, "", id)
	ok(t, err)
	changed("removing it", true)
	lamps, err = s.Lamps(ctx)
	ok(t, err)
	if fmt.Sprint(lamps) != "[{group.sales@default {1 0}} {alice@default {0 0}}]" {
		t.Errorf("the lamps are %v: alice's is still on", lamps)
	}
	ok(t, s.LampLit(ctx, "alice@default", false))
	if lamps, err = s.Lamps(ctx); err != nil || len(lamps) != 1 {
		t.Errorf("the lamps are %v, %v", lamps, err)
	}
	if name := store.LampName("Bakery & Sons, Ltd", "user:rené"); name != "rené@Bakery---Sons--Ltd" {
		t.Errorf("the lamp is %s", name)
	}
}

func TestTranscripts(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	plain, wanted := leave(t, s, "user:alice", 0), leave(t, s, "user:alice", 1)
	is := func(id int64, state, text, why string) {
		t.Helper()
		v, err := s.Voicemail(ctx, "", id)
		ok(t, err)
		if v.TranscriptState != state || v.Transcript != text || v.TranscriptError != why || v.Status != "busy" {
			t.Errorf("%+v", v)
		}
	}
	is(plain, "", "", "")
	is(wanted, store.TranscriptWaiting, "", "")
	v, err := s.Voicemail(ctx, "", wanted)
	ok(t, err)
	recording := v.Recording.ID
	v, err = s.BeginTranscript(ctx, recording)
	ok(t, err)
	if v.ID != wanted {
		t.Errorf("%+v", v)
	}
	is(wanted, store.TranscriptWorking, "", "")
	ok(t, s.FailTranscript(ctx, wanted, errors.New("no such program"), true))
	is(wanted, store.TranscriptWaiting, "", "no such program")
	ok(t, s.FailTranscript(ctx, wanted, errors.New("no such program"), false))
	is(wanted, store.TranscriptFailed, "", "no such program")
	ok(t, s.KeepTranscript(ctx, wanted, "Call me back.\x1b[2J"))
	is(wanted, store.TranscriptDone, `Call me back.\x1b[2J`, "")
	ok(t, s.KeepTranscript(ctx, 999, "of a message that is gone"))
	if _, err := s.BeginTranscript(ctx, 999); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Error(err)
	}
}
