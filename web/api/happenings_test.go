package api_test

import (
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

// morning is when the office's calls come.
var morning = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// shop is a flow that greets, asks for a key, and rings alice.
func shop() object {
	return object{"schema": 1, "name": "Shop", "kind": "voice", "start": "hello", "nodes": object{
		"hello": object{"type": "greeting", "params": object{"say": "Hello."}, "next": object{"done": "ask"}},
		"ask": object{"type": "menu", "params": object{"prompt": "Press one.", "keys": object{"1": "Sales"}, "attempts": 2},
			"next": object{"key:1": "ring", "invalid": "bye", "no_input": "bye"}},
		"ring": object{"type": "dial", "params": object{"targets": []string{"user:alice"}}, "next": object{"answered": "bye", "*": "bye"}},
		"bye":  object{"type": "hangup"},
	}}
}

// busyOffice has the shop's flow, alice and bob, and three calls: one that alice
// answered, one that she missed, and one that goes on in the menu.
func busyOffice(t *testing.T, with ...func(*api.Options)) (o *office, flow api.Flow) {
	o = newOffice(t, with...)
	for _, name := range []string{"alice", "bob"} {
		if _, err := o.store.AddUser(t.Context(), "default", store.User{Name: name, Phones: []store.Phone{{Endpoint: "PJSIP/" + name}}}); err != nil {
			t.Fatal(err)
		}
	}
	flow = gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Shop", "document": shop(), "publish": true})
	if _, err := o.store.AddNumber(t.Context(), "default", store.Number{Number: "+61299990000", VoiceFlow: "Shop"}); err != nil {
		t.Fatal(err)
	}
	j := store.NewJournal(o.store, store.JournalOptions{})
	j.Start()
	call := func(id, caller, name string, after time.Duration) {
		j.CallStarted(flowengine.CallStarted{Company: "default", Flow: "Shop", Revision: 1, Call: flowengine.Incoming{
			ID: id, Number: "+61299990000", CallerNumber: caller, CallerName: name, Channel: "PJSIP/trunk", Arrived: morning.Add(after)}})
	}
	step := func(id string, seq int, node, kind, outcome string, after time.Duration, details map[string]any) {
		j.StepDone(flowengine.StepDone{Call: id, Seq: seq, Node: node, Type: kind, Outcome: outcome, Entered: morning, Left: morning.Add(after), Details: details})
	}
	call("A1", "+61412345678", "Zoë Smith", 0)
	step("A1", 1, "hello", "greeting", "done", 2*time.Second, nil)
	step("A1", 2, "ask", "menu", "key:1", 5*time.Second, map[string]any{"digits": "1", "attempt": 2})
	step("A1", 3, "ring", "dial", "answered", 50*time.Second, map[string]any{"target": "user:alice", "talked_s": 40.0, "legs": []string{"user:alice (PJSIP/alice): answered"}})
	step("A1", 4, "bye", "hangup", "hangup", 50*time.Second, nil)
	j.CallEnded(flowengine.CallEnded{Call: "A1", At: morning.Add(50 * time.Second), Reason: flowengine.EndCompleted, AnsweredBy: "user:alice", Talked: 40 * time.Second, Cause: 16})
	call("A2", "+61299887766", `=HYPERLINK("x")`, 10*time.Minute)
	step("A2", 1, "hello", "greeting", "done", 2*time.Second, nil)
	step("A2", 2, "ask", "menu", "key:1", 5*time.Second, map[string]any{"digits": "1", "attempt": 1})
	step("A2", 3, "ring", "dial", "unanswered", 25*time.Second, map[string]any{"legs": []string{"user:alice (PJSIP/alice): rang out"}})
	step("A2", 4, "bye", "hangup", "hangup", 25*time.Second, nil)
	j.CallEnded(flowengine.CallEnded{Call: "A2", At: morning.Add(11 * time.Minute), Reason: flowengine.EndCompleted, Cause: 19})
	call("A3", "", "", 50*time.Minute)
	step("A3", 1, "hello", "greeting", "done", 2*time.Second, nil)
	j.Checkpoint(flowengine.Checkpoint{Call: flowengine.Incoming{ID: "A3", Number: "+61299990000", Arrived: morning.Add(50 * time.Minute)}, Company: "default", Revision: 1, Node: "ask", Seq: 2, Entered: morning.Add(51 * time.Minute)})
	if err := j.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o, flow
}

func supportQueue() queue.Definition {
	d := queue.Defaults()
	d.Name = "support"
	return d
}

// ids are those of a list of calls.
func ids(l api.List[api.Call]) string {
	var out []string
	for _, c := range l.Items {
		out = append(out, c.ID)
	}
	return strings.Join(out, " ")
}

func TestCallsAreFound(t *testing.T) {
	o, flow := busyOffice(t)
	for query, want := range map[string]string{
		"":                               "A3 A2 A1",
		"?limit=2":                       "A3 A2",
		"?limit=2&after=A2":              "A1",
		"?caller=0412+345+678":           "A1",
		"?caller=0412*":                  "A1",
		"?number=%2B61299990000&limit=1": "A3",
		"?outcome=active":                "A3",
		"?outcome=answered":              "A1",
		"?outcome=missed":                "A2",
		"?outcome=completed":             "A2 A1",
		"?since=2026-11-20T09:05:00Z":    "A3 A2",
		"?until=2026-11-20T09:05:00Z":    "A1",
		"?q=zo%C3%AB":                    "A1",
		"?q=smi":                         "A1",
		"?q=smi+zo":                      "A1",
		"?q=mith":                        "",
		"?q=0412":                        "A1",
		"?q=9990":                        "A3 A2 A1",
		"?q=shop":                        "A3 A2 A1",
		"?q=a2":                          "A2",
		fmt.Sprintf("?flow=%d", flow.ID): "A3 A2 A1",
		fmt.Sprintf("?flow=%d&node=ring", flow.ID):                                "A2 A1",
		fmt.Sprintf("?flow=%d&node=ring&edge=answered", flow.ID):                  "A1",
		fmt.Sprintf("?flow=%d&node=ring&edge=busy", flow.ID):                      "",
		fmt.Sprintf("?flow=%d&node=ask&edge=key:1&outcome=missed", flow.ID):       "A2",
		fmt.Sprintf("?flow=%d&node=hello&edge=done&limit=1", flow.ID):             "A3",
		fmt.Sprintf("?flow=%d&node=hello&edge=done&limit=5&after=A3", flow.ID):    "A2 A1",
		fmt.Sprintf("?flow=%d&node=hello&since=2026-11-20T09:30:00Z", flow.ID):    "A3",
		fmt.Sprintf("?flow=%d&outcome=missed&caller=0299887766&q=hyper", flow.ID): "A2",
	} {
		if got := ids(gets[api.List[api.Call]](o, 200, "GET", "/calls"+query, nil)); got != want {
			t.Errorf("/calls%s: %s, want %s", query, got, want)
		}
	}
	page := gets[api.List[api.Call]](o, 200, "GET", "/calls?limit=2", nil)
	if page.Next != "A2" {
		t.Errorf("the next page begins at %q", page.Next)
	}
	if got := ids(gets[api.List[api.Call]](o, 200, "GET", "/calls/missed", nil)); got != "A2" {
		t.Errorf("missed: %s", got)
	}
	for _, query := range []string{"?outcome=great", "?since=yesterday", "?limit=0", "?after=nobody", "?node=ring", "?colour=red"} {
		if r := o.ask("GET", "/calls"+query, nil); r.Code != 422 {
			t.Errorf("/calls%s: %d %s", query, r.Code, r.Body)
		}
	}
}

func TestCallsAreATableWithoutFormulas(t *testing.T) {
	o, _ := busyOffice(t)
	r := o.ask("GET", "/calls?limit=1", nil, "Accept", "text/csv")
	rows, err := csv.NewReader(strings.NewReader(string(r.Body))).ReadAll()
	if err != nil || r.Code != 200 || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/csv") {
		t.Fatalf("%d %v: %v in %s", r.Code, r.Header, err, r.Body)
	}
	if len(rows) != 4 || rows[3][3] != "+61412345678" || rows[2][4] != `'=HYPERLINK("x")` {
		t.Errorf("the table: %q", rows)
	}
}

