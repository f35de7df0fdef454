package api

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"callflow/store"
)

// CallList is a page of calls, or, as a table, all of them.
type CallList struct {
	List[Call]
	// table writes the whole list, read page by page.
	table func(io.Writer) error
}

// writeCSV writes every call that the list's filters mean.
func (l CallList) writeCSV(w io.Writer) error { return l.table(w) }

func (a *API) listCalls(ctx context.Context, in *struct {
	Page
	CallQuery
}) (*body[CallList], error) {
	f, err := a.callFilter(ctx, in.CallQuery)
	if err != nil {
		return nil, err
	}
	page, err := a.callPage(ctx, f, in.Page)
	if err != nil {
		return nil, err
	}
	return answer(CallList{*page, func(w io.Writer) error { return a.callTable(ctx, f, w) }}, nil)
}

// tablePage is how many calls are read at a time for a table.
const tablePage = 500

// callTable writes calls as they are read, so that a table of a million of them
// takes no more memory than a page.
func (a *API) callTable(ctx context.Context, f store.CallFilter, w io.Writer) error {
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write([]string{"call", "started", "ended", "caller", "caller_name", "number", "flow", "revision", "state", "outcome",
		"answered_by", "duration_s", "talked_s", "recordings", "voicemail", "why", "path"}); err != nil {
		return err
	}
	f.Limit, f.Before = tablePage, ""
	for {
		calls, err := a.store.Calls(ctx, f)
		if err != nil {
			return err
		}
		for _, c := range calls {
			if err := out.Write(callRow(newCall(ctx, c), zone)); err != nil {
				return err
			}
		}
		out.Flush()
		if err := out.Error(); err != nil || len(calls) < tablePage {
			return err
		}
		f.Before = calls[len(calls)-1].ID
	}
}

func callRow(c Call, zone *time.Location) []string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format(time.RFC3339)
	}
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
	return []string{c.ID, at(c.Started), at(c.Ended), store.SafeCell(c.Caller), store.SafeCell(c.CallerName), store.SafeCell(c.Number), store.SafeCell(c.Flow), strconv.Itoa(c.Revision),
		c.State, string(c.Outcome), store.SafeCell(c.AnsweredBy), number(c.Duration), number(c.Talked), strconv.Itoa(c.Recordings), store.SafeCell(c.Voicemail),
		store.SafeCell(c.Why), store.SafeCell(c.Path)}
}
