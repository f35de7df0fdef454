package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/rs/zerolog"
)

// Options say which database to open and how.
type Options struct {
	// Path is the database file. It is made when it is not there; its folder is not.
	Path string
	// Logger gets one event for each thing that an operator should know.
	Logger zerolog.Logger
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// BusyTimeout is how long to wait while another process writes; 5 s by default.
	BusyTimeout time.Duration
}

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	path      string
	log       zerolog.Logger
	now       func() time.Time
	writer    *sql.DB // one connection, whose transactions take the write lock at once
	reader    *sql.DB
	jobs      *sql.DB // one connection, for the job queue; opened when it is first used
	watch     watch
	rotations rotations

	closeOnce sync.Once
	closeErr  error
}

// Open opens the database and brings its schema up to date. Errors about the
// file are an [*OpenError].
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Path == "" {
		return nil, &OpenError{Path: "", Reason: OpenNoFolder, Advice: "no path was given; say which file with --db"}
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, fmt.Errorf("make the database's path absolute: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = 5 * time.Second
	}
	if err := checkPath(path); err != nil {
		return nil, err
	}
	s := &Store{path: path, log: o.Logger, now: o.Now}
	s.writer = sql.OpenDB(connector(dsn(path, o.BusyTimeout, url.Values{"_txlock": {"immediate"}})))
	s.writer.SetMaxOpenConns(1)
	s.writer.SetMaxIdleConns(1)
	if err := migrate(ctx, s.writer, path); err != nil {
		s.writer.Close()
		return nil, openError(path, err)
	}
	readers := max(4, runtime.NumCPU())
	s.reader = sql.OpenDB(connector(dsn(path, o.BusyTimeout, url.Values{"_query_only": {"true"}, "_stmt_cache_size": {"64"}})))
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	s.jobs = sql.OpenDB(connector(dsn(path, o.BusyTimeout, url.Values{"_txlock": {"immediate"}})))
	s.jobs.SetMaxOpenConns(1)
	s.jobs.SetMaxIdleConns(1)
	s.watch.store = s
	return s, nil
}

// Path is the database file.
func (s *Store) Path() string { return s.path }

// Close closes the database. It may be called twice. Stop the [Journal] before.
func (s *Store) Close() error {
	s.closeOnce.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		s.giveBack(ctx)
		s.watch.close()
		s.closeErr = errors.Join(s.reader.Close(), s.jobs.Close(), s.writer.Close())
	})
	return s.closeErr
}

// Ping says whether the database can be read: nil, or what is wrong.
func (s *Store) Ping(ctx context.Context) error {
	var v int
	if err := s.reader.QueryRowContext(ctx, `SELECT version FROM changes`).Scan(&v); err != nil {
		return fmt.Errorf("read the database: %w", explainWrite(err))
	}
	return nil
}

// dsn sets the pragmas in the connection string, so that every connection of
// a pool has them.
func dsn(path string, busy time.Duration, more url.Values) string {
	q := url.Values{
		"_busy_timeout": {strconv.FormatInt(busy.Milliseconds(), 10)},
		"_foreign_keys": {"true"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"NORMAL"},
		// database/sql never uses one connection from two goroutines at once.
		"_mutex": {"no"},
	}
	for k, v := range more {
		q[k] = v
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return u.String()
}

// conns opens connections without registering a driver for the whole program.
type conns struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func connector(dsn string) driver.Connector {
	return &conns{dsn: dsn, driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		_, err := c.Exec(onConnect, nil)
		return err
	}}}
}

// onConnect are the settings that have no place in the connection string. The
// write-ahead log is moved into the database beside the writers, see
// [Journal]; a writer only does it itself when the log has become long. After a
// burst the log shrinks again.
const onConnect = `PRAGMA wal_autocheckpoint = 12000; PRAGMA journal_size_limit = 67108864`

func (c *conns) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c *conns) Driver() driver.Driver                        { return c.driver }

// checkPath makes the file if need be, and finds what SQLite would only call "unable to open database file".
func checkPath(path string) error {
	folder := filepath.Dir(path)
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &OpenError{Path: path, Reason: OpenNoFolder, Advice: "the folder " + folder + " does not exist; make it, or choose another path", Err: nil}
	case err != nil:
		return &OpenError{Path: path, Reason: OpenFailed, Advice: "its folder cannot be looked into; check its rights", Err: err}
	case !info.IsDir():
		return &OpenError{Path: path, Reason: OpenNoFolder, Advice: folder + " is not a folder; choose another path"}
	}
	file, err := os.Stat(path)
	if err == nil && file.IsDir() {
		return &OpenError{Path: path, Reason: OpenNotDatabase, Advice: "it is a folder; give the path of a file in it, such as " + filepath.Join(path, "callflow.db")}
	}
	// What callers said is nobody else's business: the file is for its owner.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		return f.Close()
	}
	switch {
	case errors.Is(err, fs.ErrPermission), isReadOnlyFS(err):
		return &OpenError{Path: path, Reason: OpenReadOnly, Advice: "the file cannot be written; check that it, its folder and its file system are writable for this user", Err: err}
	}
	return &OpenError{Path: path, Reason: OpenFailed, Advice: "the file cannot be opened", Err: err}
}

// openError makes an OpenError of whatever went wrong while opening.
func openError(path string, err error) error {
	var known *OpenError
	if errors.As(err, &known) || isCancelled(err) {
		return err
	}
	if reason, advice := diagnose(err); reason != "" {
		return &OpenError{Path: path, Reason: reason, Advice: advice.String(), Err: err}
	}
	return fmt.Errorf("open the database %s: %w", path, err)
}
