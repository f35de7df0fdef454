package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"callflow/flowengine"
	"callflow/notify"
	"callflow/store"
)

// newOutbox sets up the outbox with the deliveries that are configured. Letters
// of another kind wait until a start with a configuration for them.
func (s *Server) newOutbox() error {
	kinds, err := s.deliveries()
	if err != nil {
		return err
	}
	o := s.cfg.Outbox
	s.outbox, err = notify.New(notify.Options{
		Jobs: s.store.Jobs(), Worker: s.workerName(), Log: s.log, Kinds: kinds,
		RetryFirst: o.RetryFirst, RetryMost: o.RetryMost, GiveUp: o.GiveUp,
		Delivered: func(kind string, r notify.Result) { s.metrics.letters.WithLabelValues(kind, string(r)).Inc() },
		Rescue:    s.store.RescueLetters, Hurry: s.store.HurryLetters,
	})
	return err
}

// deliveries are the kinds of letters that this callflow delivers.
func (s *Server) deliveries() (map[string]notify.Kind, error) {
	kinds := map[string]notify.Kind{flowengine.LetterTranscript: s.transcriptKind()}
	if s.cfg.Outbox.SMTP.Server != "" {
		server, err := s.cfg.Outbox.MailServer()
		if err != nil {
			return nil, err
		}
		mailer, err := notify.NewMailer(server, attachments{s.store, s.cfg.RecordingFolder()})
		if err != nil {
			return nil, err
		}
		kinds[flowengine.LetterMail] = notify.Kind{Deliverer: mailer, Workers: 4, Limit: 2 * time.Minute}
	}
	kinds[flowengine.LetterText] = notify.Kind{
		Deliverer: notify.Texts{Of: func(company string) flowengine.Texts { return s.texts(company) }}, Workers: 4, Limit: 15 * time.Second,
	}
	networks, err := s.cfg.Outbox.networks()
	if err != nil {
		return nil, err
	}
	if s.webhooks, err = notify.NewWebhooks(s.cfg.Outbox.WebhookSecret, networks); err != nil {
		return nil, err
	}
	kinds[flowengine.LetterWebhook] = notify.Kind{Deliverer: s.webhooks, Workers: 8, Limit: 30 * time.Second}
	return kinds, nil
}

// workerName is this callflow's name in the job queue. There is one of the name
// at a time, as there is one of its application.
func (s *Server) workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost" // only one callflow runs on such a machine
	}
	return s.cfg.App + "@" + host
}

// outboxEnd is how long deliveries under way may take to end when callflow stops.
const outboxEnd = 3 * time.Second

func (s *Server) stopOutbox(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, outboxEnd)
	defer cancel()
	defer s.webhooks.Close()
	return s.outbox.Stop(ctx)
}

// attachments opens recordings that go with mails.
type attachments struct {
	store  *store.Store
	folder string
}

// Open implements [notify.Attachments].
func (a attachments) Open(ctx context.Context, company string, id int64) (string, io.ReadSeekCloser, error) {
	r, err := a.store.Recording(ctx, company, id)
	if err != nil {
		return "", nil, err
	}
	f, err := os.Open(filepath.Join(a.folder, r.File))
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("the recording %d: %w", id, flowengine.ErrNoSuch)
	}
	return "message-" + r.Started.Format("2006-01-02-150405") + ".wav", f, err
}

// lettersWaiting are the gauges of the outbox, read from the database when they
// are asked for.
type lettersWaiting struct {
	count func(context.Context) ([]store.LetterCount, error)
	desc  *prometheus.Desc
}

func newLettersWaiting(count func(context.Context) ([]store.LetterCount, error)) lettersWaiting {
	return lettersWaiting{count, prometheus.NewDesc("callflow_outbox_letters", "Letters that wait, are on their way, or are dead.", []string{"kind", "state"}, nil)}
}

// Describe implements [prometheus.Collector].
func (l lettersWaiting) Describe(d chan<- *prometheus.Desc) { d <- l.desc }

// Collect implements [prometheus.Collector].
func (l lettersWaiting) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	counts, err := l.count(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(l.desc, err)
		return
	}
	for _, c := range counts {
		out <- prometheus.MustNewConstMetric(l.desc, prometheus.GaugeValue, float64(c.Letters), c.Kind, c.State)
	}
}
