package store

import (
	"context"
	"database/sql"
	"fmt"
)

// ChangesNow is where the audit log and the count of changed messages stand.
func (s *Store) ChangesNow(ctx context.Context) (audit, messages int64, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT coalesce((SELECT max(id) FROM audit), 0), (SELECT version FROM message_changes)`).Scan(&audit, &messages)
	if err != nil {
		return 0, 0, fmt.Errorf("look what has changed: %w", err)
	}
	return audit, messages, nil
}

// AuditAfter lists the changes after one, oldest first, without what was before
// and after them.
func (s *Store) AuditAfter(ctx context.Context, id int64) ([]AuditEntry, error) {
	return collect(ctx, s.reader, "look what has changed", func(r *sql.Rows, e *AuditEntry) error {
		return r.Scan(&e.ID, when{&e.At}, &e.Company, &e.Who, &e.Action, &e.Kind, &e.Name)
	}, `SELECT id, at, company, who, action, kind, name FROM audit WHERE id > ? ORDER BY id LIMIT 1000`, id)
}

// FlowOfRevision is the id of a revision's flow.
func (s *Store) FlowOfRevision(ctx context.Context, revision int64) (flow int64, err error) {
	if err := s.reader.QueryRowContext(ctx, `SELECT flow_id FROM revisions WHERE id = ?`, revision).Scan(&flow); err != nil {
		return 0, fmt.Errorf("look up the flow of a revision: %w", err)
	}
	return flow, nil
}