func TestACallTellsItsWay(t *testing.T) {
	o, flow := busyOffice(t)
	c := gets[api.Trace](o, 200, "GET", "/calls/A1", nil)
	if len(c.Steps) != 4 || c.Revision != 1 || c.FlowID != flow.ID || c.Document == nil || c.Document.Nodes["ring"] == nil || c.State != "answered" || c.Duration != 50 {
		t.Errorf("the call: %+v", c)
	}
	if going := gets[api.Trace](o, 200, "GET", "/calls/A3", nil); going.State != "active" || going.At != "ask" {
		t.Errorf("the call that goes on: %+v", going)
	}
	if steps := gets[api.List[flowengine.StepDone]](o, 200, "GET", "/calls/A1/steps", nil); len(steps.Items) != 4 {
		t.Errorf("%d steps", len(steps.Items))
	}
	if s := gets[store.Score](o, 200, "PUT", "/calls/A1/score", object{"score": 80}); s.Score != 80 || s.Who != "user:ada" {
		t.Errorf("the score: %+v", s)
	}
	if again := gets[api.Trace](o, 200, "GET", "/calls/A1", nil); again.Score == nil || *again.Score != 80 {
		t.Errorf("the call has the score %v", again.Score)
	}
	o.who.Company = "other"
	if err := o.store.AddCompany(t.Context(), store.Company{Name: "other"}); err != nil {
		t.Fatal(err)
	}
	if r := o.ask("GET", "/calls/A1", nil); r.Code != 404 {
		t.Errorf("another company reads it: %d", r.Code)
	}
}

