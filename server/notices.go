package server

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"time"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web"
)

// notices is the engine's Notices port of one company.
type notices struct {
	company string
	store   *store.Store
	links   *web.Links
}

// Of implements [flowengine.Notices].
func (n notices) Of(ctx context.Context, user string) (flowengine.Notice, error) {
	set, email, err := n.store.NoticeOf(ctx, n.company, user)
	if err != nil {
		return flowengine.Notice{}, err
	}
	notice := flowengine.Notice{
		Name: set.User, Email: email, Webhook: set.Webhook,
		MissedMail: set.Missed == "mail" || set.Missed == "both", MissedWebhook: set.Missed == "webhook" || set.Missed == "both",
	}
	if set.Voicemail != "off" {
		notice.Voicemail = set.Voicemail
	}
	return notice, nil
}

// Link implements [flowengine.Notices].
func (n notices) Link(recording int64, from time.Time) string {
	return n.links.To(n.company, recording, from)
}

// Zone implements [flowengine.Notices].
func (n notices) Zone(ctx context.Context) *time.Location {
	c, err := n.store.Company(ctx, n.company)
	if err != nil {
		return time.UTC // a mail with a time in UTC is better than none
	}
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (s *Server) newLinks() (err error) {
	base := s.cfg.Outbox.LinkURL
	if base == "" {
		base = s.cfg.Public
	}
	s.mailed, err = web.NewLinks(filepath.Join(s.cfg.DataFolder(), "link.key"), base, s.cfg.Outbox.LinkLife, time.Now,
		func(r *http.Request, company string, id int64) (file, name string, err error) {
			recording, err := s.store.Recording(r.Context(), company, id)
			if err != nil {
				if !errors.Is(err, flowengine.ErrNoSuch) {
					s.log.Error().Err(err).Int64("recording", id).Msg("a recording cannot be looked up for a link")
				}
				return "", "", err
			}
			return filepath.Join(s.cfg.RecordingFolder(), recording.File), "message-" + recording.Started.Format("2006-01-02-150405") + ".wav", nil
		})
	return err
}
