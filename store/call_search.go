package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/wording"
)

// callCondition is one thing that is asked of calls. It can be looked up by an
// index, or be looked at call by call.
type callCondition struct {
	// drive is the condition so that its index is used, filter so that none is.
	drive, filter string
	args          []any
	// probe says what to count to know how many calls it leaves, "" for the calls themselves.
	probe string
	// rank breaks ties between conditions that leave many calls: the least drives.
	// With 0 it never does then, since its calls would have to be sorted.
	rank int
	// company says that its index begins with the company.
	company bool
}

// on is a condition on a column of calls, written with @ before the column.
func on(rank int, condition string, args ...any) callCondition {
	return callCondition{drive: strings.ReplaceAll(condition, "@", ""), filter: strings.ReplaceAll(condition, "@", "+"), args: args, rank: rank}
}

// ofCompany is [on] for an index that begins with the company.
func ofCompany(rank int, condition string, args ...any) callCondition {
	c := on(rank, condition, args...)
	c.company = true
	return c
}

// callQuery is what is asked of calls.
type callQuery struct {
	company    int64 // 0 for all
	conditions []callCondition
	// always holds besides: the time and the place in the list, which go with any index.
	always where
	before time.Time // when the call began that the list goes on after
}

func (q *callQuery) add(c callCondition) { q.conditions = append(q.conditions, c) }

// with is the query with more conditions.
func (q callQuery) with(more ...callCondition) callQuery {
	q.conditions = slices.Concat(q.conditions, more)
	return q
}

// few is how many calls may be sorted and looked at one by one. When each
// condition leaves more, the list is walked in its order until it is full.
const few = 3000

// sql is the query of the calls' seq and started, newest first. SQLite keeps no
// statistics here that it could choose an index by, and they would age: so the
// conditions are counted, up to few, and the one that leaves the fewest drives.
func (q callQuery) sql(ctx context.Context, from querier, limit int) (string, []any, error) {
	drives, least := -1, few
	for i, c := range q.conditions {
		if len(q.conditions) == 1 && c.rank > 0 {
			break // there is nothing to choose
		}
		n, err := q.count(ctx, from, c)
		if err != nil {
			return "", nil, err
		}
		if n < least {
			drives, least = i, n
		}
	}
	if drives < 0 {
		for i, c := range q.conditions {
			if c.rank > 0 && (drives < 0 || c.rank < q.conditions[drives].rank) {
				drives = i
			}
		}
	}
	w := where{conditions: q.always.conditions, args: slices.Clone(q.always.args)}
	q.of(&w, drives < 0 || q.conditions[drives].company)
	for i, c := range q.conditions {
		if i == drives {
			w.add(c.drive, c.args...)
		} else {
			w.add(c.filter, c.args...)
		}
	}
	return `SELECT c.seq, c.started FROM calls c` + w.sql() + ` ORDER BY c.started DESC, c.seq DESC LIMIT ?`, w.with(limit), nil
}

// of narrows to the company, by an index or not.
func (q callQuery) of(w *where, indexed bool) {
	switch {
	case q.company == 0:
	case indexed:
		w.add("c.company_id = ?", q.company)
	default:
		w.add("+c.company_id = ?", q.company)
	}
}

// count counts how many calls a condition leaves, at most few.
func (q callQuery) count(ctx context.Context, from querier, c callCondition) (n int, err error) {
	w := where{conditions: q.always.conditions, args: slices.Clone(q.always.args)}
	if c.company {
		q.of(&w, true)
	}
	w.add(c.drive, c.args...)
	query, args := `SELECT 1 FROM calls c`+w.sql(), w.args
	if c.probe != "" {
		query, args = c.probe, c.args
	}
	err = from.QueryRowContext(ctx, `SELECT count(*) FROM (`+query+` LIMIT ?)`, append(slices.Clone(args), few)...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count calls: %w", err)
	}
	return n, nil
}

// place is where a call stands in a list.
type place struct {
	seq     int64
	started string
}

