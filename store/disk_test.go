package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/store"

	"golang.org/x/sys/unix"
)

// smallDisk mounts a file system of a few megabytes. When a file is new, the write-ahead log has all of its tables, and
// they need their room a second time once the log is moved into it.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestAFullDiskDoesNotStopCalls(t *testing.T) {
	ctx, dir := t.Context(), smallDisk(t)
	var log bytes.Buffer
	s := openAt(t, filepath.Join(dir, "callflow.db"), &log)
	j := store.NewJournal(s, store.JournalOptions{MaxBytes: 4 << 20})
	j.Start()
	defer stop(t, j)
	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)

	began := time.Now()
	const n = 1000
	for i := range n {
		story(j, fmt.Sprint("c", i), "0412345678")
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("calls waited %v for a full disk", took)
	}
	waitFor(t, func() bool { return j.Stats().Failing })
	if stats := j.Stats(); stats.WaitingBytes > 4<<20+1<<16 {
		t.Errorf("memory is not bounded: %+v", stats)
	}
	ok(t, os.Remove(ballast))
	flush(t, j)
	stats := j.Stats()
	if stats.Failing || stats.Waiting != 0 {
		t.Errorf("not caught up: %+v", stats)
	}
	calls, err := s.Calls(ctx, store.CallFilter{Limit: 2 * n})
	ok(t, err)
	if len(calls) != n || calls[0].Ended.IsZero() {
		t.Errorf("%d calls of %d", len(calls), n)
	}
	said := log.String()
	if strings.Count(said, "cannot be written") != 1 || strings.Count(said, "written again") != 1 || !strings.Contains(said, "disk is full") {
		t.Errorf("the log says %s", said)
	}
}

func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	ok(t, err)
	defer f.Close()
	block := make([]byte, 4096)
	for {
		if _, err := f.Write(block); err != nil {
			return
		}
	}
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not happen")
		}
	}
}

func TestMemoryForHistoryIsBoundedAndOldStepsGoFirst(t *testing.T) {
	dir := smallDisk(t)
	var log bytes.Buffer
	s := openAt(t, filepath.Join(dir, "callflow.db"), &log)
	j := store.NewJournal(s, store.JournalOptions{MaxRecords: 500})
	j.Start()
	defer stop(t, j)
	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)
	for i := range 200 { // 200 × (start + 2 steps + end)
		story(j, fmt.Sprint("c", i), "1")
	}
	waitFor(t, func() bool { return j.Stats().Failing && j.Stats().Dropped == 300 })
	ok(t, os.Remove(ballast))
	flush(t, j)
	calls, err := s.Calls(t.Context(), store.CallFilter{Limit: 1000})
	ok(t, err)
	if len(calls) != 200 || calls[0].Path == "" || calls[199].Path != "" {
		t.Errorf("%d calls, newest path %q, oldest %q", len(calls), calls[0].Path, calls[199].Path)
	}
	if strings.Count(log.String(), "memory for history is full") != 1 {
		t.Errorf("the log says %s", log.String())
	}
}

// freeze makes files unwritable even for root and for who has them open, as a
// file system does that turned read-only after an error.
func freeze(t *testing.T, frozen bool, paths ...string) {
	t.Helper()
	for _, path := range paths {
		f, err := os.Open(path)
		ok(t, err)
		flags, err := unix.IoctlGetInt(int(f.Fd()), unix.FS_IOC_GETFLAGS)
		if err == nil {
			const immutable = 0x10 // FS_IMMUTABLE_FL
			if flags &^= immutable; frozen {
				flags |= immutable
			}
			err = unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, flags)
		}
		f.Close()
		if err != nil {
			t.Skipf("files cannot be frozen here: %v", err)
		}
	}
}

func TestAReadOnlyDiskDoesNotStopCalls(t *testing.T) {
	ctx := t.Context()
	var log bytes.Buffer
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, &log)
	j := journal(t, s)
	story(j, "before", "1")
	flush(t, j)
	freeze(t, true, path, path+"-wal")
	defer freeze(t, false, path)
	story(j, "during", "1")
	waitFor(t, func() bool { return j.Stats().Failing })
	if _, err := s.Call(ctx, "before"); err != nil {
		t.Errorf("reading while nothing can be written: %v", err)
	}
	_, err := s.AddNumber(ctx, "", store.Number{Number: "100"})
	fails[*store.WriteError](t, err)
	freeze(t, false, path, path+"-wal")
	flush(t, j)
	must(t)(s.Call(ctx, "during"))
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100"}))
	if said := log.String(); strings.Count(said, "cannot be written; it waits") != 1 || strings.Count(said, "written again") != 1 {
		t.Errorf("the log says %s", said)
	}
}

func TestALockedDatabaseDoesNotStopCalls(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s, err := store.Open(ctx, store.Options{Path: path, BusyTimeout: 50 * time.Millisecond})
	ok(t, err)
	defer s.Close()
	j := journal(t, s)
	lock, err := rawSQL(t, path).Conn(ctx)
	ok(t, err)
	_, err = lock.ExecContext(ctx, `BEGIN IMMEDIATE`)
	ok(t, err)
	story(j, "during", "1")
	waitFor(t, func() bool { return j.Stats().Failing })
	_, err = s.AddNumber(ctx, "", store.Number{Number: "100"})
	if e := fails[*store.WriteError](t, err, "locked"); e.Reason != store.OpenLocked {
		t.Errorf("reason %s", e.Reason)
	}
	_, err = lock.ExecContext(ctx, `ROLLBACK`)
	ok(t, err)
	ok(t, lock.Close())
	flush(t, j)
	must(t)(s.Call(ctx, "during"))
}
