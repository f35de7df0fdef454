package notify_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"callflow/flowengine"
	"callflow/notify"
	"callflow/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// post is a store with a journal and an outbox on it, and what was delivered.
type post struct {
	*testing.T
	store   *store.Store
	journal *store.Journal
	outbox  *notify.Outbox

	mu        sync.Mutex
	delivered []notify.Delivery
	results   []notify.Result
	changed   chan struct{}
	try       func(context.Context, notify.Delivery) error
}

// Deliver implements [notify.Deliverer].
func (p *post) Deliver(ctx context.Context, d notify.Delivery) error {
	p.mu.Lock()
	try := p.try
	p.mu.Unlock()
	if try != nil {
		if err := try(ctx, d); err != nil {
			return err
		}
	}
	p.mu.Lock()
	p.delivered = append(p.delivered, d)
	p.mu.Unlock()
	return nil
}

func newPost(t *testing.T, path string, more func(*notify.Options)) *post {
	t.Helper()
	p := &post{T: t, changed: make(chan struct{}, 1)}
	log := zerolog.New(zerolog.NewTestWriter(t)).Level(zerolog.InfoLevel)
	s, err := store.Open(t.Context(), store.Options{Path: path, Logger: log})
	p.must(err)
	p.store = s
	o := notify.Options{
		Jobs: s.Jobs(), Worker: "test@here", Log: log,
		Kinds:      map[string]notify.Kind{"mail": {Deliverer: p, Workers: 4, Limit: 10 * time.Second}, "webhook": {Deliverer: p, Workers: 2, Limit: 10 * time.Second}},
		RetryFirst: 50 * time.Millisecond, RetryMost: 200 * time.Millisecond,
		Rescue: s.RescueLetters, Hurry: s.HurryLetters,
		Delivered: func(_ string, r notify.Result) {
			p.mu.Lock()
			p.results = append(p.results, r)
			p.mu.Unlock()
			select {
			case p.changed <- struct{}{}:
			default:
			}
		},
	}
	if more != nil {
		more(&o)
	}
	p.outbox, err = notify.New(o)
	p.must(err)
	p.journal = store.NewJournal(s, store.JournalOptions{Letters: p.outbox})
	p.journal.Start()
	t.Cleanup(p.end)
	return p
}

func (p *post) end() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	p.must(errors.Join(p.outbox.Stop(ctx), p.journal.Stop(ctx), p.store.Close()))
}

func (p *post) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// mail posts a mail and waits until it is in the outbox.
func (p *post) mail(id string, to ...string) {
	p.journal.Post(flowengine.Letter{ID: id, Company: "default", Call: "01CALL", Posted: time.Now(), Content: flowengine.MailLetter{To: to, Subject: "Hello", Body: "Text"}})
	p.must(p.journal.Flush(p.Context()))
}

// eventually waits until the deliveries have brought something about.
func (p *post) eventually(what string, is func() bool) {
	p.Helper()
	deadline := time.After(30 * time.Second)
	poll := time.NewTicker(20 * time.Millisecond) // what is in the database tells nobody
	defer poll.Stop()
	for !is() {
		select {
		case <-p.changed:
		case <-poll.C:
		case <-deadline:
			p.Fatalf("never: %s; letters: %+v", what, p.letters(""))
		}
	}
}

func (p *post) letters(state string) []store.Letter {
	p.Helper()
	l, err := p.store.Letters(context.Background(), store.LetterFilter{State: state})
	p.must(err)
	return l
}

func (p *post) came(id string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range p.delivered {
		if d.ID == id {
			n++
		}
	}
	return n
}

func (p *post) behave(try func(context.Context, notify.Delivery) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.try = try
}

func TestALetterIsDeliveredOnce(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
	p.outbox.Start(t.Context())
	p.mail("a-1-0", "alice@example.org")
	p.mail("a-1-0", "alice@example.org") // a node that ran again
	p.mail("a-2-0", "alice@example.org")
	p.eventually("two are sent", func() bool { return len(p.letters("sent")) == 2 })
	p.mail("a-1-0", "alice@example.org") // and much later
	p.eventually("three letters were asked for and two came", func() bool { return p.came("a-1-0") == 1 && p.came("a-2-0") == 1 })
	if all := p.letters(""); len(all) != 2 {
		t.Errorf("the outbox has %d letters: %+v", len(all), all)
	}
	got := p.letters("sent")[0]
	if got.To != "alice@example.org" || got.Kind != "mail" || got.Company != "default" || got.Call != "01CALL" || got.Done.IsZero() {
		t.Errorf("the letter is listed as %+v", got)
	}
}

