package live

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// away is how long a tab may be silent before it counts as closed.
const away = 15 * time.Second

// mostTabs bounds the tabs of one flow.
const mostTabs = 100

// Editor is one tab in which somebody has a flow open.
type Editor struct {
	Tab  string `json:"tab"`
	User string `json:"user"`
	// Node is the one that is selected, "" for none.
	Node string `json:"node,omitempty"`
	// Pen says that this tab may change the flow; one tab of a flow has it.
	Pen   bool      `json:"pen"`
	Since time.Time `json:"since"`

	seen time.Time
	said float64 // Beat.At
}

// Editors are who has which flow open. Nothing of it is kept over a restart.
type Editors struct {
	now   func() time.Time
	offer func(any)

	mu    sync.Mutex
	flows map[int64]*opened
}

type opened struct {
	company string
	tabs    map[string]*Editor
	left    map[string]Editor // closed tabs, for as long as something that they said before may be under way
}

func newEditors(now func() time.Time, offer func(any)) *Editors {
	return &Editors{now: now, offer: offer, flows: map[int64]*opened{}}
}

// Beat is what a tab says every few seconds.
type Beat struct {
	User, Node string
	// Wants asks for the pen when no other tab has it, Takes for it in any case.
	Wants, Takes bool
	// At is when the tab said it, in milliseconds of its own clock: requests may overtake each other, and what a tab said before it was
	// closed brings it back no more. 0 is now.
	At float64
}

// Beat notes that a tab has a flow open, and returns who has.
func (e *Editors) Beat(company string, flow int64, tab string, b Beat) []Editor {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	f := e.flow(company, flow)
	changed := f.expire(now)
	defer func() {
		if changed {
			e.tell(flow, f)
		}
	}()
	t := f.tabs[tab]
	if late := f.left[tab]; late.User == b.User && b.At != 0 && b.At <= late.said {
		return f.list()
	}
	if t == nil {
		if len(f.tabs) >= mostTabs {
			return f.list()
		}
		t = &Editor{Tab: tab, Since: now}
		f.tabs[tab], changed = t, true
	}
	changed = changed || t.Node != b.Node || t.User != b.User
	t.User, t.Node, t.seen, t.said = b.User, b.Node, now, b.At
	held := slices.ContainsFunc(slices.Collect(maps.Values(f.tabs)), func(o *Editor) bool { return o.Pen })
	switch {
	case b.Takes && !t.Pen, b.Wants && !held:
		for _, o := range f.tabs {
			o.Pen = false
		}
		t.Pen, changed = true, true
	case t.Pen && !b.Wants && !b.Takes:
		t.Pen, changed = false, true
	}
	return f.list()
}

// Leave notes that a tab was closed; at as in [Beat].
func (e *Editors) Leave(company string, flow int64, tab, user string, at float64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.flow(company, flow)
	t := f.tabs[tab]
	if t != nil && (t.User != user || at != 0 && at < t.said) {
		return
	}
	if at != 0 && len(f.left) < mostTabs {
		f.left[tab] = Editor{User: user, seen: e.now(), said: at}
	}
	if t != nil {
		delete(f.tabs, tab)
		e.tell(flow, f)
	}
}

// flow is a flow that somebody has open. The lock is held.
func (e *Editors) flow(company string, flow int64) *opened {
	f := e.flows[flow]
	if f == nil {
		f = &opened{company: company, tabs: map[string]*Editor{}, left: map[string]Editor{}}
		e.flows[flow] = f
	}
	return f
}

// Of lists who has a flow open.
func (e *Editors) Of(flow int64) []Editor {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.flows[flow]
	if f == nil {
		return []Editor{}
	}
	if f.expire(e.now()) {
		e.tell(flow, f)
	}
	return f.list()
}

// expire forgets tabs that have been silent.
func (e *Editors) expire() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for flow, f := range e.flows {
		if f.expire(e.now()) {
			e.tell(flow, f)
		}
		if len(f.tabs)+len(f.left) == 0 {
			delete(e.flows, flow)
		}
	}
}

func (f *opened) expire(now time.Time) (changed bool) {
	before := len(f.tabs)
	maps.DeleteFunc(f.tabs, func(_ string, t *Editor) bool { return now.Sub(t.seen) > away })
	maps.DeleteFunc(f.left, func(_ string, t Editor) bool { return now.Sub(t.seen) > away })
	return len(f.tabs) != before
}

func (f *opened) list() []Editor {
	out := []Editor{}
	for _, t := range f.tabs {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Editor) int {
		if c := a.Since.Compare(b.Since); c != 0 {
			return c
		}
		return strings.Compare(a.Tab, b.Tab)
	})
	return out
}

// tell offers an event with who has the flow open now. The lock is held.
func (e *Editors) tell(flow int64, f *opened) {
	text, err := json.Marshal(map[string]any{"flow_id": flow, "editors": f.list()})
	if err != nil {
		return // names and times are always data
	}
	e.offer(&Event{Name: "editors", Company: f.company, Flows: []int64{flow}, all: &Message{Data: text}})
}
