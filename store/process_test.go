package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/store"
)

// childMain is what a child process of a test does; false in the test itself.
func childMain() bool {
	work := map[string]func(context.Context, *store.Store) error{"calls": childCalls, "numbers": childNumbers}[os.Getenv("STORE_CHILD")]
	if work == nil {
		return false
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: os.Getenv("STORE_PATH")})
	if err == nil {
		err = work(ctx, s)
		s.Close()
	}
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	return true
}

// childCalls writes calls until it is killed, and prints each that is in the file.
func childCalls(ctx context.Context, s *store.Store) error {
	j := store.NewJournal(s, store.JournalOptions{})
	j.Start()
	for i := 0; ; i++ {
		story(j, fmt.Sprint("c", i), "0412345678")
		j.Checkpoint(checkpoint(fmt.Sprint("open", i), 1))
		if i%50 == 0 {
			if err := j.Flush(ctx); err != nil {
				return err
			}
			fmt.Println(i)
		}
	}
}

func childNumbers(ctx context.Context, s *store.Store) error {
	for i := range 50 {
		if _, err := s.AddNumber(ctx, "", store.Number{Number: fmt.Sprintf("%d-%d", os.Getpid(), i)}); err != nil {
			return err
		}
	}
	return nil
}

func child(t *testing.T, work, path string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	ok(t, err)
	c := exec.Command(exe)
	c.Env = append(os.Environ(), "STORE_CHILD="+work, "STORE_PATH="+path)
	return c
}

// kill -9 in the middle of writing loses nothing that was said to be written.
func TestAKilledProcessLeavesAGoodFile(t *testing.T) {
	for round := range 5 {
		path := filepath.Join(t.TempDir(), "callflow.db")
		c := child(t, "calls", path)
		out, err := c.StdoutPipe()
		ok(t, err)
		ok(t, c.Start())
		written := -1
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if _, err := fmt.Sscan(lines.Text(), &written); err != nil {
				t.Fatal(lines.Text())
			}
			if written >= 100+round*170 {
				break
			}
		}
		time.Sleep(time.Duration(round*3) * time.Millisecond) // somewhere in the next commits
		ok(t, c.Process.Kill())
		_ = c.Wait() // it was killed

		s := openAt(t, path, nil)
		db := rawSQL(t, path)
		var integrity string
		ok(t, db.QueryRow(`PRAGMA integrity_check`).Scan(&integrity))
		if integrity != "ok" {
			t.Fatal(integrity)
		}
		var ended, broken, checkpoints int
		ok(t, db.QueryRow(`SELECT count(*), count(*) FILTER (WHERE (SELECT count(*) FROM steps WHERE call = c.id) <> 2) FROM calls c WHERE ended IS NOT NULL`).Scan(&ended, &broken))
		ok(t, db.QueryRow(`SELECT count(*) FROM checkpoints WHERE call LIKE 'open%'`).Scan(&checkpoints))
		if ended < written+1 || broken > 0 || checkpoints < written {
			t.Errorf("%d calls of at least %d, %d of them broken, %d checkpoints", ended, written+1, broken, checkpoints)
		}
		must(t)(s.OpenCheckpoints(t.Context()))
	}
}

// A server and commands start together on a file that is not there yet, and
// write at the same time.
func TestSeveralProcessesUseOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	const processes = 4
	var children []*exec.Cmd
	var output [processes]strings.Builder
	for i := range processes {
		c := child(t, "numbers", path)
		c.Stdout, c.Stderr = &output[i], &output[i]
		ok(t, c.Start())
		children = append(children, c)
	}
	s := openAt(t, path, nil)
	j := journal(t, s)
	for i := range 200 {
		story(j, fmt.Sprint("c", i), "1")
	}
	for i, c := range children {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, output[i].String())
		}
	}
	flush(t, j)
	numbers, err := s.Numbers(t.Context(), "", store.NumberFilter{})
	ok(t, err)
	if len(numbers) != processes*50 {
		t.Errorf("%d numbers", len(numbers))
	}
	if j.Stats().Dropped+j.Stats().Refused > 0 {
		t.Errorf("%+v", j.Stats())
	}
}
