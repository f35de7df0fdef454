package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"callflow/wording"
)

// FlowTest is a test of a flow, kept with it.
type FlowTest struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// Source is the test in YAML or JSON, as in a file of flow tests.
	Source  string    `json:"source"`
	Author  string    `json:"author"`
	Changed time.Time `json:"changed"`
}

// maxFlowTest bounds a test, in bytes.
const maxFlowTest = 256 << 10

const flowTestQuery = `SELECT x.id, x.name, x.source, x.author, x.changed FROM flow_tests x WHERE x.flow_id = ?`

func scanFlowTest(r *sql.Rows, f *FlowTest) error {
	return r.Scan(&f.ID, &f.Name, &f.Source, &f.Author, when{&f.Changed})
}

// FlowTests lists the tests of a flow by name.
func (s *Store) FlowTests(ctx context.Context, company, flow string) ([]FlowTest, error) {
	f, err := s.Flow(ctx, company, flow)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list flow tests", scanFlowTest, flowTestQuery+` ORDER BY x.name`, f.ID)
}

// FlowTest is one test of a flow.
func (s *Store) FlowTest(ctx context.Context, company, flow string, id int64) (FlowTest, error) {
	f, err := s.Flow(ctx, company, flow)
	if err != nil {
		return FlowTest{}, err
	}
	return flowTestOf(ctx, s.reader, f, id)
}

func flowTestOf(ctx context.Context, q querier, f Flow, id int64) (FlowTest, error) {
	found, err := collect(ctx, q, "look up a flow test", scanFlowTest, flowTestQuery+` AND x.id = ?`, f.ID, id)
	if err != nil {
		return FlowTest{}, err
	}
	if len(found) == 0 {
		return FlowTest{}, &NotFoundError{Kind: "flow test", Name: fmt.Sprint(id)}
	}
	return found[0], nil
}

// PutFlowTest keeps a test of a flow: ID says which one it replaces, 0 adds one.
// That it can be run is for the caller to check.
func (s *Store) PutFlowTest(ctx context.Context, company, flow string, test FlowTest) (FlowTest, error) {
	if err := checkName("name", test.Name, 200); err != nil {
		return test, err
	}
	if len(test.Source) > maxFlowTest {
		return test, &InvalidError{Field: "test", Problem: wording.Say("it is longer than %d KiB", maxFlowTest>>10)}
	}
	err := s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, flow)
		if err != nil {
			return err
		}
		var before any
		if test.ID != 0 {
			was, err := flowTestOf(t.ctx, t, f, test.ID)
			if err != nil {
				return err
			}
			before = was
		}
		test.Author, test.Changed = actor(t.ctx), t.store.now().UTC().Truncate(time.Millisecond)
		id, err := t.insert("keep a flow test", `INSERT INTO flow_tests (id, flow_id, name, source, author, changed) VALUES (nullif(?, 0), ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = excluded.source, author = excluded.author, changed = excluded.changed`,
			test.ID, f.ID, test.Name, test.Source, test.Author, timeText(test.Changed))
		if isUnique(err) {
			return taken("flow test", test.Name)
		}
		if err != nil {
			return err
		}
		if test.ID == 0 {
			test.ID = id
		}
		return t.audit("flow.test", "flow", f.Name, before, test)
	})
	return test, err
}

// RemoveFlowTest removes a test of a flow.
func (s *Store) RemoveFlowTest(ctx context.Context, company, flow string, id int64) error {
	return s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, flow)
		if err != nil {
			return err
		}
		before, err := flowTestOf(t.ctx, t, f, id)
		if err != nil {
			return err
		}
		if _, err := t.exec("remove a flow test", `DELETE FROM flow_tests WHERE id = ?`, id); err != nil {
			return err
		}
		return t.audit("flow.test", "flow", f.Name, before, nil)
	})
}

// FlowTestNamed is the test of that name.
func (s *Store) FlowTestNamed(ctx context.Context, company, flow, name string) (FlowTest, error) {
	f, err := s.Flow(ctx, company, flow)
	if err != nil {
		return FlowTest{}, err
	}
	var id int64
	err = s.reader.QueryRowContext(ctx, `SELECT id FROM flow_tests WHERE flow_id = ? AND name = ?`, f.ID, name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return FlowTest{}, notFound(ctx, s.reader, "flow test", name, `SELECT name FROM flow_tests WHERE flow_id = ?`, f.ID)
	}
	if err != nil {
		return FlowTest{}, fmt.Errorf("look up a flow test: %w", err)
	}
	return flowTestOf(ctx, s.reader, f, id)
}
