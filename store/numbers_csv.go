package store

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ImportNumbers takes a CSV file whose first line names its columns: number,
// and any of service, group, flow (or voice_flow), text_flow, driver. Numbers that are there already
// are changed; a column that the file lacks, and an empty flow, are left as
// they are. Commas or semicolons separate. All of it is one change: with any
// bad line the error is an [*ImportError] that lists all of them. fits, if it is
// not nil, refuses numbers that get a flow or a driver, as they are then.
func (s *Store) ImportNumbers(ctx context.Context, company string, file io.Reader, fits func(Number) error) (ImportResult, error) {
	return s.importNumbers(ctx, company, file, fits, false)
}

// TryNumbers is [Store.ImportNumbers] without changing anything.
func (s *Store) TryNumbers(ctx context.Context, company string, file io.Reader, fits func(Number) error) (ImportResult, error) {
	return s.importNumbers(ctx, company, file, fits, true)
}

func (s *Store) importNumbers(ctx context.Context, company string, file io.Reader, fits func(Number) error, dry bool) (ImportResult, error) {
	if fits == nil {
		fits = func(Number) error { return nil }
	}
	// As lists of numbers name a column.
	rows, malformed, err := readTable(file, numberFileColumns, map[string]string{"voice_flow": "flow"})
	if err != nil {
		return ImportResult{}, err
	}
	return s.importRows(ctx, company, rows, malformed, dry, func(t *tx, row tableRow, seen seenLines) (bool, error) {
		if err := seen.once("number", NormalNumber(row.fields["number"]), row.line); err != nil {
			return false, err
		}
		return t.importNumber(row, fits)
	})
}

var numberFileColumns = []string{"number", "service", "group", "flow", "text_flow", "driver"}

func (t *tx) importNumber(row tableRow, fits func(Number) error) (added bool, err error) {
	number, err := checkNumber(row.fields["number"])
	if err != nil {
		return false, err
	}
	n, err := numberByNameOnly(t, number)
	var missing *NotFoundError
	if errors.As(err, &missing) {
		n, err = t.addNumber(Number{Number: number, Service: row.fields["service"], Group: row.fields["group"],
			VoiceFlow: row.fields["flow"], TextFlow: row.fields["text_flow"], Driver: row.fields["driver"]})
		if err != nil {
			return false, err
		}
		return true, fits(n)
	}
	if err != nil {
		return false, err
	}
	before := n
	if v, ok := row.fields["service"]; ok {
		n.Service = v
	}
	if v, ok := row.fields["group"]; ok {
		n.Group = v
	}
	if v := row.fields["driver"]; v != "" {
		n.Driver = v
	}
	if err := errors.Join(checkNumberTexts(n), checkDriver(n.Driver)); err != nil {
		return false, err
	}
	if _, err := t.exec("change a number", `UPDATE numbers SET service = ?, service_group = ?, driver = ? WHERE id = ?`, n.Service, n.Group, n.Driver, n.ID); err != nil {
		return false, err
	}
	for _, flow := range []string{row.fields["flow"], row.fields["text_flow"]} {
		if flow == "" {
			continue
		}
		if n, err = t.assign(n, flow); err != nil {
			return false, err
		}
	}
	if n == before {
		return false, nil
	}
	if n.VoiceFlow != before.VoiceFlow || n.Driver != before.Driver {
		if err := fits(n); err != nil {
			return false, err
		}
	}
	return false, t.audit("number.import", "number", number, before, n)
}

// numberByNameOnly is numberByName without looking for similar names, which
// would take long for a file of new numbers.
func numberByNameOnly(t *tx, number string) (Number, error) {
	var there bool
	if err := t.QueryRowContext(t.ctx, `SELECT EXISTS (SELECT 1 FROM numbers WHERE company_id = ? AND number = ?)`,
		t.company.ID, number).Scan(&there); err != nil {
		return Number{}, fmt.Errorf("look up the number %q: %w", number, err)
	}
	if !there {
		return Number{}, &NotFoundError{Kind: "number", Name: number}
	}
	return numberByName(t.ctx, t, t.company, number)
}
