package api_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
	"callflow/web/live"
)

// studio is an office with a hub, whose pages are open over real HTTP.
type studio struct {
	*office
	feed *live.Feed
	hub  *live.Hub
	url  string
}

func newStudio(t *testing.T) *studio {
	var hub *live.Hub
	s := &studio{}
	s.office = newOffice(t, func(o *api.Options) {
		hub = live.New(live.Options{Store: o.Store, Log: zerolog.Nop()})
		o.Happening.Live = hub
	})
	s.hub, s.feed = hub, &live.Feed{Journal: nothingKept{}, Hub: hub}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); hub.Run(ctx) }()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := access.With(r.Context(), s.who)
		s.mux.ServeHTTP(w, r.WithContext(store.WithActor(ctx, s.who.Actor())))
	}))
	s.url = server.URL + api.Prefix
	t.Cleanup(func() {
		stop() // lets the pages go, without which the server would wait for them
		<-done
		server.Close()
	})
	return s
}

type nothingKept struct{}

func (nothingKept) CallStarted(flowengine.CallStarted) {}
func (nothingKept) StepDone(flowengine.StepDone)       {}
func (nothingKept) Checkpoint(flowengine.Checkpoint)   {}
func (nothingKept) CallEnded(flowengine.CallEnded)     {}

// stream is an open page.
type stream struct {
	t     *testing.T
	lines *bufio.Scanner
}

func (s *studio) opens(query string, headers ...string) *stream {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/events"+query, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { reply.Body.Close() })
	if reply.StatusCode != 200 || reply.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("the stream: %d %v", reply.StatusCode, reply.Header)
	}
	p := &stream{s.t, bufio.NewScanner(reply.Body)}
	p.block() // how long to wait before coming back
	return p
}

// block is the next event, as its lines.
func (p *stream) block() map[string]string {
	p.t.Helper()
	fields := map[string]string{}
	for p.lines.Scan() {
		if p.lines.Text() == "" {
			return fields
		}
		name, value, _ := strings.Cut(p.lines.Text(), ": ")
		fields[name] = value
	}
	p.t.Fatalf("the stream has ended: %v", p.lines.Err())
	return nil
}

func TestAPageIsToldOfCallsAndChanges(t *testing.T) {
	s := newStudio(t)
	page := s.opens("?names=call,change")
	s.feed.CallStarted(flowengine.CallStarted{Company: "default", Flow: "Shop", Call: flowengine.Incoming{ID: "c1", Number: "100"}})
	first := page.block()
	if first["event"] != "call" || !strings.Contains(first["data"], `"what":"started"`) || first["id"] == "" {
		t.Errorf("told %v", first)
	}
	gets[api.Flow](s.office, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	if e := page.block(); e["event"] != "change" || !strings.Contains(e["data"], `"kind":"flow"`) {
		t.Errorf("told %v", e)
	}
	s.feed.CallEnded(flowengine.CallEnded{Call: "c1", Reason: flowengine.EndHungUp})
	back := s.opens("?names=call", "Last-Event-ID", first["id"])
	if e := back.block(); !strings.Contains(e["data"], `"what":"ended"`) {
		t.Errorf("a page that came back is told %v", e)
	}
	if r := s.ask("GET", "/events?after=x", nil); r.Code != 422 {
		t.Errorf("a wrong place: %d", r.Code)
	}
}

func TestEditorsSeeEachOther(t *testing.T) {
	s := newStudio(t)
	f := gets[api.Flow](s.office, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	page := s.opens(fmt.Sprintf("?names=editors&flow=%d", f.ID))
	at := fmt.Sprintf("/flows/%d/editors", f.ID)
	mine := gets[api.List[live.Editor]](s.office, 200, "PUT", at+"/tab1", object{"pen": true, "node": "n1"})
	if len(mine.Items) != 1 || !mine.Items[0].Pen || mine.Items[0].User != "user:ada" {
		t.Errorf("ada's tab: %+v", mine)
	}
	if e := page.block(); e["event"] != "editors" || !strings.Contains(e["data"], `"node":"n1"`) {
		t.Errorf("told %v", e)
	}
	s.who = access.Principal{Company: "default", User: "vic", Rights: access.RoleViewer.Rights()}
	if seen := gets[api.List[live.Editor]](s.office, 200, "PUT", at+"/tab2", object{}); len(seen.Items) != 2 {
		t.Errorf("vic sees %+v", seen)
	}
	if r := s.ask("PUT", at+"/tab2", object{"take": true}); r.Code != 403 {
		t.Errorf("a viewer takes the pen: %d", r.Code)
	}
	if r := s.ask("DELETE", at+"/tab2", nil); r.Code != 204 {
		t.Errorf("vic leaves: %d", r.Code)
	}
	if r := s.ask("PUT", "/flows/999/editors/tab2", object{}); r.Code != 404 {
		t.Errorf("a flow that is none: %d", r.Code)
	}
}
