//go:build ignore

// Writes the reference of all node types to the file that is named: what
// `go generate ./flowengine/nodes` runs.
package main

import (
	"bytes"
	"fmt"
	"os"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
)

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "writing the node reference:", err)
		os.Exit(1)
	}
}

func write(file string) error {
	registry, err := nodes.Registry()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := flowengine.WriteNodeReference(&out, registry); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}