func (q callQuery) places(ctx context.Context, from querier, limit int) ([]place, error) {
	query, args, err := q.sql(ctx, from, limit)
	if err != nil {
		return nil, err
	}
	return collect(ctx, from, "list calls", func(r *sql.Rows, p *place) error { return r.Scan(&p.seq, &p.started) }, query, args...)
}

// newest puts lists together, newest first.
func newest(limit int, lists ...[]place) []place {
	all := slices.Concat(lists...)
	slices.SortFunc(all, func(a, b place) int {
		if c := strings.Compare(b.started, a.started); c != 0 {
			return c
		}
		return int(b.seq - a.seq)
	})
	all = slices.CompactFunc(all, func(a, b place) bool { return a.seq == b.seq })
	return all[:min(limit, len(all))]
}

// places are the calls that a filter means.
func (s *Store) callPlaces(ctx context.Context, f CallFilter) ([]place, error) {
	q, err := s.callQuery(ctx, f)
	if err != nil {
		return nil, err
	}
	most := limit(f.Limit, 50)
	if f.Node != "" {
		return s.placesBehind(ctx, q, f, most)
	}
	if strings.TrimSpace(f.Search) == "" {
		return q.places(ctx, s.reader, most)
	}
	arms, err := s.searchArms(ctx, f)
	if err != nil {
		return nil, err
	}
	var lists [][]place
	for _, arm := range arms {
		found, err := q.with(arm...).places(ctx, s.reader, most)
		if err != nil {
			return nil, err
		}
		lists = append(lists, found)
	}
	return newest(most, lists...), nil
}

// callQuery is a filter without its text and its edge.
func (s *Store) callQuery(ctx context.Context, f CallFilter) (q callQuery, err error) {
	if f.Company != "" {
		c, err := s.Company(ctx, f.Company)
		if err != nil {
			return q, err
		}
		q.company = c.ID
	}
	if f.Caller != "" {
		q.add(callerCondition(f.Caller))
	}
	if f.Number != "" {
		q.add(on(3, "@c.number = ?", NormalNumber(f.Number)))
	}
	if f.Flow != "" || f.FlowID > 0 {
		if f.Node == "" { // else it is the flow of the node, and not the call's
			ids := []any{f.FlowID}
			if f.Flow != "" {
				if ids, err = flowIDs(ctx, s.reader, f.Flow); err != nil {
					return q, err
				}
			}
			q.add(among(4, "@c.flow_id", ids))
		}
	}
	if f.AnsweredBy != "" {
		// SQLite has to be told that it is not empty, else it takes no index that only has such calls, and looks at all.
		q.add(ofCompany(3, "@c.answered_by = ? AND @c.answered_by <> ''", f.AnsweredBy))
	}
	if f.Tag != "" {
		q.add(callCondition{
			drive: "c.id IN (SELECT call FROM call_tags WHERE tag = ?)", filter: "EXISTS (SELECT 1 FROM call_tags t WHERE t.call = c.id AND t.tag = ?)",
			probe: "SELECT 1 FROM call_tags WHERE tag = ?", args: []any{f.Tag},
		})
	}
	if err := q.outcome(f.Outcome); err != nil {
		return q, err
	}
	if f.Rang != "" {
		q.add(callCondition{filter: rang, drive: rang, args: []any{f.Rang + " *"}, probe: "SELECT 1 FROM calls WHERE ?1 <> ''"})
	}
	q.always.between("c.started", f.Since, f.Until)
	if f.Before == "" {
		return q, nil
	}
	var at place
	err = s.reader.QueryRowContext(ctx, `SELECT seq, started, started FROM calls WHERE id = ?`, f.Before).Scan(&at.seq, &at.started, when{&q.before})
	if err != nil {
		return q, &InvalidError{Field: "after", Value: f.Before, Problem: wording.Of("there is no such call; give the next of the page before")}
	}
	q.always.add("c.started <= ? AND (c.started < ? OR c.seq < ?)", at.started, at.started, at.seq)
	return q, nil
}

// rang finds calls that rang somebody: the steps that ring say so of each leg.
const rang = `EXISTS (SELECT 1 FROM steps s, json_each(s.details, '$.legs') l WHERE s.call = c.id AND s.details IS NOT NULL AND l.value GLOB ?)`

