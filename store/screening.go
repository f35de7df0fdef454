package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// The sorts of callers that are screened.
const (
	BlockedSort = "blocked"
	HiddenSort  = "hidden"
)

// Policy is what becomes of one sort of callers.
type Policy struct {
	// Number is the number whose callers are meant, "" for all of the company.
	Number string `json:"number"`
	// Callers is BlockedSort or HiddenSort.
	Callers string `json:"callers"`
	// Action is allow, hangup, message or flow.
	Action  string `json:"action"`
	Cause   int    `json:"cause,omitempty"`
	Message string `json:"message,omitempty"`
	Flow    string `json:"flow,omitempty"`
}

// Policies are those of a company; the two for all of its numbers come first,
// with what holds by default where nothing was set.
func (s *Store) Policies(ctx context.Context, company string) ([]Policy, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return policies(ctx, s.reader, c)
}

func policies(ctx context.Context, q querier, c Company) ([]Policy, error) {
	out := []Policy{
		{Callers: BlockedSort, Action: string(flowengine.ScreenHangup), Cause: int(flowengine.CauseRejected)},
		{Callers: HiddenSort, Action: "allow"},
	}
	set, err := collect(ctx, q, "list what becomes of unwanted callers", func(r *sql.Rows, p *Policy) error {
		return r.Scan(&p.Number, &p.Callers, &p.Action, &p.Cause, &p.Message, &p.Flow)
	}, `SELECT coalesce(n.number, ''), s.callers, s.action, s.cause, s.message, coalesce(f.name, '') FROM screening s
		LEFT JOIN numbers n ON n.id = s.number_id LEFT JOIN flows f ON f.id = s.flow_id
		WHERE s.company_id = ? ORDER BY n.number, s.callers`, c.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range set {
		switch {
		case p.Number != "":
			out = append(out, p)
		case p.Callers == BlockedSort:
			out[0] = p
		default:
			out[1] = p
		}
	}
	return out, nil
}

// SetPolicy says what becomes of a sort of callers.
func (s *Store) SetPolicy(ctx context.Context, company string, p Policy) error {
	if p.Callers != BlockedSort && p.Callers != HiddenSort {
		return &InvalidError{Field: "callers", Value: p.Callers, Problem: wording.Say("use %s", wording.List([]string{"blocked", "hidden"}, "or"))}
	}
	if p.Cause == 0 {
		p.Cause = int(flowengine.CauseRejected)
	}
	if p.Cause < 1 || p.Cause > 127 {
		return &InvalidError{Field: "cause", Value: fmt.Sprint(p.Cause), Problem: wording.Of("use a Q.850 cause from 1 to 127, such as 21")}
	}
	switch {
	case p.Action == "message" && p.Message == "":
		return &InvalidError{Field: "message", Problem: wording.Of("say what callers hear: audio:NAME, or say: and a text")}
	case p.Action == "flow" && p.Flow == "":
		return &InvalidError{Field: "flow", Problem: wording.Of("say which flow their calls run")}
	case p.Action != "allow" && p.Action != "hangup" && p.Action != "message" && p.Action != "flow":
		return &InvalidError{Field: "action", Value: p.Action, Problem: wording.Say("use %s", wording.List([]string{"allow", "hangup", "message", "flow"}, "or"))}
	}
	if err := checkText("message", p.Message, 1000); err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		var number, flow sql.NullInt64
		if p.Number != "" {
			n, err := numberByName(t.ctx, t, t.company, p.Number)
			if err != nil {
				return err
			}
			p.Number, number = n.Number, sql.NullInt64{Int64: n.ID, Valid: true}
		}
		if p.Action == "flow" {
			f, err := flowByName(t.ctx, t, t.company, p.Flow)
			if err != nil {
				return err
			}
			if f.Live == 0 || f.Kind != "voice" {
				return &DraftError{Flow: f.Name, Revision: f.Latest, Progress: f.Progress, Complete: f.Complete}
			}
			flow = sql.NullInt64{Int64: f.ID, Valid: true}
		}
		if p.Action == "message" {
			if ref, ok := flowengine.ParseRef(p.Message); ok && ref.Kind == "audio" {
				if _, err := audioByName(t.ctx, t, t.company, ref.Name); err != nil {
					return err
				}
			}
		}
		if _, err := t.exec("forget what became of callers", `DELETE FROM screening WHERE company_id = ? AND callers = ? AND coalesce(number_id, 0) = coalesce(?, 0)`,
			t.company.ID, p.Callers, number); err != nil {
			return err
		}
		if _, err := t.exec("say what becomes of callers", `INSERT INTO screening (company_id, number_id, callers, action, cause, message, flow_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			t.company.ID, number, p.Callers, p.Action, p.Cause, p.Message, flow); err != nil {
			return err
		}
		return t.audit("screening.set", p.Callers+" callers", p.Number, nil, p)
	})
}

// RemovePolicy takes back what was said about a sort of callers: those of a
// number are treated as everybody's, those of the company as by default.
func (s *Store) RemovePolicy(ctx context.Context, company, callers, number string) error {
	return s.change(ctx, company, func(t *tx) error {
		var id sql.NullInt64
		if number != "" {
			n, err := numberByName(t.ctx, t, t.company, number)
			if err != nil {
				return err
			}
			number, id = n.Number, sql.NullInt64{Int64: n.ID, Valid: true}
		}
		r, err := t.exec("take back what becomes of callers", `DELETE FROM screening WHERE company_id = ? AND callers = ? AND coalesce(number_id, 0) = coalesce(?, 0)`, t.company.ID, callers, id)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return notFound(t.ctx, t, "policy", callers+" callers", `SELECT callers || ' callers' FROM screening WHERE company_id = ?`, t.company.ID)
		}
		return t.audit("screening.rm", callers+" callers", number, nil, nil)
	})
}

// Callers screens the callers of one company. What it has looked up it keeps in
// memory until something changes.
type Callers struct {
	routes    *Routes
	company   string
	numbering flowengine.Numbering
}

var _ flowengine.Callers = (*Callers)(nil)

// Callers returns the screening of a company's callers.
func (r *Routes) Callers(company string, numbering flowengine.Numbering) *Callers {
	return &Callers{r, companyName(company), numbering}
}

// screenRules is all that a company's screening needs to know.
type screenRules struct {
	exact    map[string]BlockedCaller
	prefixes []BlockedCaller
	policies []Policy
}

func (c *Callers) rules(ctx context.Context) (*screenRules, error) {
	s := c.routes.store
	return recall(s.watch.current(), cacheKey{"screening", c.company, ""}, func() (*screenRules, error) {
		company, err := s.Company(ctx, c.company)
		if err != nil {
			return nil, err
		}
		list, err := blockedCallers(ctx, s.reader, company)
		if err != nil {
			return nil, err
		}
		rules := &screenRules{exact: make(map[string]BlockedCaller, len(list))}
		for _, b := range list {
			if b.Prefix {
				rules.prefixes = append(rules.prefixes, b)
			} else {
				rules.exact[b.Number] = b
			}
		}
		rules.policies, err = policies(ctx, s.reader, company)
		return rules, err
	})
}

// Screen implements [flowengine.Callers]. A caller is known by the number as the
// network sent it, and as it is with its country code.
func (c *Callers) Screen(ctx context.Context, number flowengine.NumberInfo, caller string) (flowengine.Screening, error) {
	rules, err := c.rules(ctx)
	if err != nil {
		return flowengine.Screening{}, err
	}
	if caller == "" {
		return c.decide(ctx, rules.policy(HiddenSort, number.Number), "The caller hides the number.")
	}
	if len(rules.exact)+len(rules.prefixes) == 0 {
		return flowengine.Screening{}, nil
	}
	names := []string{NormalNumber(caller)}
	if full, err := c.numbering.Read(ctx, caller); err == nil {
		names = append(names, full.E164)
	} else if !errors.Is(err, flowengine.ErrNoNumber) {
		return flowengine.Screening{}, err
	}
	if b, ok := rules.find(names); ok {
		return c.decide(ctx, rules.policy(BlockedSort, number.Number), b.why())
	}
	return flowengine.Screening{}, nil
}

// find is the rule for a caller; a number counts before a prefix, and the
// longest prefix first.
func (r *screenRules) find(names []string) (found BlockedCaller, ok bool) {
	for _, name := range names {
		if b, ok := r.exact[name]; ok {
			return b, true
		}
	}
	for _, name := range names {
		for _, b := range r.prefixes {
			if strings.HasPrefix(name, b.Number) && len(b.Number) > len(found.Number) {
				found, ok = b, true
			}
		}
	}
	return found, ok
}

func (r *screenRules) policy(callers, number string) (policy Policy) {
	for _, p := range r.policies {
		if p.Callers == callers && (p.Number == "" || p.Number == number) {
			policy = p // those of single numbers come later
		}
	}
	return policy
}

func (b BlockedCaller) why() string {
	reason := strings.TrimSuffix(b.Reason, ".")
	switch {
	case b.Prefix && reason != "":
		return fmt.Sprintf("Callers whose numbers begin with %s are blocked: %s.", b.Number, reason)
	case b.Prefix:
		return fmt.Sprintf("Callers whose numbers begin with %s are blocked.", b.Number)
	case reason != "":
		return fmt.Sprintf("The caller is blocked: %s.", reason)
	}
	return "The caller is blocked."
}

func (c *Callers) decide(ctx context.Context, p Policy, why string) (flowengine.Screening, error) {
	s := flowengine.Screening{Why: why, Cause: flowengine.Cause(p.Cause), Message: p.Message}
	switch p.Action {
	case "hangup", "message":
		s.Action = flowengine.ScreenAction(p.Action)
	case "flow":
		s.Action = flowengine.ScreenFlow
		var err error
		if s.Program, err = c.routes.Flows(c.company).Live(ctx, p.Flow); err != nil {
			return flowengine.Screening{}, fmt.Errorf("the flow for unwanted callers: %w", err)
		}
	default:
		return flowengine.Screening{}, nil
	}
	return s, nil
}
