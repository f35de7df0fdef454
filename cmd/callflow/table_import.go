package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"callflow/store"
)

// importTable takes the CSV file that the argument names, or standard input for
// -, and says what became of it: how much was taken, or which lines are bad.
func (in *invocation) importTable(take func(io.Reader) (store.ImportResult, error)) error {
	path, file := in.Args().First(), in.App.Reader
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("reading what to import: %w", err)
		}
		defer f.Close()
		file = f
	}
	result, err := take(file)
	var bad *store.ImportError
	if errors.As(err, &bad) {
		for _, l := range bad.Lines {
			in.out.printf("%s:%d: %s: %s\n", path, l.Line, in.out.in(red, "error"), clean(l.Err.Error()))
		}
		return fmt.Errorf("nothing was imported: %s; mend what is listed and import again", plural(len(bad.Lines), "bad line"))
	}
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(result)
	}
	in.out.printf("%d added, %d changed.\n", result.Added, result.Changed)
	return nil
}
