package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/rogpeppe/go-internal/testscript"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
	"callflow/store"
)

func TestMain(m *testing.M) {
	sql.Register("sqlite3-test", &sqlite3.SQLiteDriver{})
	testscript.Main(m, map[string]func(){"callflow": main, "sql": execSQL, "locked": holdLock, "called": called})
}

// TestScripts runs the files of testdata/script: commands as people type them,
// and what must come of them. UPDATE_SCRIPTS=1 writes the expected outputs anew.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TZ", "UTC")
			e.Setenv("CALLFLOW_AUTHOR", "tester")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // else each command sleeps for a second
			return nil
		},
	})
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// execSQL is `sql FILE STATEMENT`, for databases that no command would make.
func execSQL() {
	db, err := sql.Open("sqlite3-test", os.Args[1])
	must(err)
	defer db.Close()
	_, err = db.Exec(os.Args[2])
	must(err)
}

// holdLock is `locked FILE COMMAND…`: runs a command of callflow while another
// program writes to the database.
func holdLock() {
	db, err := sql.Open("sqlite3-test", os.Args[1]+"?_txlock=immediate")
	must(err)
	tx, err := db.Begin()
	must(err)
	status := run(context.Background(), os.Args[2:], os.Stdin, os.Stdout, os.Stderr)
	must(tx.Rollback())
	must(db.Close())
	os.Exit(status)
}

// called is `called FLOW ID KEYS ANSWERS [SPEECH]`: writes a call into the
// database's history as the server does, from a simulation.
func called() {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: "callflow.db"})
	must(err)
	defer s.Close()
	revision, err := s.LiveRevision(ctx, "", os.Args[1])
	must(err)
	registry, err := nodes.Registry()
	must(err)
	program, err := registry.Compile(revision.Document)
	must(err)
	script := simulator.Script{Caller: "0412345678", CallerName: "Bob", Number: "100"}
	script.Presses, err = simulator.ParseDigits(os.Args[3])
	must(err)
	script.Answers, err = simulator.ParseAnswers(strings.Fields(os.Args[4]))
	must(err)
	if len(os.Args) > 5 {
		script.Speech, err = simulator.ParseSpeech(os.Args[5])
		must(err)
	}
	out, err := simulator.Run(ctx, program, script, simulator.Options{Services: flowengine.Services{Directory: s.Directory("")}})
	must(err)
	must(writeCall(ctx, s, os.Args[2], revision, script, out))
}

func writeCall(ctx context.Context, s *store.Store, id string, revision store.Revision, script simulator.Script, out simulator.Outcome) error {
	journal := store.NewJournal(s, store.JournalOptions{})
	journal.Start()
	journal.CallStarted(flowengine.CallStarted{
		Call: flowengine.Incoming{ID: id, Channel: "1.1", Number: script.Number, CallerNumber: script.Caller, CallerName: script.CallerName,
			Arrived: simulator.DefaultAt},
		Company: "default", Flow: revision.Flow, Revision: revision.ID,
	})
	for _, step := range out.Trace {
		step.Call = id
		journal.StepDone(step)
	}
	out.Ended.Call = id
	journal.CallEnded(out.Ended)
	if err := journal.Stop(ctx); err != nil {
		return err
	}
	for _, kept := range out.Kept {
		kept.Recording.Call, kept.Recording.Name = id, id
		folder := filepath.Join("callflow-data", "recordings")
		if err := os.MkdirAll(folder, 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, id+".wav"), []byte("RIFF sound"), 0o640); err != nil {
			return err
		}
		if _, err := s.KeepRecording(ctx, "", kept.Recording, store.RecordingFile{Name: id + ".wav", Size: 10, Duration: kept.Duration}); err != nil {
			return err
		}
	}
	return nil
}

func TestParseWhen(t *testing.T) {
	now := time.Date(2026, 7, 15, 14, 30, 0, 0, time.FixedZone("AEST", 10*3600))
	for text, want := range map[string]string{
		"":                     "0001-01-01T00:00:00Z",
		"now":                  "2026-07-15T14:30:00+10:00",
		"today":                "2026-07-15T00:00:00+10:00",
		"Yesterday":            "2026-07-14T00:00:00+10:00",
		"90m":                  "2026-07-15T13:00:00+10:00",
		"3d":                   "2026-07-12T14:30:00+10:00",
		"2026-07-01":           "2026-07-01T00:00:00+10:00",
		"2026-07-01 10:00":     "2026-07-01T10:00:00+10:00",
		"2026-07-01T10:00:00Z": "2026-07-01T10:00:00Z",
	} {
		got, err := parseWhen("since", text, now)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("parseWhen(%q) = %s, %v; want %s", text, got.Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{"soon", "-2h", "2026-13-01", "d"} {
		if _, err := parseWhen("since", text, now); err == nil {
			t.Errorf("parseWhen(%q) took it", text)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"import", "list", "show", "check", "publish"}
	for name, want := range map[string]string{"lst": "list", "chekc": "check", "pub": "publish", "zzz": "", "import": "import", "shwo": "show"} {
		if got := nearest(name, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", name, got, want)
		}
	}
}
