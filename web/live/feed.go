package live

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

// Feed is a journal that tells a hub of each record, on the way to another one.
type Feed struct {
	flowengine.Journal
	Hub *Hub
}

var (
	_ flowengine.Journal = (*Feed)(nil)
	_ queue.History      = QueueFeed{}
)

// CallStarted implements [flowengine.Journal].
func (f *Feed) CallStarted(c flowengine.CallStarted) {
	f.Journal.CallStarted(c)
	f.Hub.offer(c)
}

// StepDone implements [flowengine.Journal].
func (f *Feed) StepDone(s flowengine.StepDone) {
	f.Journal.StepDone(s)
	s.Details = nil // they are the engine's, which may go on with them
	f.Hub.offer(s)
}

// CallEnded implements [flowengine.Journal].
func (f *Feed) CallEnded(e flowengine.CallEnded) {
	f.Journal.CallEnded(e)
	if e.Reason != flowengine.EndHandedOver {
		f.Hub.offer(e)
	}
}

// QueueFeed is a queue's history that tells a hub when something has changed.
type QueueFeed struct {
	queue.History
	Hub *Hub
}

// Visit implements [queue.History].
func (f QueueFeed) Visit(v queue.Visit) {
	f.History.Visit(v)
	f.Hub.queuesChanged(v.Company)
}

// Agent implements [queue.History].
func (f QueueFeed) Agent(a queue.AgentRecord) {
	f.History.Agent(a)
	f.Hub.queuesChanged(a.Company)
}

// Member implements [queue.History].
func (f QueueFeed) Member(m queue.MemberRecord) {
	f.History.Member(m)
	f.Hub.queuesChanged(m.Company)
}

func (h *Hub) queuesChanged(company string) {
	if company == "" {
		company = store.DefaultCompany
	}
	if h.pages.Load() > 0 {
		h.busy.Store(company, true)
	}
}

// Call is what pages are told of a call.
type Call struct {
	// What is started, step or ended.
	What     string    `json:"what"`
	Call     string    `json:"call"`
	Number   string    `json:"number"`
	Caller   string    `json:"caller"`
	Flow     string    `json:"flow,omitempty"`
	FlowID   int64     `json:"flow_id,omitempty"`
	Started  time.Time `json:"started"`
	At       time.Time `json:"at"`
	Node     string    `json:"node,omitempty"`
	Type     string    `json:"type,omitempty"`
	Outcome  string    `json:"outcome,omitempty"`
	StepFlow int64     `json:"step_flow_id,omitempty"` // the called flow that the node stands in
	// Reason and AnsweredBy tell of the end.
	Reason     flowengine.EndReason `json:"reason,omitempty"`
	AnsweredBy string               `json:"answered_by,omitempty"`

	company string
}

// mostCalls bounds what is remembered of calls.
const mostCalls = 50_000

// note makes an event of what came in.
func (h *Hub) note(ctx context.Context, what any) {
	switch w := what.(type) {
	case flowengine.CallStarted:
		if len(h.calls) >= mostCalls {
			clear(h.calls)
		}
		c := &Call{Call: w.Call.ID, Number: store.Printable(w.Call.Number, 64), Caller: store.Printable(w.Call.CallerNumber, 64), Flow: w.Flow,
			FlowID: h.flowOf(ctx, w.Revision), Started: w.Call.Arrived, company: w.Company}
		h.calls[w.Call.ID] = c
		h.call(c, "started", w.Call.Arrived, nil)
	case flowengine.StepDone:
		if c := h.known(ctx, w.Call); c != nil {
			h.call(c, "step", w.Left, func(c *Call) {
				c.Node, c.Type, c.Outcome, c.StepFlow = w.Node, w.Type, w.Outcome, h.flowOf(ctx, w.Revision)
			})
		}
	case flowengine.CallEnded:
		if c := h.known(ctx, w.Call); c != nil {
			h.call(c, "ended", w.At, func(c *Call) { c.Reason, c.AnsweredBy = w.Reason, w.AnsweredBy })
		}
		delete(h.calls, w.Call)
	case *Event:
		h.pending = append(h.pending, w)
	}
}

func (h *Hub) call(known *Call, what string, at time.Time, more func(*Call)) {
	c := *known
	c.What, c.At = what, at
	if more != nil {
		more(&c)
	}
	e := &Event{Name: "call", Company: c.company, Flows: []int64{c.FlowID}}
	if c.StepFlow != 0 {
		e.Flows = append(e.Flows, c.StepFlow)
	}
	if user, ok := strings.CutPrefix(c.AnsweredBy, "user:"); ok {
		e.Users = []string{user}
	}
	h.add(e, c)
}

