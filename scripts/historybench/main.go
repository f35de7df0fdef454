// Command historybench measures lists and searches of calls over a million of
// them with ten million steps. scripts/bench history starts it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow/store"
)

func main() {
	path := flag.String("db", ".run/bench/history.db", "the database, which is made when it is not there")
	calls := flag.Int("calls", 1_000_000, "how many calls it is given, with ten steps each")
	rounds := flag.Int("rounds", 40, "how often each question is asked, with other values")
	limit := flag.Duration("limit", 50*time.Millisecond, "end with status 1 when a p95 is over this")
	flag.Parse()
	if err := run(context.Background(), *path, *calls, *rounds, *limit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path string, calls, rounds int, limit time.Duration) error {
	_, missing := os.Stat(path)
	s, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return err
	}
	defer s.Close()
	if errors.Is(missing, fs.ErrNotExist) {
		if err := generate(ctx, path, calls); err != nil {
			return errors.Join(err, os.Remove(path))
		}
	}
	slow := 0
	fmt.Printf("%-44s %9s %9s %9s\n", "question", "median", "p95", "worst")
	for _, q := range questions() {
		times := make([]time.Duration, rounds)
		random := rand.New(rand.NewPCG(1, 2)) // the same values each time
		for i := range times {
			began := time.Now()
			if err := q.ask(ctx, s, random); err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			times[i] = time.Since(began)
		}
		slices.Sort(times)
		p95 := times[(len(times)*95+99)/100-1]
		if p95 > limit {
			slow++
		}
		ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
		fmt.Printf("%-44s %9s %9s %9s\n", q.name, ms(times[len(times)/2]), ms(p95), ms(times[len(times)-1]))
	}
	if slow > 0 {
		return fmt.Errorf("%d questions take longer than %s", slow, limit)
	}
	return nil
}

// question is one way of asking for calls.
type question struct {
	name string
	ask  func(context.Context, *store.Store, *rand.Rand) error
}

func list(name string, f func(*rand.Rand) store.CallFilter) question {
	return question{name, func(ctx context.Context, s *store.Store, r *rand.Rand) error {
		filter := f(r)
		filter.Company, filter.Limit = store.DefaultCompany, 51
		_, err := s.Calls(ctx, filter)
		return err
	}}
}

func questions() []question {
	day := func(r *rand.Rand) time.Time {
		return time.Date(2025, 11, 26, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(360))
	}
	number := func(r *rand.Rand) string { return fmt.Sprintf("+6129999%04d", 1+r.IntN(100)) }
	flow := func(r *rand.Rand) int64 { return int64(1 + r.IntN(20)) }
	caller := func(r *rand.Rand) string { return fmt.Sprintf("04%08d", r.IntN(200000)*487%100000000) }
	type F = store.CallFilter
	all := []question{
		list("the newest", func(*rand.Rand) F { return F{} }),
		list("after a call in the middle", func(r *rand.Rand) F { return F{Before: fmt.Sprintf("%026d", 1000+r.IntN(1000))} }),
		list("of a day", func(r *rand.Rand) F { d := day(r); return F{Since: d, Until: d.AddDate(0, 0, 1)} }),
		list("caller", func(r *rand.Rand) F { return F{Caller: caller(r)} }),
		list("caller begins with 4 digits", func(r *rand.Rand) F { return F{Caller: caller(r)[:4] + "*"} }),
		list("caller begins with 7 digits", func(r *rand.Rand) F { return F{Caller: caller(r)[:7] + "*"} }),
		list("number", func(r *rand.Rand) F { return F{Number: number(r)} }),
		list("flow", func(r *rand.Rand) F { return F{FlowID: flow(r)} }),
		list("tag", func(r *rand.Rand) F { return F{Tag: "tag" + strconv.Itoa(r.IntN(20))} }),
		list("answered by", func(r *rand.Rand) F { return F{AnsweredBy: fmt.Sprint("user:agent", r.IntN(50))} }),
		list("number, of a month", func(r *rand.Rand) F { d := day(r); return F{Number: number(r), Since: d, Until: d.AddDate(0, 1, 0)} }),
		list("number and flow", func(r *rand.Rand) F { return F{Number: number(r), FlowID: flow(r)} }),
		list("number and error", func(r *rand.Rand) F { return F{Number: number(r), Outcome: "error"} }),
		list("flow and voicemail", func(r *rand.Rand) F { return F{FlowID: flow(r), Outcome: "voicemail"} }),
		list("flow, missed, of a week", func(r *rand.Rand) F {
			d := day(r)
			return F{FlowID: flow(r), Outcome: "missed", Since: d, Until: d.AddDate(0, 0, 7)}
		}),
		list("tag and missed", func(r *rand.Rand) F { return F{Tag: "tag" + strconv.Itoa(r.IntN(20)), Outcome: "missed"} }),
		list("search for digits", func(r *rand.Rand) F { return F{Search: caller(r)[:6]} }),
		list("search for a part of a number", func(r *rand.Rand) F { return F{Search: number(r)[5:]} }),
		list("search for a word", func(r *rand.Rand) F { return F{Search: fmt.Sprintf("family%db", r.IntN(5000))} }),
		list("search for the beginning of a word", func(r *rand.Rand) F { return F{Search: "fam"} }),
		list("search for two words", func(r *rand.Rand) F { n := r.IntN(5000); return F{Search: fmt.Sprintf("name%d family%d", n%500, n)} }),
		list("search for a flow", func(r *rand.Rand) F { return F{Search: fmt.Sprint("flow ", flow(r))} }),
		list("search for nothing there is", func(*rand.Rand) F { return F{Search: "zzz"} }),
		list("search for a word, missed", func(r *rand.Rand) F { return F{Search: "name1", Outcome: "missed"} }),
		list("behind an edge", func(r *rand.Rand) F { return F{FlowID: flow(r), Node: "n4", Edge: "key:1"} }),
		list("behind a rare edge", func(r *rand.Rand) F { return F{FlowID: flow(r), Node: "n7", Edge: "error"} }),
	}
	for _, outcome := range []string{"active", "answered", "missed", "voicemail", "completed", "hung_up", "error", "lost"} {
		all = append(all, list(outcome, func(*rand.Rand) F { return F{Outcome: outcome} }))
	}
	return append(all,
		question{"one call's steps", func(ctx context.Context, s *store.Store, r *rand.Rand) error {
			_, err := s.Steps(ctx, fmt.Sprintf("%026d", 1+r.IntN(1000)))
			return err
		}},
		question{"statistics of a flow, of a week", func(ctx context.Context, s *store.Store, r *rand.Rand) error {
			d := day(r)
			_, err := s.Statistics(ctx, store.DefaultCompany, flow(r), store.StatisticsFilter{Since: d, Until: d.AddDate(0, 0, 7)})
			return err
		}},
		question{"calls by hours, of a day", func(ctx context.Context, s *store.Store, r *rand.Rand) error {
			_, err := s.CallsByHour(ctx, store.DefaultCompany, time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC))
			return err
		}})
}

var series = regexp.MustCompile(`generate\((\d+), ([%A-Z0-9]+)\)`)

// fill puts the figures into a statement; generate(1, n) are the numbers up to n.
func fill(statement string, calls int) string {
	statement = strings.NewReplacer("%CALLS", strconv.Itoa(calls), "%YEAR", strconv.Itoa(year)).Replace(statement)
	return series.ReplaceAllString(statement, `(WITH RECURSIVE n(value) AS (SELECT $1 UNION ALL SELECT value + 1 FROM n WHERE value < $2) SELECT value FROM n)`)
}
