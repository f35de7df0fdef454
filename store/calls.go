package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Call is one call of the history.
type Call struct {
	ID      string `json:"id"`
	Company string `json:"company,omitempty"`
	Channel string `json:"channel,omitempty"`
	Number  string `json:"number"`
	// Caller and CallerName are what the network sent, control characters escaped.
	Caller     string `json:"caller"`
	CallerName string `json:"caller_name,omitempty"`
	// Test says that somebody tried a flow, see [Trial].
	Test bool `json:"test,omitempty"`
	// Flow and Revision are what it ran, "" and 0 for none.
	Flow     string `json:"flow,omitempty"`
	Revision int    `json:"revision,omitempty"`
	// FlowID and RevisionID are the same as ids, FlowID 0 for a flow that was removed since; Outbound says that callflow made
	// the call.
	FlowID     int64     `json:"-"`
	RevisionID int64     `json:"-"`
	Outbound   bool      `json:"-"`
	Started    time.Time `json:"started"`
	// Ended is zero while the call goes on.
	Ended time.Time `json:"ended,omitzero"`
	// Outcome says how it ended, "" while it goes on; Why is the sentence.
	Outcome    flowengine.EndReason `json:"outcome,omitempty"`
	Why        string               `json:"why,omitempty"`
	Cause      flowengine.Cause     `json:"cause,omitempty"`
	AnsweredBy string               `json:"answered_by,omitempty"`
	Talked     time.Duration        `json:"talked"`
	// Path is the trace on one line: "1 Welcome: done → 2 Main menu: key:1".
	Path string `json:"path"`
	// Recordings counts them; Voicemail lists the boxes with a message of it.
	Recordings int    `json:"recordings"`
	Voicemail  string `json:"voicemail,omitempty"`
	// LeftMessage says that the caller left a message, whatever became of it.
	LeftMessage bool `json:"-"`
}

// Duration is how long the call lasted, 0 while it goes on.
func (c Call) Duration() time.Duration {
	if c.Ended.IsZero() {
		return 0
	}
	return c.Ended.Sub(c.Started)
}

// CallFilter narrows a list of calls; empty fields do not.
type CallFilter struct {
	// Company is one company's name; "" lists all companies.
	Company string
	// Caller finds "0412 345 678" and "+61412345678" alike; with a * or … at
	// its end every caller whose number goes on like that.
	Caller string
	Number string
	// Flow is a flow's present name, or a removed flow's last one.
	Flow         string
	Since, Until time.Time
	// Outcome is an EndReason, or one of "active" (going on), "answered"
	// (somebody talked to the caller), "voicemail" (left a message) and
	// "missed" (reached nobody and left no message).
	Outcome string
	// Limit is 50 by default.
	Limit int
	// Before lists only calls older than the one with this id, for paging.
	Before string
	// Tag is one that a node gave the call.
	Tag string
	// FlowID is the flow's id, in place of its name.
	FlowID int64
	// Search finds a text in what a call is known by: the beginning of the
	// caller's number, a part of the number dialled or of the flow's name, the
	// beginning of a word of the caller's name, or the call's id.
	Search string
	// Node and Edge, with a flow, find the calls that left that node of it by
	// that outcome; without Edge by any.
	Node, Edge string
	// AnsweredBy is who talked to the caller last, such as user:alice; Rang is
	// somebody who was rung.
	AnsweredBy, Rang string
}

// callColumns are those of the view call_history, over the page of calls that a
// query has chosen: the path is put together for those only.
const callColumns = `c.id, coalesce(m.name, ''), c.channel, c.number, c.caller, c.caller_name, c.flow, coalesce(r.number, 0), c.started, c.ended,
	coalesce(c.outcome, ''), c.why, c.cause, c.answered_by, c.talked_ms, coalesce(h.path, ''), h.recordings, coalesce(h.voicemail, ''),
	coalesce(w.id, 0), coalesce(c.revision_id, 0), c.outbound, c.message`
const callTables = ` JOIN calls c ON c.seq = p.seq JOIN call_history h ON h.call = c.id
	LEFT JOIN companies m ON m.id = c.company_id LEFT JOIN revisions r ON r.id = c.revision_id
	LEFT JOIN flows w ON w.id = c.flow_id AND w.removed IS NULL`

func scanCall(r interface{ Scan(...any) error }, c *Call) error {
	var ms int64
	err := r.Scan(&c.ID, &c.Company, &c.Channel, &c.Number, &c.Caller, &c.CallerName, &c.Flow, &c.Revision, when{&c.Started}, when{&c.Ended},
		&c.Outcome, &c.Why, &c.Cause, &c.AnsweredBy, &ms, &c.Path, &c.Recordings, &c.Voicemail, &c.FlowID, &c.RevisionID, &c.Outbound, &c.LeftMessage)
	c.Talked = time.Duration(ms) * time.Millisecond
	c.Test = IsTrial(c.Number)
	return err
}

// Calls lists calls, newest first.
func (s *Store) Calls(ctx context.Context, f CallFilter) ([]Call, error) {
	places, err := s.callPlaces(ctx, f)
	if err != nil || len(places) == 0 {
		return []Call{}, err
	}
	seqs := make([]any, len(places))
	for i, p := range places {
		seqs[i] = p.seq
	}
	return collect(ctx, s.reader, "list calls", func(r *sql.Rows, c *Call) error { return scanCall(r, c) },
		`SELECT `+callColumns+` FROM (SELECT seq FROM calls WHERE seq IN (?`+strings.Repeat(", ?", len(seqs)-1)+`)) p`+callTables+
			` ORDER BY c.started DESC, c.seq DESC`, seqs...)
}

// Call returns one call.
func (s *Store) Call(ctx context.Context, id string) (Call, error) {
	var c Call
	err := scanCall(s.reader.QueryRowContext(ctx, `SELECT `+callColumns+` FROM (SELECT seq FROM calls WHERE id = ?) p`+callTables, id), &c)
	if errors.Is(err, sql.ErrNoRows) {
		return c, &NotFoundError{Kind: "call", Name: id}
	}
	if err != nil {
		return c, fmt.Errorf("look up the call %q: %w", id, err)
	}
	return c, nil
}

// Steps returns a call's trace.
func (s *Store) Steps(ctx context.Context, call string) ([]flowengine.StepDone, error) {
	return s.stepsAfter(ctx, call, 0)
}

func (s *Store) stepsAfter(ctx context.Context, call string, after int) ([]flowengine.StepDone, error) {
	return collect(ctx, s.reader, "read a call's trace", func(r *sql.Rows, d *flowengine.StepDone) error {
		var details, warnings sql.NullString
		if err := r.Scan(&d.Call, &d.Seq, &d.Node, &d.Type, &d.Label, when{&d.Entered}, when{&d.Left}, &d.Outcome, &d.Why, &details, &warnings, &d.Flow, &d.Revision, &d.Depth); err != nil {
			return err
		}
		if details.Valid {
			if err := json.Unmarshal([]byte(details.String), &d.Details); err != nil {
				return fmt.Errorf("details of step %d: %w", d.Seq, err)
			}
		}
		if warnings.Valid {
			if err := json.Unmarshal([]byte(warnings.String), &d.Warnings); err != nil {
				return fmt.Errorf("warnings of step %d: %w", d.Seq, err)
			}
		}
		return nil
	}, `SELECT call, seq, node, type, label, entered, left_at, outcome, why, details, warnings, flow, coalesce(revision_id, 0), depth FROM steps WHERE call = ? AND seq > ? ORDER BY seq`, call, after)
}
