//go:build integration

package integration

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// entry is one line that callflow logged.
type entry struct {
	raw    string
	at     time.Time // when it was read here
	fields map[string]any
}

// field is a field of the event as text, "" when it is not there.
func (e entry) field(name string) string {
	switch v := e.fields[name].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

func (e entry) message() string { return e.field("message") }

// isError says that something went wrong: an event that says so, or a line that is no event at all, such as a panic or what
// the race detector found.
func (e entry) isError() bool {
	switch e.field("level") {
	case "debug", "info", "warn", "trace":
		return false
	}
	return true
}

// logbook collects what a callflow logs, over all its starts.
type logbook struct {
	mu      sync.Mutex
	entries []entry
	grown   chan struct{} // closed when a line came, and made anew
	copy    io.Writer     // gets each line too
}

func newLogbook(copy io.Writer) *logbook {
	return &logbook{grown: make(chan struct{}), copy: copy}
}

// read takes lines until there are no more.
func (l *logbook) read(r io.Reader) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		e := entry{raw: lines.Text(), at: time.Now()}
		if err := json.Unmarshal(lines.Bytes(), &e.fields); err != nil {
			e.fields = nil // it is no event, and counts as an error
		}
		l.mu.Lock()
		l.entries = append(l.entries, e)
		fmt.Fprintln(l.copy, e.raw)
		close(l.grown)
		l.grown = make(chan struct{})
		l.mu.Unlock()
	}
}

// count is how many lines there are so far: a place to look from.
func (l *logbook) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.entries)
}

// since are the lines from that place on that fit.
func (l *logbook) since(from int, fits func(entry) bool) []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []entry
	for _, e := range l.entries[from:] {
		if fits(e) {
			found = append(found, e)
		}
	}
	return found
}

// await waits for a line that fits, from that place on.
func (l *logbook) await(from int, d time.Duration, what string, fits func(entry) bool) (entry, error) {
	deadline := time.NewTimer(d)
	defer deadline.Stop()
	for {
		l.mu.Lock()
		for ; from < len(l.entries); from++ {
			if fits(l.entries[from]) {
				e := l.entries[from]
				l.mu.Unlock()
				return e, nil
			}
		}
		grown := l.grown
		l.mu.Unlock()
		select {
		case <-grown:
		case <-deadline.C:
			return entry{}, fmt.Errorf("callflow did not log %s within %s", what, d)
		}
	}
}

// says makes a test of a line: its message contains that text.
func says(text string) func(entry) bool {
	return func(e entry) bool { return strings.Contains(e.raw, text) }
}