func TestEachRecipientIsALetterOfItsOwn(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
	p.behave(func(_ context.Context, d notify.Delivery) error {
		if d.Recipient == "gone@example.org" {
			return notify.Permanent(errors.New("550 no such user"))
		}
		return nil
	})
	p.outbox.Start(t.Context())
	p.mail("b-1-0", "alice@example.org", "gone@example.org", "Alice@example.org")
	p.eventually("one is sent, one dead", func() bool { return len(p.letters("sent")) == 1 && len(p.letters("dead")) == 1 })
	if dead := p.letters("dead")[0]; dead.Reason != "550 no such user" || dead.To != "gone@example.org" || dead.Tries != 1 {
		t.Errorf("the dead letter is %+v", dead)
	}
}

func TestADeadServerHoldsUpNothingElse(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
	block := make(chan struct{})
	var at, most atomic.Int32
	p.behave(func(ctx context.Context, d notify.Delivery) error {
		if d.Kind == "mail" {
			most.Store(max(most.Load(), at.Add(1)))
			defer at.Add(-1)
			select {
			case <-block:
			case <-ctx.Done():
			}
			return errors.New("the server does not answer")
		}
		return nil
	})
	p.outbox.Start(t.Context())
	for i := range 20 {
		p.mail(fmt.Sprintf("c-%d-0", i), "alice@example.org")
	}
	p.journal.Post(flowengine.Letter{ID: "hook", Company: "default", Posted: time.Now(), Content: flowengine.WebhookLetter{URL: "https://example.org/", Body: "{}"}})
	p.eventually("the web request is sent beside 20 mails that hang", func() bool { return p.came("hook") == 1 })
	close(block)
	p.eventually("all mails were tried", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.results) > 20
	})
	if most.Load() > 4 {
		t.Errorf("%d mails were on their way at once, and 4 may be", most.Load())
	}
}

func TestFailuresAreTriedAgainAndDeadLettersSentAgain(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), func(o *notify.Options) { o.GiveUp = time.Second })
	p.behave(func(context.Context, notify.Delivery) error { return errors.New("nobody is there") })
	p.outbox.Start(t.Context())
	p.mail("d-1-0", "alice@example.org")
	p.eventually("it was given up", func() bool { return len(p.letters("dead")) == 1 })
	dead := p.letters("dead")[0]
	if dead.Tries < 2 || dead.Reason != "nobody is there" {
		t.Errorf("the dead letter is %+v", dead)
	}
	details, err := p.store.LetterDetails(t.Context(), "", dead.ID)
	p.must(err)
	if len(details.Failures) != dead.Tries {
		t.Errorf("of %d tries %d are told", dead.Tries, len(details.Failures))
	}
	p.behave(nil)
	p.must(p.store.RetryLetter(t.Context(), "", dead.ID))
	p.eventually("it is sent", func() bool { return p.came("d-1-0") == 1 && len(p.letters("sent")) == 1 })
	if err := p.store.RetryLetter(t.Context(), "", dead.ID); err == nil {
		t.Error("a letter that was sent could be sent again")
	}
	p.must(p.store.DropLetter(t.Context(), "", dead.ID))
	if all := p.letters(""); len(all) != 0 {
		t.Errorf("a dropped letter is still there: %+v", all)
	}
	var missing *store.NotFoundError
	if err := p.store.DropLetter(t.Context(), "", dead.ID); !errors.As(err, &missing) {
		t.Errorf("dropping it again: %v", err)
	}
}

// When a server is back, what waited for it does not wait for its next try.
func TestTheFirstSuccessHurriesTheOthers(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), func(o *notify.Options) { o.RetryFirst, o.RetryMost = time.Hour, time.Hour })
	p.behave(func(context.Context, notify.Delivery) error { return errors.New("down") })
	p.outbox.Start(t.Context())
	for i := range 5 {
		p.mail(fmt.Sprintf("e-%d-0", i), "alice@example.org")
	}
	p.eventually("all wait for an hour", func() bool {
		waiting := p.letters("waiting")
		for _, l := range waiting {
			if l.Tries == 0 || time.Until(l.NextTry) < 40*time.Minute {
				return false
			}
		}
		return len(waiting) == 5
	})
	p.behave(nil)
	p.mail("e-9-0", "bob@example.org")
	p.eventually("all are sent", func() bool { return len(p.letters("sent")) == 6 })
}

