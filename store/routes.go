package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"callflow/flowengine"
)

// Routes finds what runs for a number. It keeps in memory what it has looked
// up, and asks the database each time only whether anything has changed.
type Routes struct {
	store    *Store
	compile  func(*flowengine.Flow) (*flowengine.Program, error)
	services func(company string) flowengine.Services

	mu       sync.Mutex
	programs map[programKey]*flowengine.Program
}

// programKey has the flow's name beside the revision, because a rename makes
// no revision, and the history should have the name of the day.
type programKey struct {
	revision int64
	name     string
}

var _ flowengine.Routes = (*Routes)(nil)

// maxPrograms bounds the compiled revisions that are kept.
const maxPrograms = 1000

// NewRoutes returns the routes of a store. Compile makes a document ready to
// run; services gives the ports of a company.
func NewRoutes(s *Store, compile func(*flowengine.Flow) (*flowengine.Program, error), services func(company string) flowengine.Services) *Routes {
	return &Routes{store: s, compile: compile, services: services, programs: map[programKey]*flowengine.Program{}}
}

// Route implements [flowengine.Routes]. A number is found with and without the
// + before its country code; one that begins with [TrialPrefix] is a trial's.
func (r *Routes) Route(ctx context.Context, number string) (flowengine.Route, error) {
	if token, is := strings.CutPrefix(number, TrialPrefix); is {
		return r.trial(ctx, token)
	}
	c := r.store.watch.current()
	return recall(c, cacheKey{kind: "route", name: number}, func() (flowengine.Route, error) {
		return r.load(ctx, number)
	})
}

func (r *Routes) load(ctx context.Context, number string) (flowengine.Route, error) {
	normal := NormalNumber(number)
	other := "+" + normal
	if bare, ok := strings.CutPrefix(normal, "+"); ok {
		other = bare
	}
	var route flowengine.Route
	var name, document sql.NullString
	var id, revision sql.NullInt64
	err := r.store.reader.QueryRowContext(ctx, `SELECT m.name, n.number, n.service, n.service_group, f.name, r.id, r.number, r.document
		FROM numbers n JOIN companies m ON m.id = n.company_id
		LEFT JOIN flows f ON f.id = n.voice_flow_id LEFT JOIN revisions r ON r.id = f.live_revision_id
		WHERE n.number IN (?1, ?2) ORDER BY n.number = ?1 DESC LIMIT 1`, normal, other).
		Scan(&route.Company, &route.Number.Number, &route.Number.Service, &route.Number.Group, &name, &id, &revision, &document)
	if errors.Is(err, sql.ErrNoRows) {
		return route, flowengine.ErrUnknownNumber
	}
	if err != nil {
		return route, fmt.Errorf("look up the number %q: %w", number, err)
	}
	if !id.Valid {
		return route, flowengine.ErrUnassigned
	}
	route.Services = r.services(route.Company)
	route.Program, err = r.program(programKey{id.Int64, name.String}, int(revision.Int64), document.String)
	return route, err
}

// Revision implements [flowengine.Routes].
func (r *Routes) Revision(ctx context.Context, id int64) (*flowengine.Program, error) {
	c := r.store.watch.current()
	return recall(c, cacheKey{kind: "revision", name: fmt.Sprint(id)}, func() (*flowengine.Program, error) {
		var name, document string
		var number int
		err := r.store.reader.QueryRowContext(ctx, `SELECT f.name, r.number, r.document FROM revisions r JOIN flows f ON f.id = r.flow_id WHERE r.id = ?`, id).
			Scan(&name, &number, &document)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, &NotFoundError{Kind: "revision", Name: fmt.Sprint(id)}
		}
		if err != nil {
			return nil, fmt.Errorf("read revision %d: %w", id, err)
		}
		return r.program(programKey{id, name}, number, document)
	})
}

// program compiles a revision once.
func (r *Routes) program(key programKey, number int, document string) (*flowengine.Program, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.programs[key]; p != nil {
		return p, nil
	}
	flow := &flowengine.Flow{}
	if err := json.Unmarshal([]byte(document), flow); err != nil {
		return nil, fmt.Errorf("read the document of %s revision %d: %w", key.name, number, err)
	}
	flow.Name = key.name
	p, err := r.compile(flow)
	if err != nil {
		return nil, fmt.Errorf("compile %s revision %d: %w", key.name, number, err)
	}
	p.Revision, p.Number = key.revision, number
	if len(r.programs) >= maxPrograms {
		clear(r.programs)
	}
	r.programs[key] = p
	return p, nil
}

// isAnswer says whether an error is itself the answer to a look-up, and holds
// until something changes.
func isAnswer(err error) bool {
	return errors.Is(err, flowengine.ErrUnknownNumber) || errors.Is(err, flowengine.ErrUnassigned) || errors.Is(err, flowengine.ErrNoSuch)
}