func TestACallIsReplayed(t *testing.T) {
	o, _ := busyOffice(t)
	for _, id := range []string{"A1", "A2"} {
		replay := gets[api.Replay](o, 200, "GET", "/calls/"+id+"/script", nil)
		tried := gets[authoring.Trial](o, 200, "POST", "/simulations", replay.Trial)
		was := gets[api.Trace](o, 200, "GET", "/calls/"+id, nil)
		if len(tried.Steps) != len(was.Steps) {
			t.Fatalf("%s: simulated %+v", id, tried.Steps)
		}
		for i, s := range tried.Steps {
			if s.Node != was.Steps[i].Node || s.Outcome != was.Steps[i].Outcome {
				t.Errorf("%s step %d: %s %s, was %s %s", id, i, s.Node, s.Outcome, was.Steps[i].Node, was.Steps[i].Outcome)
			}
		}
		if !strings.Contains(replay.Test, "ring "+was.Steps[2].Outcome) {
			t.Errorf("the test: %s", replay.Test)
		}
		// The test alone can be kept with the flow.
		at := fmt.Sprintf("/flows/%d/tests", was.FlowID)
		if kept := gets[api.FlowTest](o, 201, "POST", at, object{"source": replay.Source}); !strings.HasPrefix(kept.Name, "as the call of") {
			t.Errorf("kept: %+v", kept)
		}
	}
}

func TestStatisticsCountTheWaysOfCalls(t *testing.T) {
	o, flow := busyOffice(t)
	at := fmt.Sprintf("/flows/%d", flow.ID)
	got := map[string]int64{}
	for _, e := range gets[api.Statistics](o, 200, "GET", at+"/statistics", nil).Edges {
		got[e.Node+" "+e.Outcome] = e.Times
		if ends := e.Node == "bye"; e.Ends != ends { // the others lead on, by edges of their own or the one that takes the rest
			t.Errorf("%s %s: ends %v, want %v", e.Node, e.Outcome, e.Ends, ends)
		}
	}
	for edge, want := range map[string]int64{"hello done": 3, "ask key:1": 2, "ring answered": 1, "ring unanswered": 1, "bye hangup": 2} {
		if got[edge] != want {
			t.Errorf("%s: %d, want %d", edge, got[edge], want)
		}
	}
	part := gets[api.Statistics](o, 200, "GET", at+"/statistics?since=2026-11-20T09:30:00Z&revision=1", nil)
	if len(part.Edges) != 1 || part.Edges[0].Node != "hello" || part.Edges[0].Times != 1 || part.Edges[0].Ends {
		t.Errorf("the last half hour: %+v", part)
	}
	if r := o.ask("GET", at+"/statistics?revision=7", nil); r.Code != 404 {
		t.Errorf("of a revision that is none: %d", r.Code)
	}
	now := gets[api.List[store.CallAt]](o, 200, "GET", at+"/live", nil)
	if len(now.Items) != 1 || now.Items[0].Call != "A3" || now.Items[0].Node != "ask" || now.Items[0].Revision != 1 {
		t.Errorf("now: %+v", now)
	}
}