// A process that is killed leaves its letters on their way; the next sends them.
func TestLettersOnTheirWayAreRescued(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	p := newPost(t, path, nil)
	p.mail("f-1-0", "alice@example.org")
	if _, err := p.store.Jobs().Exec(`UPDATE river_job SET state = 'running', attempt = 1, attempted_at = datetime('now'), attempted_by = '["test@here"]'`); err != nil {
		t.Fatal(err)
	}
	p.outbox.Start(t.Context())
	p.eventually("it is sent", func() bool { return p.came("f-1-0") == 1 })
}

func TestAnOutboxStopsTwiceAndCutsOffWhatHangs(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
	hangs := make(chan struct{}, 1)
	p.behave(func(ctx context.Context, _ notify.Delivery) error {
		hangs <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	p.outbox.Start(t.Context())
	p.mail("g-1-0", "alice@example.org")
	<-hangs
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := p.outbox.Stop(short); err != nil {
		t.Error(err)
	}
	if err := p.outbox.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if waiting := p.letters("waiting"); len(waiting) != 1 {
		t.Errorf("the letter does not wait: %+v", p.letters(""))
	}
}

func TestAllDeadLettersAreSentAgainAtOnce(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
	p.behave(func(context.Context, notify.Delivery) error { return notify.Permanent(errors.New("550 no such user")) })
	p.outbox.Start(t.Context())
	p.mail("e-1-0", "alice@example.org", "bob@example.org")
	p.mail("e-2-0", "carl@example.org")
	p.eventually("all are dead", func() bool { return len(p.letters("dead")) == 3 })
	count := func(dead int64) {
		t.Helper()
		n, err := p.store.LettersOf(t.Context(), "")
		p.must(err)
		if n.Dead != dead {
			t.Errorf("counted %+v, want %d dead", n, dead)
		}
	}
	count(3)
	p.must(p.store.DropLetter(t.Context(), "", p.letters("dead")[0].ID))
	count(2)
	p.must(p.store.AddCompany(t.Context(), store.Company{Name: "other"}))
	for company, kind := range map[string]string{"default": "webhook", "other": ""} {
		if n, err := p.store.RetryLetters(t.Context(), company, store.LettersMeant{Kind: kind}); err != nil || n != 0 {
			t.Errorf("of %s, %q: %d (%v)", company, kind, n, err)
		}
	}
	dead := p.letters("dead")
	var missing *store.NotFoundError
	if _, err := p.store.DropLetters(t.Context(), "", store.LettersMeant{IDs: []int64{dead[0].ID, 999}}); !errors.As(err, &missing) {
		t.Errorf("one of two is not there: %v", err)
	}
	if n, err := p.store.DropLetters(t.Context(), "", store.LettersMeant{Reason: "no such host"}); err != nil || n != 0 {
		t.Errorf("%d of another reason are dropped (%v)", n, err)
	}
	count(2)
	p.behave(nil)
	if n, err := p.store.RetryLetters(t.Context(), "", store.LettersMeant{Kind: "mail", Reason: "NO SUCH user"}); err != nil || n != 2 {
		t.Errorf("%d are sent again (%v), want the 2 that were not dropped", n, err)
	}
	p.eventually("they are sent", func() bool { return len(p.letters("sent")) == 2 && len(p.letters("dead")) == 0 })
	count(0)
	var sent *store.ConflictError
	if _, err := p.store.RetryLetters(t.Context(), "", store.LettersMeant{IDs: []int64{dead[0].ID}}); !errors.As(err, &sent) {
		t.Errorf("one that was sent is sent again: %v", err)
	}
}

func TestDeadLettersOfAReasonAreDropped(t *testing.T) {
	p := newPost(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
	p.behave(func(context.Context, notify.Delivery) error { return notify.Permanent(errors.New("550 no such user")) })
	p.outbox.Start(t.Context())
	p.mail("e-1-0", "alice@example.org", "bob@example.org")
	p.eventually("all are dead", func() bool { return len(p.letters("dead")) == 2 })
	if n, err := p.store.DropLetters(t.Context(), "", store.LettersMeant{IDs: []int64{p.letters("dead")[0].ID}}); err != nil || n != 1 {
		t.Errorf("%d are dropped (%v)", n, err)
	}
	if n, err := p.store.DropLetters(t.Context(), "", store.LettersMeant{Reason: "such user"}); err != nil || n != 1 || len(p.letters("dead")) != 0 {
		t.Errorf("%d of the reason are dropped (%v), %+v are left", n, err, p.letters("dead"))
	}
}
