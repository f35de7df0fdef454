package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"
)

// watch tells whether anything that routing and ringing depend on has changed,
// by this process or another, at the price of one PRAGMA a question.
//
// PRAGMA data_version moves with every commit of any other connection, history
// included; it reads shared memory only. Only when it has moved is the one row
// of table changes read, which triggers bump for what matters here.
type watch struct {
	store *Store

	mu          sync.Mutex
	conn        *sqlite3.SQLiteConn // its own: data_version is a connection's view
	dataVersion driver.Stmt
	changes     driver.Stmt
	row         [1]driver.Value
	seen        int64 // data_version when changes was last read
	version     int64
	cache       *cache
	failing     bool
	closed      bool
}

// current returns the cache of what is true now. When the database cannot be
// asked, it is what was true last: calls go on.
func (w *watch) current() *cache {
	w.mu.Lock()
	defer w.mu.Unlock()
	fresh, err := w.look()
	switch {
	case err != nil && !w.failing:
		w.failing = true
		w.store.log.Error().Err(err).Msg("the database cannot be asked for changes; calls go on with what is known")
	case err == nil && w.failing:
		w.failing = false
		w.store.log.Info().Msg("the database can be asked for changes again")
	}
	if err != nil {
		w.disconnect()
	}
	if fresh || w.cache == nil {
		w.cache = newCache()
	}
	return w.cache
}

// look says whether something has changed.
func (w *watch) look() (fresh bool, err error) {
	if w.conn == nil {
		if err := w.connect(); err != nil {
			return false, err
		}
	}
	seen, err := w.number(w.dataVersion)
	if err != nil {
		return false, fmt.Errorf("read data_version: %w", err)
	}
	if seen == w.seen {
		return false, nil
	}
	version, err := w.number(w.changes)
	if err != nil {
		return false, fmt.Errorf("read the version of what is configured: %w", err)
	}
	fresh = version != w.version
	w.seen, w.version = seen, version
	return fresh, nil
}

func (w *watch) connect() error {
	if w.closed {
		return errors.New("the database is closed")
	}
	c, err := connector(dsn(w.store.path, time.Second, map[string][]string{"_query_only": {"true"}})).Connect(context.Background())
	if err != nil {
		return fmt.Errorf("open a connection for watching: %w", err)
	}
	w.conn = c.(*sqlite3.SQLiteConn)
	if w.dataVersion, err = w.conn.Prepare(`PRAGMA data_version`); err != nil {
		return err
	}
	if w.changes, err = w.conn.Prepare(`SELECT version FROM changes`); err != nil {
		return err
	}
	w.seen = -1 // data_version means nothing to another connection
	return nil
}

func (w *watch) number(s driver.Stmt) (int64, error) {
	rows, err := s.(driver.StmtQueryContext).QueryContext(context.Background(), nil)
	if err != nil {
		return 0, err
	}
	err = rows.Next(w.row[:])
	if cerr := rows.Close(); err == nil {
		err = cerr
	}
	if errors.Is(err, io.EOF) {
		return 0, errors.New("the table changes has no row; insert (1, 1) into it")
	}
	if err != nil {
		return 0, err
	}
	n, ok := w.row[0].(int64)
	if !ok {
		return 0, fmt.Errorf("a version is %T, not a number", w.row[0])
	}
	return n, nil
}

func (w *watch) disconnect() {
	for _, s := range []driver.Stmt{w.dataVersion, w.changes} {
		if s != nil {
			s.Close() // the connection is given up whatever it says
		}
	}
	if w.conn != nil {
		w.conn.Close()
	}
	w.conn, w.dataVersion, w.changes = nil, nil, nil
}

func (w *watch) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.disconnect()
}

// cache holds what was read since the last change.
type cache struct {
	mu    sync.RWMutex
	known map[cacheKey]cached
}

type cacheKey struct{ kind, company, name string }

type cached struct {
	value any
	err   error // only that there is no such thing
}

// maxCached bounds a cache: whoever calls all numbers of a country fills no memory.
const maxCached = 50_000

func newCache() *cache { return &cache{known: map[cacheKey]cached{}} }

// recall returns what is known under the key, or loads it.
func recall[T any](c *cache, key cacheKey, load func() (T, error)) (T, error) {
	c.mu.RLock()
	known, ok := c.known[key]
	c.mu.RUnlock()
	if ok {
		value, _ := known.value.(T)
		return value, known.err
	}
	value, err := load()
	if err != nil && !isAnswer(err) {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= maxCached {
		clear(c.known)
	}
	c.known[key] = cached{value, err}
	return value, err
}
