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
	"callflow/wording"
)

// Revision is one saved version of a flow.
type Revision struct {
	ID     int64     `json:"-"`
	FlowID int64     `json:"-"`
	Flow   string    `json:"flow"`
	Number int       `json:"number"`
	Author string    `json:"author"`
	Saved  time.Time `json:"saved"`
	// Message is the author's own.
	Message string `json:"message"`
	Hash    string `json:"hash"`
	// Live says that new calls run it.
	Live bool `json:"live"`
	// Report is what the last check said; Progress and Complete come from it.
	Report   flowengine.Report `json:"report"`
	Progress int               `json:"progress"`
	Complete bool              `json:"complete"`
	// Document is the flow with its layout. Lists leave it out.
	Document *flowengine.Flow `json:"document,omitempty"`
}

const revisionColumns = `r.id, r.flow_id, f.name, r.number, r.author, r.message, r.hash, r.created, r.id IS f.live_revision_id,
	coalesce(k.checks, 0), coalesce(k.satisfied, 0), coalesce(k.progress, 0), coalesce(k.complete, 0), coalesce(k.findings, '[]')`
const revisionTables = ` FROM revisions r JOIN flows f ON f.id = r.flow_id LEFT JOIN revision_checks k ON k.revision_id = r.id`

func scanRevision(r interface{ Scan(...any) error }, v *Revision, more ...any) error {
	var findings string
	err := r.Scan(append([]any{&v.ID, &v.FlowID, &v.Flow, &v.Number, &v.Author, &v.Message, &v.Hash, when{&v.Saved}, &v.Live,
		&v.Report.Checks, &v.Report.Satisfied, &v.Progress, &v.Complete, &findings}, more...)...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(findings), &v.Report.Findings); err != nil {
		return fmt.Errorf("read the findings of revision %d: %w", v.Number, err)
	}
	return nil
}

// History lists a flow's revisions, newest first, without their documents.
func (s *Store) History(ctx context.Context, company, flow string) ([]Revision, error) {
	f, err := s.Flow(ctx, company, flow)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list revisions", func(r *sql.Rows, v *Revision) error { return scanRevision(r, v) },
		`SELECT `+revisionColumns+revisionTables+` WHERE r.flow_id = ? ORDER BY r.number DESC`, f.ID)
}

// Revision returns one revision with its document; number 0 is the newest one.
func (s *Store) Revision(ctx context.Context, company, flow string, number int) (Revision, error) {
	f, err := s.Flow(ctx, company, flow)
	if err != nil {
		return Revision{}, err
	}
	return revisionOf(ctx, s.reader, f, number)
}

// RevisionByID returns one revision with its document, of a flow that may have
// been removed since.
func (s *Store) RevisionByID(ctx context.Context, company string, id int64) (Revision, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Revision{}, err
	}
	return oneRevision(ctx, s.reader, fmt.Sprint(id), `r.id = ? AND f.company_id = ?`, id, c.ID)
}

// LiveRevision returns the revision that new calls run.
func (s *Store) LiveRevision(ctx context.Context, company, flow string) (Revision, error) {
	f, err := s.Flow(ctx, company, flow)
	if err != nil {
		return Revision{}, err
	}
	if f.Live == 0 {
		return Revision{}, &NotFoundError{Kind: "live revision of the flow", Name: f.Name}
	}
	return revisionOf(ctx, s.reader, f, f.Live)
}

func revisionOf(ctx context.Context, q querier, f Flow, number int) (Revision, error) {
	if number == 0 {
		number = f.Latest
	}
	return oneRevision(ctx, q, fmt.Sprintf("%s revision %d", f.Name, number), `r.flow_id = ? AND r.number = ?`, f.ID, number)
}

// oneRevision reads the revision that the condition names, with its document.
func oneRevision(ctx context.Context, q querier, name, condition string, args ...any) (Revision, error) {
	var v Revision
	var document string
	var layout sql.NullString
	err := scanRevision(q.QueryRowContext(ctx, `SELECT `+revisionColumns+`, r.document, y.layout`+revisionTables+
		` LEFT JOIN layouts y ON y.revision_id = r.id WHERE `+condition, args...), &v, &document, &layout)
	if errors.Is(err, sql.ErrNoRows) {
		return Revision{}, &NotFoundError{Kind: "revision", Name: name}
	}
	if err != nil {
		return Revision{}, fmt.Errorf("read %s: %w", name, err)
	}
	v.Document = &flowengine.Flow{}
	if err := json.Unmarshal([]byte(document), v.Document); err != nil {
		return Revision{}, fmt.Errorf("read the document of %s: %w", name, err)
	}
	if layout.Valid {
		if err := json.Unmarshal([]byte(layout.String), &v.Document.Layout); err != nil {
			return Revision{}, fmt.Errorf("read the layout of %s: %w", name, err)
		}
	}
	v.Document.Name = v.Flow // a flow may have been renamed since
	return v, nil
}

