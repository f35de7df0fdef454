package notify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/notify"
	"callflow/notify/smtptest"
)

// sounds are attachments in memory.
type sounds map[int64][]byte

type sound struct{ *bytes.Reader }

func (sound) Close() error { return nil }

// Open implements [notify.Attachments].
func (s sounds) Open(_ context.Context, _ string, id int64) (string, io.ReadSeekCloser, error) {
	data, ok := s[id]
	if !ok {
		return "", nil, flowengine.ErrNoSuch
	}
	return fmt.Sprintf("message-%d.wav", id), sound{bytes.NewReader(data)}, nil
}

func mailer(t *testing.T, o notify.SMTP, s sounds) *notify.Mailer {
	t.Helper()
	if o.From == "" {
		o.From = "Telephone <pbx@example.org>"
	}
	m, err := notify.NewMailer(o, s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func delivery(t testing.TB, m flowengine.MailLetter) notify.Delivery {
	t.Helper()
	content, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return notify.Delivery{ID: "01CALL-3-0", Kind: "mail", Company: "default", Posted: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), Recipient: m.To[0], Content: content}
}

func TestAMailArrivesWhole(t *testing.T) {
	server := smtptest.New(t, smtptest.Options{})
	m := mailer(t, notify.SMTP{Server: server.Addr(), Security: notify.NoTLS}, sounds{7: []byte("RIFFsound")})
	d := delivery(t, flowengine.MailLetter{
		To: []string{"alice@example.org", "Bob <bob@example.org>"}, Cc: []string{"carol@example.org"}, Bcc: []string{"boss@example.org"},
		Subject: "Nachricht für Alice", Body: "Hello Alice,\n\nthere is a message.\n", Attach: []int64{7, 8},
	})
	if err := m.Deliver(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	got := server.Taken()
	if len(got) != 1 {
		t.Fatalf("%d mails came", len(got))
	}
	mail := got[0]
	if mail.ID != "01CALL-3-0@example.org" || mail.From != "pbx@example.org" || len(mail.To) != 1 || mail.To[0] != "alice@example.org" {
		t.Errorf("it came as %q from %q to %q", mail.ID, mail.From, mail.To)
	}
	if to := mail.Header("To"); !strings.Contains(to, "alice@example.org") || !strings.Contains(to, "bob@example.org") {
		t.Errorf("To: %s", to)
	}
	if mail.Header("Cc") != "<carol@example.org>" || strings.Contains(mail.Text, "boss@") {
		t.Errorf("copies are not as they should be:\n%s", mail.Text)
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(mail.Header("Subject")); err != nil || subject != "Nachricht für Alice" {
		t.Errorf("Subject: %s (%v)", subject, err)
	}
	if date := mail.Header("Date"); date != "Fri, 20 Nov 2026 10:00:00 +0000" {
		t.Errorf("Date: %s", date)
	}
	parts := partsOf(t, mail.Text)
	if len(parts) != 2 || !strings.Contains(parts[0], "there is a message.") || !strings.Contains(parts[0], "The recording 8 has been removed.") || parts[1] != "message-7.wav" {
		t.Errorf("the parts are %q", parts)
	}
}

// partsOf are the text, and the names of the attachments.
func partsOf(t *testing.T, text string) (parts []string) {
	t.Helper()
	message, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() != "" {
			content = []byte(part.FileName())
		}
		parts = append(parts, string(content))
	}
}

func TestMailsGoOverTLSWithAPassword(t *testing.T) {
	certificate, roots := smtptest.Certificate(t)
	for _, how := range []string{notify.STARTTLS, notify.TLS} {
		server := smtptest.New(t, smtptest.Options{TLS: certificate, Implicit: how == notify.TLS, User: "pbx", Password: "secret"})
		settings := notify.SMTP{Server: server.Addr(), Security: how, User: "pbx", Password: "secret", Roots: roots, From: "pbx@example.org"}
		d := delivery(t, flowengine.MailLetter{To: []string{"alice@example.org"}, Subject: how, Body: "x"})
		if err := mailer(t, settings, nil).Deliver(t.Context(), d); err != nil || len(server.Taken()) != 1 {
			t.Errorf("%s: %v, %d mails", how, err, len(server.Taken()))
		}
		if err := settings.Try(t.Context()); err != nil {
			t.Errorf("%s: %v", how, err)
		}
		wrong := settings
		wrong.Password = "hush-hush"
		err := mailer(t, wrong, nil).Deliver(t.Context(), d)
		if err == nil || dead(err) || strings.Contains(err.Error(), "hush-hush") {
			t.Errorf("%s with a wrong password: %v", how, err)
		}
		stranger := settings
		stranger.Roots = nil
		if err := mailer(t, stranger, nil).Deliver(t.Context(), d); err == nil || dead(err) {
			t.Errorf("%s with a certificate that nobody knows: %v", how, err)
		}
	}
	plain := smtptest.New(t, smtptest.Options{})
	err := mailer(t, notify.SMTP{Server: plain.Addr(), Security: notify.STARTTLS}, nil).Deliver(t.Context(), delivery(t, flowengine.MailLetter{To: []string{"a@example.org"}}))
	if err == nil || dead(err) || len(plain.Taken()) != 0 {
		t.Errorf("a server without STARTTLS: %v", err)
	}
}

// dead says whether an error is for good.
func dead(err error) bool { return notify.IsPermanent(err) }

func TestRefusalsForGoodAndForNow(t *testing.T) {
	server := smtptest.New(t, smtptest.Options{})
	m := mailer(t, notify.SMTP{Server: server.Addr(), Security: notify.NoTLS, Timeout: time.Second}, nil)
	d := delivery(t, flowengine.MailLetter{To: []string{"alice@example.org"}})
	for _, c := range []struct {
		step smtptest.Step
		code int
		good bool
	}{{smtptest.AtMail, 451, false}, {smtptest.AtRcpt, 450, false}, {smtptest.AtData, 452, false}, {smtptest.AtMail, 550, true}, {smtptest.AtRcpt, 550, true}, {smtptest.AtData, 554, true}} {
		server.RefuseBy(func(step smtptest.Step, _ string) error {
			if step == c.step {
				return smtptest.Error(c.code, "no such luck")
			}
			return nil
		})
		err := m.Deliver(t.Context(), d)
		if err == nil || dead(err) != c.good || !strings.Contains(err.Error(), fmt.Sprint(c.code)) || !strings.Contains(err.Error(), "no such luck") {
			t.Errorf("%d at %s: %v, for good %v", c.code, c.step, err, dead(err))
		}
	}
	server.RefuseBy(nil)
	server.Slow(3 * time.Second)
	if err := m.Deliver(t.Context(), d); err == nil || dead(err) {
		t.Errorf("a server that takes too long: %v", err)
	}
	server.Down()
	if err := m.Deliver(t.Context(), d); err == nil || dead(err) {
		t.Errorf("no server: %v", err)
	}
	if err := m.Deliver(t.Context(), delivery(t, flowengine.MailLetter{To: []string{"nobody"}})); err == nil || !dead(err) {
		t.Errorf("no address: %v", err)
	}
}

func TestADeliveryThatIsCutOffEnds(t *testing.T) {
	server := smtptest.New(t, smtptest.Options{})
	server.Slow(10 * time.Second)
	m := mailer(t, notify.SMTP{Server: server.Addr(), Security: notify.NoTLS}, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := m.Deliver(ctx, delivery(t, flowengine.MailLetter{To: []string{"alice@example.org"}})); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
	server.Down()
}

// Whatever callers call themselves, it stays in the field where it was put.
func TestNothingGetsIntoTheHeaders(t *testing.T) {
	server := smtptest.New(t, smtptest.Options{})
	m := mailer(t, notify.SMTP{Server: server.Addr(), Security: notify.NoTLS}, nil)
	rapid.Check(t, func(r *rapid.T) {
		hostile := rapid.SampledFrom([]string{"\r\nBcc: thief@example.net", "\nX-Evil: 1", "\r\n\r\n<script>", "\u2028Bcc: x@y", "\x00", "=?utf-8?q?=0d=0aBcc:x?=", "a\rb", "ü"})
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(hostile, rapid.String()), 1, 6).Draw(r, "text"), "")
		d := delivery(t, flowengine.MailLetter{To: []string{"alice@example.org"}, Subject: text, Body: text})
		if err := m.Deliver(context.Background(), d); err != nil {
			r.Fatal(err)
		}
		all := server.Taken()
		got, err := mail.ReadMessage(strings.NewReader(all[len(all)-1].Text))
		if err != nil {
			r.Fatal(err)
		}
		for name := range got.Header {
			switch name {
			case "Date", "From", "To", "Subject", "Message-Id", "Mime-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted":
			default:
				r.Fatalf("there is a header %s: %q", name, got.Header[name])
			}
		}
		bad := delivery(t, flowengine.MailLetter{To: []string{"alice@example.org" + text}})
		if strings.ContainsAny(text, "\r\n") {
			if err := m.Deliver(context.Background(), bad); err == nil {
				r.Fatalf("an address with a line break was taken: %q", text)
			}
		}
	})
}

func TestMailsOfTheOutboxArriveAfterAnOutage(t *testing.T) {
	server := smtptest.New(t, smtptest.Options{})
	server.Down()
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), func(o *notify.Options) {
		o.Kinds = map[string]notify.Kind{"mail": {Deliverer: mailer(t, notify.SMTP{Server: server.Addr(), Security: notify.NoTLS}, nil), Workers: 4, Limit: 10 * time.Second}}
	})
	p.outbox.Start(t.Context())
	for i := range 10 {
		p.mail(fmt.Sprintf("m-%d-0", i), "alice@example.org", "bob@example.org")
	}
	// What has failed is on its way for a moment longer, as River writes down several ends at once.
	p.eventually("each was tried, and what waits tells why", func() bool {
		told := false
		for _, l := range p.letters("") {
			if l.Tries == 0 {
				return false
			}
			told = told || l.State == "waiting" && strings.Contains(l.Reason, "connection refused")
		}
		return told
	})
	server.Up()
	p.eventually("all are sent", func() bool { return len(p.letters("sent")) == 20 })
	seen := map[string]int{}
	for _, m := range server.Taken() {
		seen[m.ID+" "+m.To[0]]++
	}
	for key, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", key, n)
		}
	}
	if len(seen) != 20 {
		t.Errorf("%d of 20 came", len(seen))
	}
}