// known is a call that began before any page was open, or that did not fit.
func (h *Hub) known(ctx context.Context, id string) *Call {
	if c := h.calls[id]; c != nil {
		return c
	}
	found, err := h.o.Store.Call(ctx, id)
	if err != nil {
		if !errors.Is(err, flowengine.ErrNoSuch) && ctx.Err() == nil {
			h.o.Log.Debug().Err(err).Str("call", id).Msg("a call cannot be looked up for open pages")
		}
		return nil // it is not in the file yet; its next step is told
	}
	c := &Call{Call: id, Number: found.Number, Caller: found.Caller, Flow: found.Flow, FlowID: found.FlowID, Started: found.Started, company: found.Company}
	h.calls[id] = c
	return c
}

// flowOf is the flow of a revision, 0 when it is not known.
func (h *Hub) flowOf(ctx context.Context, revision int64) int64 {
	if revision == 0 {
		return 0
	}
	flow, ok := h.flows[revision]
	if !ok {
		var err error
		if flow, err = h.o.Store.FlowOfRevision(ctx, revision); err != nil {
			return 0 // asked again for the next call
		}
		h.flows[revision] = flow
	}
	return flow
}

// Change is something that somebody changed, in a browser or on the command line.
type Change struct {
	// Action is such as flow.publish, as in the audit log.
	Action string    `json:"action"`
	Kind   string    `json:"kind"`
	Name   string    `json:"name"`
	ID     int64     `json:"id,omitempty"` // a flow's
	Who    string    `json:"who"`
	At     time.Time `json:"at"`
}

// catchUp remembers where the logs stand: what is over is not told.
func (h *Hub) catchUp(ctx context.Context) {
	var err error
	if h.auditID, h.messages, err = h.o.Store.ChangesNow(ctx); err != nil && ctx.Err() == nil {
		h.o.Log.Error().Err(err).Msg("open pages are not told of changes: the database cannot be asked for them")
	}
}

// poll looks for what was changed, by this process or another: what everybody
// writes into the audit log.
func (h *Hub) poll(ctx context.Context) {
	if h.pages.Load() == 0 {
		h.catchUp(ctx)
		clear(h.sent)
		clear(h.calls)
		return
	}
	audit, messages, err := h.o.Store.ChangesNow(ctx)
	if err != nil {
		return // asked again in a second
	}
	if messages != h.messages {
		h.messages = messages
		h.add(&Event{Name: "messages"}, struct{}{})
	}
	if audit != h.auditID {
		h.changes(ctx)
	}
	h.busy.Range(func(company, _ any) bool {
		h.busy.Delete(company)
		h.queues(ctx, company.(string))
		return true
	})
}

func (h *Hub) changes(ctx context.Context) {
	entries, err := h.o.Store.AuditAfter(ctx, h.auditID)
	if err != nil {
		return // asked again in a second
	}
	for _, a := range entries {
		h.auditID = a.ID
		c := Change{Action: a.Action, Kind: a.Kind, Name: a.Name, Who: a.Who, At: a.At}
		e := &Event{Name: "change", Company: a.Company}
		switch a.Kind {
		case "flow":
			if f, err := h.o.Store.Flow(ctx, a.Company, a.Name); err == nil {
				c.ID, e.Flows = f.ID, []int64{f.ID}
			}
		case "queue":
			h.busy.Store(a.Company, true)
		}
		h.add(e, c)
	}
}

// queues tells of the queues of a company that look otherwise than before.
func (h *Hub) queues(ctx context.Context, company string) {
	c, err := h.o.Store.Company(ctx, company)
	if err != nil {
		return // it was removed meanwhile
	}
	now := h.o.Now()
	if zone, err := time.LoadLocation(c.Timezone); err == nil {
		now = now.In(zone)
	}
	all, err := h.o.Store.QueuesNow(ctx, company, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location()))
	if err != nil {
		return // told at the next change
	}
	for _, q := range all {
		text, err := json.Marshal(q)
		if err != nil || h.sent[company+"\n"+q.Name] == string(text) {
			continue
		}
		h.sent[company+"\n"+q.Name] = string(text)
		own, err := json.Marshal(map[string]string{"name": q.Name})
		if err != nil {
			continue // a name is always text
		}
		e := &Event{Name: "queue", Company: company, all: &Message{Data: text}, own: &Message{Data: own}}
		for _, a := range q.Agents {
			e.Users = append(e.Users, a.User)
		}
		h.pending = append(h.pending, e)
	}
}
