// Command generate makes the Go code of package ari from spec.json. It is run by `go generate ./ari`, in that folder.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path/filepath"

	"callflow/ari/internal/spec"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	s, err := spec.Load(filepath.Join(dir, "spec.json"))
	if err != nil {
		return err
	}
	files, err := generate(s)
	if err != nil {
		return err
	}
	for name, code := range files {
		if err := os.WriteFile(filepath.Join(dir, name), code, 0o644); err != nil {
			return fmt.Errorf("writing the generated code: %w", err)
		}
	}
	return nil
}

// generate makes the files of package ari, by name.
func generate(s *spec.Spec) (map[string][]byte, error) {
	g := newGenerator(s)
	raw := map[string]func(*bytes.Buffer){
		"models_gen.go":     g.models,
		"events_gen.go":     g.events,
		"operations_gen.go": g.operations,
	}
	for _, r := range s.Resources {
		raw["resource_"+lower(r.Name)+"_gen.go"] = func(b *bytes.Buffer) { g.resource(b, r) }
	}
	files := map[string][]byte{}
	for name, write := range raw {
		var b bytes.Buffer
		fmt.Fprintf(&b, "// Code generated from spec.json (Asterisk %s) by ari/internal/generate. DO NOT EDIT.\n\npackage ari\n\n", s.Asterisk)
		write(&b)
		code, err := format.Source(b.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", name, err, b.Bytes())
		}
		files[name] = code
	}
	return files, nil
}