func among(rank int, column string, values []any) callCondition {
	if len(values) == 0 {
		return on(1, "0")
	}
	if len(values) > 1 {
		rank = 0
	}
	return on(rank, column+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", values...)
}

// callerCondition is [where.caller] for lists of calls.
func callerCondition(caller string) callCondition {
	var w where
	w.caller("@c.caller_key", caller)
	c := on(2, strings.TrimPrefix(w.conditions, " WHERE "), w.args...)
	if len(w.args) > 1 {
		c.rank = 0 // many whose numbers begin alike would have to be sorted
	}
	return c
}

func (q *callQuery) outcome(outcome string) error {
	switch outcome {
	case "":
	case "active":
		q.add(callCondition{drive: "c.seq IN (SELECT seq FROM calls WHERE ended IS NULL)", filter: "+c.ended IS NULL", probe: "SELECT 1 FROM calls WHERE ended IS NULL", rank: 1})
	case "answered":
		q.add(ofCompany(5, "@c.answered_by <> ''"))
	case "voicemail":
		q.add(ofCompany(5, "@c.message = 1"))
	case "missed":
		q.add(ofCompany(5, "@c.ended IS NOT NULL AND c.answered_by = '' AND c.message = 0"))
	case "completed", "hung_up", "limit", "error", "unknown", "unassigned", "lost", "blocked":
		q.add(ofCompany(5, "@c.outcome = ?", outcome))
	default:
		return &InvalidError{Field: "outcome", Value: outcome,
			Problem: wording.Say("use %s", wording.List([]string{"active", "answered", "missed", "voicemail", "completed", "hung_up", "limit", "error", "unknown", "unassigned", "blocked", "lost"}, "or"))}
	}
	return nil
}

// flowIDs are the flows that have that name or had it when they were removed.
func flowIDs(ctx context.Context, q querier, name string) ([]any, error) {
	ids, err := collect(ctx, q, "look up a flow", func(r *sql.Rows, id *any) error { return r.Scan(id) }, `SELECT id FROM flows WHERE name = ?`, name)
	if err == nil && len(ids) == 0 {
		err = notFound(ctx, q, "flow", name, `SELECT name FROM flows WHERE removed IS NULL`)
	}
	return ids, err
}

// searchArms are the ways in which calls can have a text: each a list of
// conditions, of which all must hold.
func (s *Store) searchArms(ctx context.Context, f CallFilter) ([][]callCondition, error) {
	text := strings.TrimSpace(f.Search)
	arms := [][]callCondition{{on(1, "@c.id = ?", strings.ToUpper(text))}}
	if digits := NormalNumber(text); strings.Trim(digits, "+0123456789*#") == "" {
		if len(digits) >= 3 {
			if CallerKey(digits) != "" {
				arms = append(arms, []callCondition{callerCondition(digits + "*")})
			}
			numbers, err := collect(ctx, s.reader, "look up numbers", func(r *sql.Rows, v *any) error { return r.Scan(v) },
				`SELECT number FROM numbers WHERE instr(number, ?) > 0 LIMIT 100`, strings.TrimPrefix(digits, "0"))
			if err != nil {
				return nil, err
			}
			arms = append(arms, []callCondition{among(4, "@c.number", append(numbers, digits))})
		} else {
			arms = append(arms, []callCondition{on(4, "@c.number = ?", digits)})
		}
		return arms, nil
	}
	var named []callCondition
	for _, word := range nameWords(text) {
		named = append(named, callCondition{
			drive:  "c.id IN (SELECT call FROM call_words WHERE word >= ? AND word < ?)",
			filter: "EXISTS (SELECT 1 FROM call_words w WHERE w.call = c.id AND w.word >= ? AND w.word < ?)",
			probe:  "SELECT 1 FROM call_words WHERE word >= ? AND word < ?", args: []any{word, following(word)},
		})
	}
	if len(named) > 0 {
		arms = append(arms, named)
	}
	flows, err := collect(ctx, s.reader, "look up flows", func(r *sql.Rows, v *any) error { return r.Scan(v) },
		`SELECT id FROM flows WHERE instr(lower(name), lower(?)) > 0 LIMIT 100`, text)
	if err != nil {
		return nil, err
	}
	if len(flows) > 0 {
		arms = append(arms, []callCondition{among(4, "@c.flow_id", flows)})
	}
	return append(arms, []callCondition{on(4, "@c.number = ?", text)}), nil
}

// runs are half hours, newest first, with those that follow each other as one:
// from when to when.
func runs(hours []time.Time) (out [][2]time.Time) {
	for _, began := range hours {
		if last := len(out) - 1; last >= 0 && out[last][0].Equal(began.Add(30*time.Minute)) {
			out[last][0] = began
			continue
		}
		out = append(out, [2]time.Time{began, began.Add(30 * time.Minute)})
	}
	return out
}

// placesBehind lists the calls that left a node by an outcome. When they began
// is counted by half hours: only those are searched.
func (s *Store) placesBehind(ctx context.Context, q callQuery, f CallFilter, most int) ([]place, error) {
	ids := []any{f.FlowID}
	if f.Flow != "" {
		var err error
		if ids, err = flowIDs(ctx, s.reader, f.Flow); err != nil {
			return nil, err
		}
	} else if f.FlowID == 0 {
		return nil, &InvalidError{Field: "node", Value: f.Node, Problem: wording.Of("say of which flow")}
	}
	left := where{}
	left.add("s.call = c.id AND s.node = ?", f.Node)
	left.is("s.outcome", f.Edge)
	left.add("coalesce(s.revision_id, c.revision_id) IN (SELECT id FROM revisions WHERE flow_id IN (?"+strings.Repeat(", ?", len(ids)-1)+"))", ids...)
	edge := callCondition{filter: "EXISTS (SELECT 1 FROM steps s" + left.sql() + ")", args: left.args}
	q.conditions = append(q.conditions, edge)
	// Only calls of the flow itself can have been there, unless others call it.
	var called bool
	err := s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM flow_refs x WHERE x.kind = 'flow' AND x.name IN (SELECT name FROM flows WHERE id IN (?`+
		strings.Repeat(", ?", len(ids)-1)+`)))`, ids...).Scan(&called)
	if err != nil {
		return nil, fmt.Errorf("look what calls a flow: %w", err)
	}
	own := among(4, "c.flow_id", ids)
	var out []place
	until := f.Until
	if q.before.After(time.Time{}) && (until.IsZero() || q.before.Before(until)) {
		until = q.before.Add(time.Millisecond)
	}
	for {
		const together = 100
		var hours []time.Time
		more := false
		for _, id := range ids {
			began, err := s.edgesWalked(ctx, id.(int64), f.Node, f.Edge, f.Since, until, together)
			if err != nil {
				return nil, err
			}
			hours = append(hours, began...)
			more = more || len(began) == together
		}
		slices.SortFunc(hours, func(a, b time.Time) int { return b.Compare(a) })
		hours = slices.Compact(hours)
		more = more || len(hours) > together
		hours = hours[:min(together, len(hours))]
		for _, run := range runs(hours) {
			w := where{conditions: q.always.conditions, args: slices.Clone(q.always.args)}
			w.between("c.started", run[0], run[1])
			q.of(&w, called)
			if !called {
				w.add(own.drive, own.args...)
			}
			for _, c := range q.conditions {
				w.add(c.filter, c.args...)
			}
			found, err := collect(ctx, s.reader, "list calls", func(r *sql.Rows, p *place) error { return r.Scan(&p.seq, &p.started) },
				`SELECT c.seq, c.started FROM calls c`+w.sql()+` ORDER BY c.started DESC, c.seq DESC LIMIT ?`, w.with(most-len(out))...)
			if err != nil {
				return nil, err
			}
			if out = append(out, found...); len(out) >= most {
				return out, nil
			}
		}
		if !more {
			return out, nil
		}
		until = hours[len(hours)-1]
	}
}
