package api_test

import (
	"strings"
	"testing"

	"callflow/media"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

func TestAGreetingOfABoxOfOnesOwn(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice"})
	if p := gets[api.Problem](o, 404, "GET", "/mailboxes/user:alice/greeting/sound", nil); p.Code != "no_greeting" {
		t.Errorf("before there is one: %+v", p)
	}
	m := uploads[api.MailboxSettings](o, 200, "PUT", "/mailboxes/user:alice/greeting", "away.wav", beep())
	if m.Greeting == "" || m.GreetingS < 0.9 || m.GreetingS > 1.1 {
		t.Fatalf("uploaded: %+v", m)
	}
	sound := o.ask("GET", "/mailboxes/user:alice/greeting/sound?save=true", nil)
	if sound.Code != 200 || !strings.HasPrefix(string(sound.Body), "RIFF") || !strings.Contains(sound.Header.Get("Content-Disposition"), "greeting.wav") {
		t.Errorf("played: %d %v", sound.Code, sound.Header)
	}
	if w := gets[media.Peaks](o, 200, "GET", "/mailboxes/user:alice/greeting/peaks?points=20", nil); len(w.Peaks) != 1 || len(w.Peaks[0]) != 20 {
		t.Errorf("the waveform: %+v", w)
	}
	spoken := gets[api.MailboxSettings](o, 200, "PUT", "/mailboxes/user:alice/greeting/speech", object{"text": "I am at the beach.", "language": "en"})
	if spoken.Greeting == m.Greeting || spoken.GreetingS == 0 {
		t.Errorf("spoken: %+v", spoken)
	}
	if p := uploads[api.Problem](o, 422, "PUT", "/mailboxes/user:alice/greeting", "x.wav", []byte("no sound")); p.Code != "not_audio" {
		t.Errorf("what is no sound: %+v", p)
	}
	uploads[api.Problem](o, 404, "PUT", "/mailboxes/user:bob/greeting", "away.wav", beep())
	if m = gets[api.MailboxSettings](o, 200, "DELETE", "/mailboxes/user:alice/greeting", nil); m.Greeting != "" {
		t.Errorf("taken away: %+v", m)
	}
}

func TestPeopleSetTheirOwnBoxAndNoOther(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"alice", "bob"} {
		gets[store.User](o, 201, "POST", "/users", object{"name": name})
	}
	gets[store.Group](o, 201, "POST", "/groups", object{"name": "sales", "members": []string{"alice"}})
	gets[store.Group](o, 201, "POST", "/groups", object{"name": "support", "members": []string{"bob"}})
	o.who.User, o.who.Rights = "alice", []access.Right{access.Own}
	boxes := gets[api.List[api.MailboxSettings]](o, 200, "GET", "/me/mailboxes", nil)
	if len(boxes.Items) != 2 || boxes.Items[0].Box != "user:alice" || boxes.Items[1].Box != "group:sales" {
		t.Fatalf("alice's boxes: %+v", boxes.Items)
	}
	if m := gets[api.MailboxSettings](o, 200, "PUT", "/me/mailboxes/user:alice/pin", object{"pin": "4711"}); !m.HasPIN {
		t.Errorf("with a PIN: %+v", m)
	}
	if pin := gets[api.NewPIN](o, 200, "POST", "/me/mailboxes/user:alice/pin", nil); len(pin.PIN) != 6 {
		t.Errorf("a PIN was made: %+v", pin)
	}
	if m := uploads[api.MailboxSettings](o, 200, "PUT", "/me/mailboxes/user:alice/greeting", "away.wav", beep()); m.Greeting == "" {
		t.Errorf("with a greeting: %+v", m)
	}
	gets[object](o, 200, "GET", "/me/mailboxes/user:alice/greeting/peaks", nil)
	gets[api.MailboxSettings](o, 200, "DELETE", "/me/mailboxes/user:alice/greeting", nil)

	gets[api.MailboxSettings](o, 200, "GET", "/me/mailboxes/group:sales", nil)
	if p := gets[api.Problem](o, 403, "PUT", "/me/mailboxes/group:sales/pin", object{"pin": "4711"}); p.Code != "group_box" {
		t.Errorf("a group's PIN: %+v", p)
	}
	for _, box := range []string{"user:bob", "group:support"} {
		gets[api.Problem](o, 404, "GET", "/me/mailboxes/"+box, nil)
		gets[api.Problem](o, 404, "PUT", "/me/mailboxes/"+box+"/pin", object{"pin": "4711"})
		uploads[api.Problem](o, 404, "PUT", "/me/mailboxes/"+box+"/greeting", "away.wav", beep())
		gets[api.Problem](o, 404, "GET", "/me/mailboxes/"+box+"/greeting/sound", nil)
	}
}