// wav is a second of silence and a second of a loud square wave.
func wav() []byte {
	data := make([]byte, 0, 32044)
	le := binary.LittleEndian
	data = append(data, "RIFF"...)
	data = le.AppendUint32(data, 36+32000)
	data = append(data, "WAVEfmt "...)
	for _, v := range []any{uint32(16), uint16(1), uint16(1), uint32(8000), uint32(16000), uint16(2), uint16(16)} {
		data, _ = binary.Append(data, le, v)
	}
	data = append(data, "data"...)
	data = le.AppendUint32(data, 32000)
	data = append(data, make([]byte, 16000)...)
	for range 8000 {
		data = le.AppendUint16(data, 16384)
	}
	return data
}

// leaves puts a message of a call into a box.
func (o *office) leaves(call, box string) {
	o.t.Helper()
	name := "r-" + call + strings.ReplaceAll(box, ":", "-") + ".wav"
	if err := os.WriteFile(filepath.Join(o.recordings, name), wav(), 0o600); err != nil {
		o.t.Fatal(err)
	}
	_, err := o.store.KeepRecording(o.t.Context(), "default", flowengine.Recording{Name: name, Call: call, Step: 4, Voicemail: box, Started: morning, Caller: "+61412345678"},
		store.RecordingFile{Name: name, Size: 32044, Duration: 2 * time.Second})
	if err != nil {
		o.t.Fatal(err)
	}
}

func TestMessagesAreHeardMarkedAndRemoved(t *testing.T) {
	o, _ := busyOffice(t)
	o.leaves("A2", "user:alice")
	if c := gets[api.Trace](o, 200, "GET", "/calls/A2", nil); c.State != "voicemail" || len(c.Sounds) != 1 {
		t.Errorf("the call: %+v", c)
	}
	list := gets[api.List[api.Message]](o, 200, "GET", "/voicemail?unread=true", nil)
	if len(list.Items) != 1 {
		t.Fatalf("messages: %+v", list)
	}
	at := fmt.Sprintf("/voicemail/%d", list.Items[0].ID)
	part := o.ask("GET", at+"/sound", nil, "Range", "bytes=0-3")
	if part.Code != http.StatusPartialContent || string(part.Body) != "RIFF" || part.Header.Get("Content-Type") != "audio/wav" {
		t.Errorf("its beginning: %d %q %v", part.Code, part.Body, part.Header)
	}
	peaks := gets[struct {
		Duration float64 `json:"duration_s"`
		Peaks    [][]int `json:"peaks"`
	}](o, 200, "GET", at+"/peaks?points=10", nil)
	if fmt.Sprint(peaks.Peaks) != "[[0 0 0 0 0 50 50 50 50 50]]" || peaks.Duration != 2 {
		t.Errorf("the waveform: %+v", peaks)
	}
	marked := gets[api.Message](o, 200, "PATCH", at, object{"heard": true, "note": "called back"})
	if marked.Heard.IsZero() || marked.Note != "called back" {
		t.Errorf("marked: %+v", marked)
	}
	if s := gets[api.Summary](o, 200, "GET", "/summary", nil); s.Unread != 0 || s.Active != 1 {
		t.Errorf("the summary: %+v", s)
	}
	if m := gets[api.Message](o, 202, "POST", at+"/transcript", nil); m.TranscriptState != store.TranscriptWaiting || len(o.letters) != 1 {
		t.Errorf("asked for a transcript: %+v, %d letters", m, len(o.letters))
	}
	if r := o.ask("DELETE", at, nil); r.Code != 204 {
		t.Errorf("removed: %d %s", r.Code, r.Body)
	}
	if c := gets[api.Trace](o, 200, "GET", "/calls/A2", nil); c.State != "voicemail" || c.Voicemail != "" {
		t.Errorf("the call whose message is removed: %+v", c)
	}
	if got := ids(gets[api.List[api.Call]](o, 200, "GET", "/calls?outcome=voicemail", nil)); got != "A2" {
		t.Errorf("calls with a message: %s", got)
	}
	if left, _ := os.ReadDir(o.recordings); len(left) != 0 {
		t.Errorf("files are left: %v", left)
	}
	if r := o.ask("GET", at+"/sound", nil); r.Code != 404 {
		t.Errorf("played again: %d", r.Code)
	}
}

