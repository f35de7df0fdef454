//go:build integration

package integration

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// asterisk is the one Asterisk of this run.
var asterisk *pbx

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

// run is TestMain with deferred calls that run.
func run(m *testing.M) (status int) {
	complain := func(what string, err error) {
		if err != nil {
			fmt.Fprintf(os.Stderr, "integration: %s: %v\n", what, err)
			status = max(status, 1)
		}
	}
	folder, err := os.MkdirTemp("", "callflow-integration-")
	if err != nil {
		complain("a folder for the tests", err)
		return status
	}
	defer func() {
		if status == 0 || os.Getenv("CALLFLOW_KEEP") == "" {
			complain("removing the tests' folder", os.RemoveAll(folder))
		} else {
			fmt.Fprintln(os.Stderr, "integration: databases and logs are kept in", folder)
		}
	}()
	scratch = folder
	var down func() error
	asterisk, down, err = findAsterisk()
	if down != nil {
		defer func() { complain("stopping Asterisk", down()) }()
	}
	if err != nil {
		complain("Asterisk", err)
		return status
	}
	defer asterisk.close()
	if binary, err = findCallflow(folder); err != nil {
		complain("callflow", err)
		return status
	}
	// The tests wait far more than they work.
	if f := flag.Lookup("test.parallel"); f != nil && !isSet("test.parallel") {
		complain("the number of tests at once", f.Value.Set("10"))
	}
	status = m.Run()
	complain("callflow, at its end", shared.stop())
	complain("Asterisk, at the end", asterisk.empty(10*time.Second))
	asterisk.close()
	complain("goroutines", goleak.Find())
	return status
}

// scratch is a folder for everything that the tests write, binary the callflow that they run.
var scratch, binary string

func isSet(name string) (set bool) {
	flag.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}

// findCallflow returns the binary to test, and builds it if nobody has.
func findCallflow(folder string) (string, error) {
	if path := os.Getenv("CALLFLOW_BIN"); path != "" {
		return path, nil
	}
	return build(filepath.Join(folder, "callflow"), "-race")
}

// plainBinary is callflow as it is used, for tests that measure it: the race detector makes it several times slower.
var plainBinary = sync.OnceValues(func() (string, error) { return build(filepath.Join(scratch, "callflow-plain")) })

func build(path string, flags ...string) (string, error) {
	out, err := exec.Command("go", append(append([]string{"build"}, flags...), "-o", path, "callflow/cmd/callflow")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building callflow: %w\n%s", err, out)
	}
	return path, nil
}

// transport is the way to Asterisk that this run is about.
func transport() string {
	if t := os.Getenv("CALLFLOW_ARI_TRANSPORT"); t != "" {
		return t
	}
	return "auto"
}

// patience is how long something may take that is due at once. It is long, because a failing test may be slow and a machine
// may be busy; nothing waits for it to pass.
const patience = 15 * time.Second

// within is a context for one wait.
func within(t testing.TB, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// eventually asks again until there is no error, or the time is up, and returns the last error.
func eventually(d time.Duration, ask func() error) error {
	deadline := time.Now().Add(d)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ask()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		<-tick.C
	}
}

// script runs one of the project's scripts.
func script(name string, arguments ...string) (string, error) {
	command := exec.Command(filepath.Join("..", "scripts", name), arguments...)
	// Files, so that an Asterisk that is started, and goes on, does not keep a pipe open.
	out, err := os.CreateTemp(scratch, name+"-*.out")
	if err != nil {
		return "", err
	}
	defer out.Close()
	command.Stdout, command.Stderr = out, out
	err = command.Run()
	text, readErr := os.ReadFile(out.Name())
	if err == nil {
		err = readErr
	}
	if err != nil {
		err = fmt.Errorf("scripts/%s %s: %w\n%s", name, strings.Join(arguments, " "), err, text)
	}
	return string(text), err
}
