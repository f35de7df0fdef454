package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

// TrialPrefix begins the numbers by which people try flows that no number leads
// to. It is no number's beginning, since numbers have digits, *, # and +.
const TrialPrefix = "try_"

// IsTrial says whether a call to this number was a test.
func IsTrial(number string) bool { return strings.HasPrefix(number, TrialPrefix) }

// TrialLife is how long a trial's number can be called.
const TrialLife = 10 * time.Minute

// Trial is leave to try one revision by a real call.
type Trial struct {
	// Dial is what to call.
	Dial     string    `json:"dial"`
	Flow     string    `json:"flow"`
	Revision int       `json:"revision"`
	Expires  time.Time `json:"expires"`
}

// NewTrial makes a number that runs one revision of a flow, published or not,
// for [TrialLife]; revision 0 is the newest one. The flow takes itself to be
// called at number, by default the first one that is its own.
func (s *Store) NewTrial(ctx context.Context, company, flow string, revision int, number string) (Trial, error) {
	var trial Trial
	err := s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, flow)
		if err != nil {
			return err
		}
		if f.Kind != flowengine.Voice {
			return &InvalidError{Field: "flow", Value: f.Name, Problem: wording.Of("only a voice flow can be called")}
		}
		r, err := revisionOf(t.ctx, t, f, revision)
		if err != nil {
			return err
		}
		if number == "" {
			numbers, err := names(t.ctx, t, `SELECT number FROM numbers WHERE voice_flow_id = ? ORDER BY number LIMIT 1`, f.ID)
			if err != nil {
				return err
			}
			number = strings.Join(numbers, "")
		}
		now := t.store.now()
		token := strings.ToLower(rand.Text())
		trial = Trial{Dial: TrialPrefix + token, Flow: f.Name, Revision: r.Number, Expires: now.Add(TrialLife)}
		if _, err := t.exec("remove old trials", `DELETE FROM trials WHERE expires < ?`, timeText(now.Add(-24*time.Hour))); err != nil {
			return err
		}
		if _, err := t.exec("make a trial", `INSERT INTO trials (token, company_id, revision_id, number, who, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			token, t.company.ID, r.ID, NormalNumber(number), actor(t.ctx), timeText(now), timeText(trial.Expires)); err != nil {
			return err
		}
		return t.audit("flow.try", "flow", f.Name, nil, revisionNote(r.Number))
	})
	return trial, err
}

// trial is the route of a trial's number. It is looked up anew for each call:
// there are few of them, and they end by themselves.
func (r *Routes) trial(ctx context.Context, token string) (flowengine.Route, error) {
	var route flowengine.Route
	var name, document string
	var id int64
	var revision int
	err := r.store.reader.QueryRowContext(ctx, `SELECT m.name, t.number, f.name, v.id, v.number, v.document,
		coalesce(n.service, ''), coalesce(n.service_group, '')
		FROM trials t JOIN companies m ON m.id = t.company_id JOIN revisions v ON v.id = t.revision_id JOIN flows f ON f.id = v.flow_id
		LEFT JOIN numbers n ON n.number = t.number AND n.company_id = t.company_id
		WHERE t.token = ? AND t.expires > ?`, token, timeText(r.store.now())).
		Scan(&route.Company, &route.Number.Number, &name, &id, &revision, &document, &route.Number.Service, &route.Number.Group)
	if errors.Is(err, sql.ErrNoRows) {
		return route, flowengine.ErrUnknownNumber
	}
	if err != nil {
		return route, fmt.Errorf("look up a trial: %w", err)
	}
	route.Services = r.services(route.Company)
	route.Program, err = r.program(programKey{id, name}, revision, document)
	return route, err
}
