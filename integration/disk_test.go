//go:build integration

package integration

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk is a file system of that many bytes, in which callflow then keeps everything. It needs root.
func smallDisk(t *testing.T, size string) (folder string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small file system: run the tests as root to include this one")
	}
	folder, err := os.MkdirTemp(scratch, "disk-")
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// aloneOn is alone with the database on that disk.
func aloneOn(t *testing.T, disk string) *callflow {
	t.Helper()
	usual := scratch
	scratch = disk
	defer func() { scratch = usual }()
	return alone(t)
}

// fill takes all the room that is left, and returns how to give it back.
func fill(t *testing.T, disk string) (empty func()) {
	t.Helper()
	path := filepath.Join(disk, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); ; {
		if _, err := f.Write(block); err != nil {
			break
		}
	}
	f.Close()
	return func() {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
}

// Calls go on, the log says so once, and the history catches up when it can be written again.
func TestDiskFull(t *testing.T) {
	disk := smallDisk(t, "8m")
	c := aloneOn(t, disk)
	c.log.copy = io.Discard // what the tests write would not fit either
	c.runs(t)
	var empty func()
	begin(t, c).withoutDisk(1, func() { empty = fill(t, disk) }, func() { empty() })
}

// The same for a file system that has turned read-only after an error.
func TestDiskReadOnly(t *testing.T) {
	c := alone(t).runs(t)
	defer freeze(t, c.database(), false)
	begin(t, c).withoutDisk(1, func() { freeze(t, c.database(), true) }, func() { freeze(t, c.database(), false) })
}

// The same for a database that another program does not let go of. It is waited for, and by then has been let go of here.
func TestDatabaseLocked(t *testing.T) {
	c := alone(t).runs(t)
	other, err := sql.Open("sqlite3", c.database()+"?_txlock=exclusive")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var held *sql.Tx
	begin(t, c).withoutDisk(0, func() {
		if held, err = other.BeginTx(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}, func() {
		if err := held.Rollback(); err != nil {
			t.Fatal(err)
		}
	})
}

// freeze makes a database unwritable, even for root and for who has it open.
func freeze(t *testing.T, database string, frozen bool) {
	t.Helper()
	for _, path := range []string{database, database + "-wal"} {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
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

// withoutDisk has calls before, while and after the disk does not take anything. Told is how often the log says so.
func (s *story) withoutDisk(told int, breaks, mends func()) {
	s.Helper()
	s.ExpectsError("the history cannot be written")
	s.sounds()
	alice := s.Phone("alice")
	number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": Alice}, timeout_s: 30}, next: {"key:1": dial, "*": bye}}
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": after}}` + restFlow)
	talks := func(caller *person) {
		s.Helper()
		caller.Presses("1")
		alice.Rings()
		alice.Answers()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.Hears("after")
		caller.IsHungUp()
	}
	before, during, after := s.Caller(), s.Caller(), s.Caller()
	before.Dials(number)
	before.Hears("short")
	from := s.c.log.count()
	breaks()
	talks(before)
	for range 2 {
		during.Dials(number)
		during.Hears("short")
		talks(during)
	}
	if n := len(s.c.log.since(from, says("the history cannot be written"))); n != told {
		s.Errorf("the log says %d times that the history cannot be written, not %d times", n, told)
	}
	if body, err := s.c.get("/readyz"); (err != nil) != (told > 0) {
		s.Errorf("/readyz says %s %v", body, err)
	}
	mends()
	after.Dials(number)
	after.Hears("short")
	talks(after)
	s.must(s.callsClosed())
	calls := s.calls()
	if len(calls) != 4 {
		s.Errorf("the database has %d calls, not 4", len(calls))
	}
	for _, call := range calls {
		steps, err := s.c.store.Steps(context.Background(), call.ID)
		s.must(err)
		if len(steps) != 4 {
			s.Errorf("the call %s has %d steps, not 4: %s", call.ID, len(steps), call.Path)
		}
	}
	s.must(s.c.ready())
	if n := len(s.c.log.since(from, says("the history is written again"))); n != told {
		s.Errorf("the log says %d times that the history is written again, not %d times", n, told)
	}
}
