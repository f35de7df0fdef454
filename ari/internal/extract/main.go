// Command extract makes ari/spec.json from the resource descriptions of an Asterisk.
//
//	go run ./ari/internal/extract -asterisk 22.10.1 /usr/share/asterisk/rest-api
package main

import (
	"flag"
	"fmt"
	"os"

	"callflow/ari/internal/spec"
)

const out = "ari/spec.json"

func main() {
	version := flag.String("asterisk", "", "the version of the Asterisk that the descriptions come from")
	flag.Parse()
	if err := run(*version, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

func run(version string, args []string) error {
	if version == "" || len(args) != 1 {
		return fmt.Errorf("give -asterisk VERSION and the folder with its descriptions, such as /usr/share/asterisk/rest-api")
	}
	s, err := spec.Extract(args[0])
	if err != nil {
		return err
	}
	s.Asterisk = version
	if err := s.Save(out); err != nil {
		return fmt.Errorf("%w (run it in the module's root folder)", err)
	}
	fmt.Printf("%s: Asterisk %s; now run: go generate ./ari\n", out, s.Asterisk)
	return nil
}
