//go:build integration

package integration

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callflow/notify/smtptest"
	"callflow/store"
)

// withMail is a story on a callflow of its own that sends mail to a server of the tests.
func withMail(t *testing.T) (*story, *smtptest.Server) {
	t.Helper()
	c := alone(t)
	server := smtptest.New(t, smtptest.Options{})
	c.more = append(mailFlags(server), "--webhook-allow", "127.0.0.1", "--link-url", "http://"+c.http)
	return begin(t, c.runs(t)), server
}

// mails waits for that many mails, and that no letter is left.
func (s *story) mails(server *smtptest.Server, n int) []smtptest.Mail {
	s.Helper()
	s.must(eventually(patience, func() error {
		if got := len(server.Taken()); got < n {
			return fmt.Errorf("%d of %d mails came", got, n)
		}
		return nil
	}))
	return server.Taken()
}

func TestAMessageComesByMailWithALink(t *testing.T) {
	s, server := withMail(t)
	s.User("alice", "PJSIP/nobody")
	number := s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "", min_s: 1, email: {to: "alice@example.org", subject: "From $callerid", body: "$message $voicemaillink", sound: link}}, next: {done: copy, hung_up: copy}}
  copy: {type: email, params: {to: "office@example.org", subject: "A copy", attach: voicemail}, next: {done: mark}}
  mark: {type: tag, params: {tags: [message], score: "70"}, next: {done: follow}}
  follow: {type: workflow, params: {workflow: "Call back"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("beep")
	caller.Speaks(2 * time.Second)
	caller.Presses("#")
	caller.IsHungUp()
	tr := caller.Trace().Is("box done", "copy done", "mark done", "follow done", "bye hangup")
	mails := s.mails(server, 2)
	link := ""
	for _, m := range mails {
		if m.To[0] == "alice@example.org" {
			body := strings.ReplaceAll(m.Text, "=\r\n", "")
			link = strings.ReplaceAll(regexp.MustCompile(`http://\S+`).FindString(body), "=3D", "=")
			if m.ID != tr.call.ID+"-1-0@example.org" || !strings.Contains(m.Header("Subject"), caller.number) {
				s.Errorf("alice's mail is\n%s", m.Text)
			}
		} else if !strings.Contains(m.Text, "audio/wav") {
			s.Errorf("the office's mail has no sound:\n%.2000s", m.Text)
		}
	}
	reply, err := http.Get(link)
	s.must(err)
	defer reply.Body.Close()
	wav, err := io.ReadAll(reply.Body)
	s.must(err)
	if reply.StatusCode != http.StatusOK || !strings.HasPrefix(string(wav), "RIFF") || len(wav) < 16_000 {
		s.Errorf("%s answers %s with %d bytes", link, reply.Status, len(wav))
	}
	tagged, err := s.c.store.Calls(s.Context(), store.CallFilter{Company: s.company, Tag: "message"})
	s.must(err)
	if len(tagged) != 1 || tagged[0].ID != tr.call.ID {
		s.Errorf("calls with the tag: %+v", tagged)
	}
}

func TestAMissedCallIsToldOnce(t *testing.T) {
	s, server := withMail(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	for _, name := range []string{"alice", "bob"} {
		u, err := s.c.store.User(s.Context(), s.company, name)
		s.must(err)
		u.Email = name + "@example.org"
		_, err = s.c.store.SetUser(s.Context(), s.company, u)
		s.must(err)
	}
	mail := "mail"
	_, err := s.c.store.SetNotice(s.Context(), s.company, "", nil, &mail, nil)
	s.must(err)
	number := s.Line(`
start: first
nodes:
  first: {type: dial, params: {targets: ["user:alice"], timeout_s: 2}, next: {"*": second, answered: bye}}
  second: {type: dial, params: {targets: ["user:alice", "user:bob"], strategy: all, timeout_s: 20}, next: {"*": bye}}
  bye: {type: hangup}
`)
	answered := s.Caller()
	answered.Dials(number)
	alice.Rings()
	alice.Answers()
	s.Talk(answered, alice)
	alice.HangsUp()
	answered.IsHungUp()

	missed := s.Caller()
	missed.Dials(number)
	alice.Rings()
	alice.StopsRinging()
	alice.Rings()
	bob.Rings()
	missed.HangsUp()
	bob.StopsRinging()
	id := missed.Trace().Is("first unanswered", "second hung_up").call.ID
	mails := s.mails(server, 2)
	came := map[string]int{}
	for _, m := range mails {
		came[m.ID+" "+m.To[0]]++
	}
	for _, name := range []string{"alice", "bob"} {
		if came[fmt.Sprintf("%s-missed-mail-%s@example.org %s@example.org", id, name, name)] != 1 || len(mails) != 2 {
			s.Errorf("what came: %v", came)
		}
	}
}

func TestAWebServerIsAskedWhileTheCallerHearsMusic(t *testing.T) {
	s, _ := withMail(t)
	var told atomic.Int32
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/customer":
			time.Sleep(time.Second) // a slow server
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]string{"name": "Ann", "caller": r.URL.Query().Get("caller")})
		case "/tell":
			told.Add(1)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(web.Close)
	number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: ask}}
  ask: {type: webhook, params: {url: "` + web.URL + `/customer?caller={{ caller.number }}", method: GET, save_as: customer}, next: {done: tell, failure: bye}}
  tell: {type: webhook, params: {url: "` + web.URL + `/tell", wait: false}, next: {done: wrong}}
  wrong: {type: webhook, params: {url: "` + web.URL + `/nothing", comfort: silence}, next: {done: bye, failure: private}}
  private: {type: webhook, params: {url: "http://10.255.255.1/", comfort: silence}, next: {done: bye, failure: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsHungUp()
	caller.Trace().Is("answer done", "ask done", "tell done", "wrong failure", "private failure", "bye hangup").
		Says("wrong", "404").Says("private", "private network")
	s.must(eventually(patience, func() error {
		if told.Load() != 1 {
			return fmt.Errorf("the server was told %d times", told.Load())
		}
		return nil
	}))
}
