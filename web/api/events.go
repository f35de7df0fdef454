package api

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"callflow/web/access"
	"callflow/web/live"
)

const (
	// heartbeat is how often a silent stream says that it is there.
	heartbeat = 15 * time.Second
	// patience is how long one write to a page may take.
	patience = 10 * time.Second
	// streamLife is after how long a page has to come back, so that whoever was
	// signed out, or lost a right, learns no more.
	streamLife = 10 * time.Minute
)

func (a *API) events() {
	if a.needs.Live == nil {
		return
	}
	stream := map[string]*huma.Response{"200": {Description: "Events, without end",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	Register(a, Route{Method: "GET", Path: "/events", Right: access.Known, Tag: "Live", Summary: "Follow what happens", Responses: stream,
		Description: "Server-sent events: `call` (what: started, step, ended), `queue` (a queue as it is now), `change` (what somebody changed, as in the audit log), " +
			"`messages` (something in mailboxes), `editors` (who has a flow open), and `reset` when something was missed: ask for everything anew. " +
			"Without the right `view`, only what concerns the person is told, and without `own` not that either. A page that comes back with Last-Event-ID is given what it missed. The stream ends after ten minutes; come back."}, a.follow)
	Register(a, Route{Method: "GET", Path: "/flows/{flow}/editors", Right: access.View, Tag: "Live", Summary: "List who has a flow open"}, a.listEditors)
	Register(a, Route{Method: "PUT", Path: "/flows/{flow}/editors/{tab}", Right: access.View, Tag: "Live", Summary: "Say that a tab has a flow open",
		Description: "Every five seconds; a tab that says nothing for fifteen counts as closed. One tab has the pen: ask for it with pen, and take it from another with take. Without pen it is given back."}, a.beat)
	Register(a, Route{Method: "DELETE", Path: "/flows/{flow}/editors/{tab}", Right: access.View, Tag: "Live", Summary: "Say that a tab was closed"},
		func(ctx context.Context, in *struct {
			TabID
			At float64 `query:"at" minimum:"0" doc:"As in PUT."`
		}) (*nothing, error) {
			if _, err := a.flow(ctx, in.FlowID); err != nil {
				return nil, err
			}
			a.needs.Live.Editors().Leave(company(ctx), in.Flow, in.Tab, who(ctx), in.At)
			return nil, nil
		})
}

// TabID is a path's tab of a browser.
type TabID struct {
	FlowID
	Tab string `path:"tab" minLength:"1" maxLength:"64" doc:"The tab's own random name."`
}

// who names the person, or the program, whose tab it is.
func who(ctx context.Context) string { return access.From(ctx).Actor() }

func (a *API) listEditors(ctx context.Context, in *FlowID) (*body[List[live.Editor]], error) {
	if _, err := a.flow(ctx, *in); err != nil {
		return nil, err
	}
	return whole(a.needs.Live.Editors().Of(in.Flow), nil)
}

func (a *API) beat(ctx context.Context, in *struct {
	TabID
	Body struct {
		Node string  `json:"node,omitempty" maxLength:"128" doc:"The node that is selected."`
		Pen  bool    `json:"pen,omitempty" doc:"The tab wants to change the flow, or to go on with it."`
		Take bool    `json:"take,omitempty" doc:"Take the pen from the tab that has it."`
		At   float64 `json:"at,omitempty" minimum:"0" doc:"When the tab says so, in milliseconds of its own clock. Where requests overtake each other, what was said last counts."`
	}
}) (*body[List[live.Editor]], error) {
	if _, err := a.flow(ctx, in.FlowID); err != nil {
		return nil, err
	}
	if (in.Body.Pen || in.Body.Take) && !access.From(ctx).May(access.Flows) {
		return nil, NewProblem(http.StatusForbidden, "forbidden", "Only who may edit flows can have the pen.")
	}
	return whole(a.needs.Live.Editors().Beat(company(ctx), in.Flow, in.Tab, live.Beat{User: who(ctx), Node: in.Body.Node, Wants: in.Body.Pen, Takes: in.Body.Take, At: in.Body.At}), nil)
}

func (a *API) follow(ctx context.Context, in *struct {
	Names string `query:"names" doc:"Only these, with commas between them." example:"call,queue"`
	Flow  int64  `query:"flow" doc:"Of calls, changes and editors only those of this flow."`
	Last  string `header:"Last-Event-ID" doc:"The last event that was read."`
	After string `query:"after" doc:"The same, for who cannot set headers."`
}) (*huma.StreamResponse, error) {
	p := access.From(ctx)
	i := live.Interest{Company: p.Company, All: p.May(access.View), Flow: in.Flow}
	if p.May(access.Own) {
		i.User = p.User
	}
	if in.Names != "" {
		i.Names = strings.Split(in.Names, ",")
	}
	if in.Last == "" {
		in.Last = in.After
	}
	if in.Last != "" {
		after, err := strconv.ParseUint(in.Last, 10, 64)
		if err != nil {
			return nil, NewProblem(http.StatusUnprocessableEntity, "invalid", "Last-Event-ID is no event's: give the id of the last one that was read.")
		}
		i.After = after
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		_, w := humago.Unwrap(c)
		s := a.needs.Live.Subscribe(i)
		defer s.Close()
		stream(ctx, w, s)
	}}, nil
}

// stream writes events to a page until it leaves, is let go, or reads no more.
func stream(ctx context.Context, w http.ResponseWriter, s *live.Subscription) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would gather events
	control := http.NewResponseController(w)
	send := func(text string) bool {
		// Not every writer has deadlines or can be flushed: those of tests need neither.
		_ = control.SetWriteDeadline(time.Now().Add(patience))
		if _, err := io.WriteString(w, text); err != nil {
			return false
		}
		return control.Flush() == nil
	}
	if !send("retry: 2000\n\n") {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	end := time.NewTimer(streamLife)
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-end.C:
			return
		case <-beat.C:
			if !send(": still here\n\n") {
				return
			}
		case batch, open := <-s.C():
			if !open {
				return
			}
			if !send(batch.Wire) {
				return
			}
		}
	}
}