// Draft is a flow to be saved, with what checking it found.
type Draft struct {
	// Flow is the document. Its name says which flow it is; a new name makes a new flow.
	Flow       *flowengine.Flow
	Report     flowengine.Report
	References []flowengine.Reference
	Author     string
	Message    string
	// Base, when set, is the number of the revision that was edited: if a newer
	// one has been saved meanwhile, saving is a [*ConflictError].
	Base int
	// direct says that the revision was made from a direct flow's switches.
	direct bool
}

// SaveFlow saves a flow as its next revision. When nothing but the layout has
// changed since the newest one, that one is returned and saved is false; its
// layout and the report of the check are kept up to date.
func (s *Store) SaveFlow(ctx context.Context, company string, d Draft) (revision Revision, saved bool, err error) {
	if d.Author == "" {
		d.Author = actor(ctx)
	}
	if err := checkDraft(d); err != nil {
		return Revision{}, false, err
	}
	err = s.change(ctx, company, func(t *tx) error {
		revision, saved, err = t.save(d)
		return err
	})
	return revision, saved, err
}

// Saved is what came of saving one flow of several.
type Saved struct {
	Revision Revision
	// New is false when the flow was the newest revision already.
	New bool
	// Flow is the flow after it, Published whether it went live by it.
	Flow      Flow
	Published bool
}

