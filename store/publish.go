package store

import (
	"context"

	"callflow/wording"
)

// PublishFlow makes a revision the one that new calls run; number 0 is the
// newest one. Calls in progress stay on theirs. A revision that is not
// complete is an [*IncompleteError]; one without an outcome that a flow which
// calls this one has connected is an [*OutcomesInUseError].
func (s *Store) PublishFlow(ctx context.Context, company, flow string, number int) (Flow, error) {
	return s.goLive(ctx, "flow.publish", company, flow, number)
}

// RollbackFlow makes an older revision live again. It is PublishFlow under
// another name in the audit log; revisions that were saved later stay.
func (s *Store) RollbackFlow(ctx context.Context, company, flow string, number int) (Flow, error) {
	if number <= 0 {
		return Flow{}, &InvalidError{Field: "revision", Value: "", Problem: wording.Of("say which revision to go back to; the flow's history lists them")}
	}
	return s.goLive(ctx, "flow.rollback", company, flow, number)
}

func (s *Store) goLive(ctx context.Context, action, company, flow string, number int) (Flow, error) {
	var after Flow
	err := s.change(ctx, company, func(t *tx) error {
		r, err := t.goLive(action, flow, number)
		if err != nil {
			return err
		}
		if after, err = flowByName(t.ctx, t, t.company, flow); err != nil {
			return err
		}
		return t.keepsOutcomes(after, r)
	})
	return after, err
}

// goLive makes a revision live. Whether the flows that call this one still fit
// is to be checked after it.
func (t *tx) goLive(action, flow string, number int) (Revision, error) {
	before, err := flowByName(t.ctx, t, t.company, flow)
	if err != nil {
		return Revision{}, err
	}
	r, err := revisionOf(t.ctx, t, before, number)
	if err != nil || r.Live {
		return r, err
	}
	if before.Direct && r.Number != before.Latest {
		return r, directError(before.Name) // an older one was made from other switches
	}
	if !r.Complete {
		return r, &IncompleteError{Flow: before.Name, Revision: r.Number, Progress: r.Progress, Findings: r.Report.Findings}
	}
	if _, err := t.exec("publish a revision", `UPDATE flows SET live_revision_id = ? WHERE id = ?`, r.ID, before.ID); err != nil {
		return r, err
	}
	return r, t.audit(action, "flow", before.Name, revisionNote(before.Live), revisionNote(r.Number))
}