func TestAgentsSeeTheirOwn(t *testing.T) {
	o, _ := busyOffice(t)
	o.leaves("A2", "user:alice")
	o.leaves("A1", "user:bob")
	if _, err := o.store.AddQueue(t.Context(), "default", supportQueue()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.JoinQueue(t.Context(), "default", "support", queue.Member{User: "alice", Priority: 1}); err != nil {
		t.Fatal(err)
	}
	o.who = access.Principal{Company: "default", User: "alice", Rights: access.RoleAgent.Rights()}
	if got := ids(gets[api.List[api.Call]](o, 200, "GET", "/me/calls", nil)); got != "A1" {
		t.Errorf("answered: %s", got)
	}
	mine := gets[api.List[api.Message]](o, 200, "GET", "/me/voicemail", nil)
	if len(mine.Items) != 1 || mine.Items[0].Box != "user:alice" {
		t.Fatalf("my messages: %+v", mine)
	}
	gets[api.Message](o, 200, "PATCH", fmt.Sprintf("/me/voicemail/%d", mine.Items[0].ID), object{"heard": true})
	for _, path := range []string{"/me/voicemail/2", "/me/voicemail/2/sound"} {
		if r := o.ask("GET", path, nil); r.Code != 404 {
			t.Errorf("%s: %d", path, r.Code)
		}
	}
	queues := gets[api.List[api.MyQueue]](o, 200, "POST", "/me/queues/support", object{"do": "pause"})
	if len(queues.Items) != 1 || queues.Items[0].State != queue.StatePaused {
		t.Errorf("paused: %+v", queues)
	}
	queues = gets[api.List[api.MyQueue]](o, 200, "POST", "/me/queues", object{"do": "resume"})
	if queues.Items[0].State != queue.StateReady {
		t.Errorf("resumed: %+v", queues)
	}
	o.who.User = "bob"
	if p := gets[api.Problem](o, 409, "POST", "/me/queues/support", object{"do": "login"}); p.Code != "refused" || !strings.Contains(p.Detail, "not a member") {
		t.Errorf("bob: %+v", p)
	}
	o.who = admin()
	agents := gets[api.List[api.Agent]](o, 200, "GET", "/agents", nil)
	if len(agents.Items) != 1 || agents.Items[0].User != "alice" || agents.Items[0].Queues[0].State != queue.StateReady || !agents.Items[0].Queues[0].LoggedIn {
		t.Errorf("agents: %+v", agents)
	}
	if board := gets[api.List[store.QueueNow]](o, 200, "GET", "/wallboard", nil); len(board.Items) != 1 || board.Items[0].Name != "support" {
		t.Errorf("the wallboard: %+v", board)
	}
	if r := o.ask("GET", "/queues/sales/live", nil); r.Code != 404 {
		t.Errorf("a queue that is none: %d", r.Code)
	}
}

func TestMissedCallsAreThoseThatRangMe(t *testing.T) {
	o, _ := busyOffice(t)
	o.who = access.Principal{Company: "default", User: "alice", Rights: access.RoleAgent.Rights()}
	if got := ids(gets[api.List[api.Call]](o, 200, "GET", "/me/missed", nil)); got != "A2" {
		t.Errorf("alice missed %s", got)
	}
	o.who.User = "bob"
	if got := ids(gets[api.List[api.Call]](o, 200, "GET", "/me/missed", nil)); got != "" {
		t.Errorf("bob missed %s", got)
	}
	o.who.User = ""
	if r := o.ask("GET", "/me/missed", nil); r.Code != 403 {
		t.Errorf("a token of nobody's: %d", r.Code)
	}
}