// SaveFlows saves several flows as [Store.SaveFlow] does, and with publish makes
// them live: all of them or, with an error, none. Flows that call each other can
// so change together.
func (s *Store) SaveFlows(ctx context.Context, company string, drafts []Draft, publish bool) ([]Saved, error) {
	for i := range drafts {
		if drafts[i].Author == "" {
			drafts[i].Author = actor(ctx)
		}
		if err := checkDraft(drafts[i]); err != nil {
			return nil, err
		}
	}
	var out []Saved
	err := s.change(ctx, company, func(t *tx) error {
		for _, d := range drafts {
			r, fresh, err := t.save(d)
			if err != nil {
				return err
			}
			out = append(out, Saved{Revision: r, New: fresh})
		}
		for i := range out {
			if !publish {
				break
			}
			out[i].Published = !out[i].Revision.Live
			if _, err := t.goLive("flow.publish", out[i].Revision.Flow, out[i].Revision.Number); err != nil {
				return err
			}
		}
		for i, r := range out {
			var err error
			if out[i].Flow, err = flowByName(t.ctx, t, t.company, r.Revision.Flow); err != nil {
				return err
			}
			if publish {
				if err := t.keepsOutcomes(out[i].Flow, r.Revision); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// maxDocument bounds a flow document, in bytes.
const maxDocument = 8 << 20

func checkDraft(d Draft) error {
	if d.Flow == nil {
		return &InvalidError{Field: "flow", Problem: wording.Of("there is no document")}
	}
	if d.Flow.Kind != flowengine.Voice && d.Flow.Kind != flowengine.Text {
		return &InvalidError{Field: "kind", Value: string(d.Flow.Kind), Problem: wording.Of("a flow is of kind voice or text")}
	}
	return errors.Join(checkFlowName(d.Flow.Name), checkText("author", d.Author, 128), checkText("message", strings.ReplaceAll(d.Message, "\n", " "), 2000))
}

func (t *tx) save(d Draft) (Revision, bool, error) {
	f, err := flowByName(t.ctx, t, t.company, d.Flow.Name)
	var missing *NotFoundError
	switch {
	case errors.As(err, &missing):
		f = Flow{Name: d.Flow.Name, Kind: d.Flow.Kind}
		if f.ID, err = t.insert("add a flow", `INSERT INTO flows (company_id, name, kind, created) VALUES (?, ?, ?, ?)`,
			t.company.ID, f.Name, f.Kind, timeText(t.store.now())); err != nil {
			return Revision{}, false, err
		}
	case err != nil:
		return Revision{}, false, err
	case f.Kind != d.Flow.Kind:
		return Revision{}, false, &ConflictError{Kind: "flow", Name: f.Name,
			Problem: wording.Say("the flow %q is a %s flow; a %s flow needs another name", f.Name, f.Kind, d.Flow.Kind)}
	case d.Base > 0 && d.Base != f.Latest:
		return Revision{}, false, &ConflictError{Kind: "flow", Name: f.Name,
			Problem: wording.Say("revision %d of the flow %q was edited, but revision %d has been saved since; look at that one and save again", d.Base, f.Name, f.Latest)}
	}
	id, same, err := t.sameAsLatest(f, d.Flow)
	if err != nil {
		return Revision{}, false, err
	}
	if f.Direct && !d.direct && !same {
		return Revision{}, false, directError(f.Name)
	}
	if !same {
		if id, err = t.addRevision(f, d); err != nil {
			return Revision{}, false, err
		}
	}
	if err := t.setLayout(id, d.Flow.Layout); err != nil {
		return Revision{}, false, err
	}
	if err := t.setCheck(id, d.Report, d.References); err != nil {
		return Revision{}, false, err
	}
	r, err := oneRevision(t.ctx, t, d.Flow.Name, `r.id = ?`, id)
	if err != nil || same {
		return r, false, err
	}
	return r, true, t.audit("flow.save", "flow", f.Name, revisionNote(f.Latest), map[string]any{
		"revision": r.Number, "hash": r.Hash, "progress": r.Progress, "message": r.Message})
}

func revisionNote(number int) any {
	if number == 0 {
		return nil
	}
	return map[string]any{"revision": number}
}

// sameAsLatest compares by content hash, under the name that the newest
// revision was saved with: a renamed flow is still the same.
func (t *tx) sameAsLatest(f Flow, flow *flowengine.Flow) (id int64, same bool, err error) {
	if f.Latest == 0 {
		return 0, false, nil
	}
	var hash, name string
	if err := t.QueryRowContext(t.ctx, `SELECT hash, coalesce(document ->> '$.name', '') FROM revisions WHERE id = ?`, f.latestID).Scan(&hash, &name); err != nil {
		return 0, false, fmt.Errorf("compare with the newest revision: %w", err)
	}
	twin := *flow
	twin.Name = name
	return f.latestID, hash == twin.Hash() || hash == flow.Hash(), nil
}

func (t *tx) addRevision(f Flow, d Draft) (int64, error) {
	bare := *d.Flow
	bare.Layout = nil
	document := bare.Canonical()
	if len(document) > maxDocument {
		return 0, &InvalidError{Field: "flow", Value: f.Name, Problem: wording.Say("its document is larger than %d MiB", maxDocument>>20)}
	}
	return t.insert("save a revision", `INSERT INTO revisions (flow_id, number, author, message, hash, document, preview, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		f.ID, f.Latest+1, d.Author, d.Message, d.Flow.Hash(), string(document), preview(d.Flow), timeText(t.store.now()))
}

func (t *tx) setLayout(revision int64, layout map[string]flowengine.Point) error {
	if len(layout) == 0 {
		return nil // a document without a layout does not take one away
	}
	text, err := jsonText(layout)
	if err != nil {
		return err
	}
	_, err = t.exec("save the layout", `INSERT INTO layouts (revision_id, layout) VALUES (?, ?)
		ON CONFLICT (revision_id) DO UPDATE SET layout = excluded.layout`, revision, text)
	return err
}

// Recheck keeps what a newer check of a revision said: what it refers to may
// have come or gone since it was saved. Number 0 is the newest revision.
func (s *Store) Recheck(ctx context.Context, company, flow string, number int, report flowengine.Report, refs []flowengine.Reference) error {
	return s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, flow)
		if err != nil {
			return err
		}
		r, err := revisionOf(t.ctx, t, f, number)
		if err != nil {
			return err
		}
		return t.setCheck(r.ID, report, refs)
	})
}

func (t *tx) setCheck(revision int64, report flowengine.Report, refs []flowengine.Reference) error {
	findings := report.Findings
	if findings == nil {
		findings = []flowengine.Finding{}
	}
	text, err := jsonText(findings)
	if err != nil {
		return err
	}
	if _, err := t.exec("keep the check", `INSERT INTO revision_checks (revision_id, checks, satisfied, progress, complete, findings, checked)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (revision_id) DO UPDATE SET checks = excluded.checks, satisfied = excluded.satisfied,
		progress = excluded.progress, complete = excluded.complete, findings = excluded.findings, checked = excluded.checked`,
		revision, report.Checks, report.Satisfied, report.Progress(), report.Complete(), text, timeText(t.store.now())); err != nil {
		return err
	}
	return t.setReferences(revision, refs)
}

// preview lists the node types of a flow breadth first from its start, then
// those that cannot be reached.
func preview(f *flowengine.Flow) string {
	var types []string
	seen := map[string]bool{}
	visit := func(start string) {
		for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
			id := queue[0]
			node := f.Nodes[id]
			if node == nil || seen[id] {
				continue
			}
			seen[id] = true
			types = append(types, strings.ReplaceAll(Printable(node.Type, 64), " ", "_"))
			for _, outcome := range sortedKeys(node.Next) {
				queue = append(queue, node.Next[outcome])
			}
		}
	}
	visit(f.Start)
	for _, id := range sortedKeys(f.Nodes) {
		visit(id)
	}
	return strings.Join(types, " ")
}
