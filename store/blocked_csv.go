package store

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"callflow/wording"
)

var blockedFileColumns = []string{"number", "prefix", "reason", "created"}

// ImportBlocked takes a CSV file whose first line names its columns: number, and
// any of prefix (true or false) and reason; created is passed over, so that what
// [WriteBlocked] wrote can be taken. National numbers are taken for those of the
// company's country. Callers who are blocked already get the new reason. All of
// it is one change: with any bad line the error is an [*ImportError] that lists
// all of them. With dry it is only tried.
func (s *Store) ImportBlocked(ctx context.Context, company string, file io.Reader, dry bool) (ImportResult, error) {
	rows, malformed, err := readTable(file, blockedFileColumns, nil)
	if err != nil {
		return ImportResult{}, err
	}
	return s.importRows(ctx, company, rows, malformed, dry, s.importBlocked)
}

func (s *Store) importBlocked(t *tx, row tableRow, seen seenLines) (added bool, err error) {
	b := BlockedCaller{Number: row.fields["number"], Reason: row.fields["reason"]}
	if text := row.fields["prefix"]; text != "" {
		if b.Prefix, err = strconv.ParseBool(strings.ToLower(text)); err != nil {
			return false, &InvalidError{Field: "prefix", Value: text, Problem: wording.Of("use true for all numbers that begin so, else false")}
		}
	}
	name := NormalNumber(b.Number) + "…"
	if !b.Prefix {
		if b.Number, err = s.FullNumber(t.ctx, t.company.Name, b.Number); err != nil {
			return false, err
		}
		name = NormalNumber(b.Number)
	}
	if err := seen.once("number", name, row.line); err != nil {
		return false, err
	}
	return t.blockCaller(b)
}

// WriteBlocked writes blocked callers as a CSV file, which [Store.ImportBlocked]
// takes.
func WriteBlocked(w io.Writer, callers []BlockedCaller) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(blockedFileColumns); err != nil {
		return err
	}
	for _, b := range callers {
		if err := out.Write([]string{SafeCell(b.Number), strconv.FormatBool(b.Prefix), SafeCell(b.Reason), b.Created.UTC().Format(time.RFC3339)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
