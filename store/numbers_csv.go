package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// LineError is what is wrong with one line of a file.
type LineError struct {
	Line int
	Err  error
}

// ImportError lists everything that is wrong with a file of numbers; nothing
// of the file was taken.
type ImportError struct{ Lines []LineError }

// Code is for machines.
func (e *ImportError) Code() string { return "import" }

func (e *ImportError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "nothing was imported: %d lines are wrong", len(e.Lines))
	if len(e.Lines) == 1 {
		b.Reset()
		b.WriteString("nothing was imported: 1 line is wrong")
	}
	for _, l := range e.Lines {
		fmt.Fprintf(&b, "\nline %d: %v", l.Line, l.Err)
	}
	return b.String()
}

// ImportResult counts what an import did.
type ImportResult struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
}

// maxImport bounds a file of numbers, in bytes.
const maxImport = 64 << 20

// ImportNumbers takes a CSV file whose first line names its columns: number,
// and any of service, group, flow (or voice_flow), text_flow, driver. Numbers that are there already
// are changed; a column that the file lacks, and an empty flow, are left as
// they are. Commas or semicolons separate. All of it is one change: with any
// bad line the error is an [*ImportError] that lists all of them. fits, if it is
// not nil, refuses numbers that get a flow or a driver, as they are then.
func (s *Store) ImportNumbers(ctx context.Context, company string, file io.Reader, fits func(Number) error) (ImportResult, error) {
	return s.importNumbers(ctx, company, file, fits, nil)
}

// errOnlyTried undoes an import that was only to be tried.
var errOnlyTried = errors.New("this was only tried")

// TryNumbers is [Store.ImportNumbers] without changing anything.
func (s *Store) TryNumbers(ctx context.Context, company string, file io.Reader, fits func(Number) error) (ImportResult, error) {
	result, err := s.importNumbers(ctx, company, file, fits, errOnlyTried)
	if errors.Is(err, errOnlyTried) {
		err = nil
	}
	return result, err
}

// importNumbers takes a file; with an error at the end nothing of it is kept.
func (s *Store) importNumbers(ctx context.Context, company string, file io.Reader, fits func(Number) error, end error) (ImportResult, error) {
	var result ImportResult
	if fits == nil {
		fits = func(Number) error { return nil }
	}
	rows, malformed, err := readNumbers(file)
	if err != nil {
		return result, err
	}
	err = s.change(ctx, company, func(t *tx) error {
		result = ImportResult{}
		bad := malformed
		for _, row := range rows {
			added, err := t.importNumber(row, fits)
			switch {
			case isCancelled(err), err != nil && !isAboutInput(err):
				return fmt.Errorf("line %d: %w", row.line, err)
			case err != nil:
				bad = append(bad, LineError{row.line, err})
			case added:
				result.Added++
			default:
				result.Changed++
			}
		}
		if bad != nil {
			result = ImportResult{}
			slices.SortFunc(bad, func(a, b LineError) int { return a.Line - b.Line })
			return &ImportError{Lines: bad}
		}
		return end
	})
	return result, err
}

// isAboutInput says whether an error is the file's fault.
func isAboutInput(err error) bool {
	var coded interface{ Code() string }
	var write *WriteError
	return errors.As(err, &coded) && !errors.As(err, &write)
}

// numberRow is one line: the columns that are there, by name.
type numberRow struct {
	line   int
	fields map[string]string
}

var numberFileColumns = []string{"number", "service", "group", "flow", "text_flow", "driver"}

// readNumbers takes a file apart: its rows, and the lines that are malformed.
// The error is for a file of which nothing can be understood.
func readNumbers(file io.Reader) ([]numberRow, []LineError, error) {
	in := bufio.NewReader(io.LimitReader(file, maxImport))
	if bom, _ := in.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		in.Discard(3) // three bytes are there
	}
	first, _ := in.Peek(1024)
	first, _, _ = bytes.Cut(first, []byte("\n"))
	r := csv.NewReader(in)
	r.TrimLeadingSpace = true
	r.FieldsPerRecord = -1
	if bytes.Contains(first, []byte(";")) && !bytes.Contains(first, []byte(",")) {
		r.Comma = ';'
	}
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, &ImportError{Lines: []LineError{{1, errors.New("the file is empty; its first line names the columns: " + strings.Join(numberFileColumns, ", "))}}}
	}
	if err != nil {
		return nil, nil, &ImportError{Lines: []LineError{csvError(err)}}
	}
	for i, h := range header {
		header[i] = strings.ToLower(strings.TrimSpace(h))
		if header[i] == "voice_flow" { // as lists of numbers name it
			header[i] = "flow"
		}
		if !slices.Contains(numberFileColumns, header[i]) {
			return nil, nil, &ImportError{Lines: []LineError{{1, fmt.Errorf("the column %q is not known; the first line names the columns: %s", clip(h, 40), strings.Join(numberFileColumns, ", "))}}}
		}
	}
	if !slices.Contains(header, "number") {
		return nil, nil, &ImportError{Lines: []LineError{{1, errors.New("there is no column number")}}}
	}
	var rows []numberRow
	var bad []LineError
	seen := map[string]int{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			bad = append(bad, csvError(err))
			break // past a broken quote nothing can be told apart
		}
		line, _ := r.FieldPos(0)
		if len(record) != len(header) {
			bad = append(bad, LineError{line, fmt.Errorf("it has %d fields where the first line names %d", len(record), len(header))})
			continue
		}
		row := numberRow{line: line, fields: map[string]string{}}
		for i, h := range header {
			row.fields[h] = plainCell(strings.TrimSpace(record[i]))
		}
		number := NormalNumber(row.fields["number"])
		if before, twice := seen[number]; twice {
			bad = append(bad, LineError{line, fmt.Errorf("the number %q is in line %d already", number, before)})
			continue
		}
		seen[number] = line
		rows = append(rows, row)
	}
	return rows, bad, nil
}

// plainCell takes away the apostrophe that keeps spreadsheets from taking a text
// for a formula.
func plainCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@", rune(s[1])) {
		return s[1:]
	}
	return s
}

func csvError(err error) LineError {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return LineError{p.Line, p.Err}
	}
	return LineError{0, err}
}

func (t *tx) importNumber(row numberRow, fits func(Number) error) (added bool, err error) {
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
