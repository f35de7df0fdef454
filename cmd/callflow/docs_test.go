package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var updateDocs = flag.Bool("update-docs", false, "write the output of the examples in README.md and docs anew")

// The blocks marked `console` in README.md and docs are commands with what they
// print. Those of one file run one after another, in a folder that has the
// repository's examples. "…" stands for anything within a line, and on a line
// of its own for any lines.
func TestExamplesInDocs(t *testing.T) {
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, file := range append(files, "../../README.md") {
		file, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			examples, err := filepath.Abs("../../examples")
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			if err := os.Symlink(examples, "examples"); err != nil {
				t.Fatal(err)
			}
			t.Setenv("CALLFLOW_DB", "callflow.db")
			t.Setenv("CALLFLOW_AUTHOR", "docs")
			updated := consoleBlock.ReplaceAllStringFunc(string(text), func(block string) string {
				total++
				return runBlock(t, block)
			})
			if *updateDocs {
				if err := os.WriteFile(file, []byte(updated), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if total < 4 {
		t.Errorf("only %d blocks were found", total)
	}
}

var (
	consoleBlock = regexp.MustCompile("(?s)```console\n.*?```")
	shellWord    = regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`)
)

// runBlock runs the commands of one block, compares what they print, and
// returns the block as it should be.
func runBlock(t *testing.T, block string) string {
	body := strings.TrimSuffix(strings.TrimPrefix(block, "```console\n"), "```")
	var out strings.Builder
	for _, part := range strings.Split("\n"+body, "\n$ ")[1:] {
		command, want, _ := strings.Cut(part, "\n")
		got := runExample(t, command)
		if !*updateDocs && !like(want, got) {
			t.Errorf("$ %s\nprints\n%s\nand not\n%s", command, got, want)
		}
		fmt.Fprintf(&out, "$ %s\n%s", command, got)
		if got != "" && !strings.HasSuffix(got, "\n") {
			out.WriteByte('\n')
		}
	}
	return "```console\n" + out.String() + "```"
}

func runExample(t *testing.T, command string) string {
	t.Helper()
	var words []string
	for _, w := range shellWord.FindAllStringSubmatch(command, -1) {
		word := w[1] + w[2] + w[3]
		if matches, err := filepath.Glob(word); err == nil && strings.ContainsRune(w[3], '*') && len(matches) > 0 {
			words = append(words, matches...)
			continue
		}
		words = append(words, word)
	}
	if words[0] != "callflow" {
		t.Fatalf("only callflow can be run here, not %q; mark the block sh", words[0])
	}
	var out bytes.Buffer
	run(context.Background(), words[1:], strings.NewReader(""), &out, &out)
	return out.String()
}

// like compares with "…" for anything.
func like(want, got string) bool {
	pattern := regexp.QuoteMeta(strings.TrimSpace(want))
	pattern = regexp.MustCompile(`(?m)^…$`).ReplaceAllString(pattern, `(?s:.*)`)
	pattern = strings.ReplaceAll(pattern, "…", ".*")
	return regexp.MustCompile(`^` + pattern + `$`).MatchString(strings.TrimSpace(got))
}

// Links between pages lead somewhere.
func TestLinksInDocs(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`)
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../docs/decisions/*.md", "../../asterisk-etc/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range link.FindAllStringSubmatch(string(text), -1) {
				if _, err := os.Stat(filepath.Join(filepath.Dir(file), found[1])); err != nil {
					t.Errorf("%s leads to %s, which is not there", file, found[1])
				}
			}
		}
	}
}
