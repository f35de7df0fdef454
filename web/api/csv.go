package api

import (
	"encoding"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"callflow/store"
)

// typeCSV is the media type of lists as tables, see RFC 4180.
const typeCSV = "text/csv"

// tabular is what can be written as a table.
type tabular interface {
	writeCSV(w io.Writer) error
}

// writeCSV writes the list with a first line that names the columns: the JSON
// names of its items' fields. What is no text, number or truth is in JSON.
func (l List[T]) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	t := reflect.TypeFor[T]()
	fields := columns(t, nil)
	line := make([]string, len(fields))
	for i, f := range fields {
		line[i] = f.name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, item := range l.Items {
		for i, f := range fields {
			text, err := cellText(reflect.ValueOf(item).FieldByIndex(f.index))
			if err != nil {
				return err
			}
			line[i] = text
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// column is one field of a list's items.
type column struct {
	name  string
	index []int
}

// columns are the fields of a struct that JSON would have, embedded ones too.
func columns(t reflect.Type, before []int) (all []column) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int{}, before...), i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			all = append(all, columns(f.Type, index)...)
		case !f.IsExported() || name == "-":
		case name == "":
			all = append(all, column{f.Name, index})
		default:
			all = append(all, column{name, index})
		}
	}
	return all
}

func cellText(v reflect.Value) (string, error) {
	if v.IsZero() && v.Kind() == reflect.Struct {
		return "", nil // a time that is not known
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch v.Kind() {
	case reflect.String:
		return store.SafeCell(v.String()), nil
	case reflect.Slice, reflect.Map, reflect.Struct, reflect.Interface, reflect.Pointer:
		if v.Kind() != reflect.Struct && v.IsNil() {
			return "", nil
		}
		text, err := json.Marshal(v.Interface())
		return string(text), err
	}
	return fmt.Sprint(v.Interface()), nil
}

// marshalCSV writes what is a table as one, and the rest, such as problems, in JSON.
func marshalCSV(w io.Writer, v any) error {
	if t, ok := v.(tabular); ok {
		return t.writeCSV(w)
	}
	return json.NewEncoder(w).Encode(v)
}

// Table is which part of a list is asked for that can be a table, too: that has no
// pages.
type Table struct {
	Page
	Accept string `header:"Accept" hidden:"true"`
}

// mostRows bounds a table.
const mostRows = 1_000_000

// most is how many items the answer has at most.
func (t Table) most() int {
	if strings.Contains(t.Accept, typeCSV) {
		return mostRows
	}
	return t.Page.most()
}
