package store_test

import (
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"

	"github.com/google/go-cmp/cmp"
)

func TestCallsAreFiltered(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	j := journal(t, s)
	story(j, "c1", "+61412345678")
	j.CallStarted(flowengine.CallStarted{Call: incoming("c2", ""), Company: "default"})
	j.CallEnded(flowengine.CallEnded{Call: "c2", At: noon.Add(time.Minute), Reason: flowengine.EndUnassigned})
	late := incoming("c3", "+61412999999")
	late.Arrived = noon.Add(time.Hour)
	late.Number = "200"
	j.CallStarted(flowengine.CallStarted{Call: late})
	flush(t, j)
	must(t)(s.KeepRecording(ctx, "", flowengine.Recording{Name: "r1", Call: "c2", Voicemail: "user:alice", Started: noon}, store.RecordingFile{Name: "r1.wav"}))

	for _, c := range []struct {
		filter store.CallFilter
		want   string
	}{
		{store.CallFilter{}, "c3 c2 c1"},
		{store.CallFilter{Limit: 1}, "c3"},
		{store.CallFilter{Before: "c3"}, "c2 c1"},
		{store.CallFilter{Before: "c2"}, "c1"},
		{store.CallFilter{Caller: "412345678"}, "c1"},
		{store.CallFilter{Caller: "0412…"}, "c3 c1"},
		{store.CallFilter{Number: "200"}, "c3"},
		{store.CallFilter{Flow: "main"}, "c1"},
		{store.CallFilter{Since: noon.Add(time.Minute)}, "c3"},
		{store.CallFilter{Until: noon.Add(time.Minute)}, "c2 c1"},
		{store.CallFilter{Company: "default"}, "c2 c1"},
		{store.CallFilter{Outcome: "active"}, "c3"},
		{store.CallFilter{Outcome: "answered"}, "c1"},
		{store.CallFilter{Outcome: "voicemail"}, "c2"},
		{store.CallFilter{Outcome: "missed"}, ""},
		{store.CallFilter{Outcome: "unassigned"}, "c2"},
		{store.CallFilter{Outcome: "unassigned", Caller: "0412*"}, ""},
		{store.CallFilter{Outcome: "answered", Company: "default", Number: "100", Flow: "Main"}, "c1"},
		{store.CallFilter{AnsweredBy: "user:alice"}, "c1"},
		{store.CallFilter{Search: "0412"}, "c3 c1"},
		{store.CallFilter{Search: "main"}, "c1"},
		{store.CallFilter{Flow: "Main", Node: "n2"}, "c1"},
		{store.CallFilter{Flow: "Main", Node: "n1", Edge: "done", Before: "c2"}, "c1"},
		{store.CallFilter{Flow: "Main", Node: "n1", Edge: "hung_up"}, ""},
	} {
		found, err := s.Calls(ctx, c.filter)
		ok(t, err)
		var got []string
		for _, f := range found {
			got = append(got, f.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.filter, got, c.want)
		}
	}
	_, err := s.Calls(ctx, store.CallFilter{Outcome: "great"})
	fails[*store.InvalidError](t, err)
}

// A call tells the name of the flow that it ran for ever, and leads to it as long as there is one.
func TestACallOfARemovedFlowLeadsNowhere(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	j := journal(t, s)
	story(j, "c1", "+61412345678")
	flush(t, j)
	c, err := s.Call(ctx, "c1")
	ok(t, err)
	if c.Flow != "Main" || c.FlowID == 0 {
		t.Errorf("before: %q, flow %d", c.Flow, c.FlowID)
	}
	ok(t, s.RemoveFlow(ctx, "", "Main", true))
	c, err = s.Call(ctx, "c1")
	ok(t, err)
	if c.Flow != "Main" || c.FlowID != 0 || c.RevisionID == 0 {
		t.Errorf("after: %q, flow %d, revision %d", c.Flow, c.FlowID, c.RevisionID)
	}
}

// A step of a call that an earlier process began is counted too, one of a trial not.
func TestTheWaysOfCallsAreCounted(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	first := store.NewJournal(s, store.JournalOptions{})
	first.Start()
	first.CallStarted(flowengine.CallStarted{Call: incoming("c1", "1"), Company: "default", Flow: "Main", Revision: 1})
	trial := incoming("c2", "1")
	trial.Number = store.TrialPrefix + "x"
	first.CallStarted(flowengine.CallStarted{Call: trial, Company: "default", Flow: "Main", Revision: 1})
	stop(t, first)
	second := journal(t, s)
	for _, id := range []string{"c1", "c2", "unknown"} {
		second.StepDone(flowengine.StepDone{Call: id, Seq: 1, Node: "n1", Entered: noon, Left: noon, Outcome: "done"})
		second.StepDone(flowengine.StepDone{Call: id, Seq: 2, Node: "n1", Entered: noon, Left: noon, Outcome: "done"})
		flush(t, second)
	}
	for _, c := range []struct {
		filter store.StatisticsFilter
		want   int
	}{
		{store.StatisticsFilter{}, 1},
		{store.StatisticsFilter{Since: noon.Add(29 * time.Minute)}, 1},
		{store.StatisticsFilter{Since: noon.Add(30 * time.Minute)}, 0},
		{store.StatisticsFilter{Until: noon}, 0},
		{store.StatisticsFilter{Revision: 1}, 1},
	} {
		got, err := s.Statistics(ctx, "", 1, c.filter)
		ok(t, err)
		if len(got) != c.want || len(got) > 0 && got[0].Times != 2 {
			t.Errorf("%+v: %+v", c.filter, got)
		}
	}
	_, err := s.Statistics(ctx, "", 1, store.StatisticsFilter{Revision: 7})
	fails[*store.NotFoundError](t, err)
}

func TestASessionIsGoneOnWithOrClosedAsLost(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	for _, id := range []string{"lost", "goes-on", "orphan", "handed-over"} {
		j.CallStarted(flowengine.CallStarted{Call: incoming(id, "1"), Company: "default"})
		j.StepDone(flowengine.StepDone{Call: id, Seq: 1, Entered: noon, Left: noon.Add(5 * time.Second), Outcome: "done"})
	}
	j.Checkpoint(checkpoint("lost", 2))
	j.Checkpoint(checkpoint("goes-on", 2))
	j.Checkpoint(checkpoint("handed-over", 2))
	j.CallEnded(flowengine.CallEnded{Call: "handed-over", Reason: flowengine.EndHandedOver})
	flush(t, j)

	closed, err := s.CloseOrphans(ctx, noon.Add(time.Hour))
	ok(t, err)
	if closed != 1 {
		t.Errorf("%d orphans", closed)
	}
	ok(t, s.CloseLost(ctx, "Its channel was gone.", "lost"))
	open, err := s.OpenCheckpoints(ctx)
	ok(t, err)
	if len(open) != 2 || open[0].Call.ID != "goes-on" || open[1].Call.ID != "handed-over" {
		t.Errorf("open: %+v", open)
	}
	c, err := s.Call(ctx, "orphan")
	ok(t, err)
	if c.Outcome != flowengine.EndLost || c.Duration() != 5*time.Second {
		t.Errorf("got %+v", c)
	}
	if c, _ := s.Call(ctx, "lost"); c.Outcome != flowengine.EndLost || c.Why != "Its channel was gone." {
		t.Errorf("got %+v", c)
	}
}

func TestATailShowsWhatHappens(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	j.CallStarted(flowengine.CallStarted{Call: incoming("before", "1"), Company: "default"})
	flush(t, j)
	tail, err := s.Tail(ctx, "")
	ok(t, err)
	story(j, "c1", "2")
	j.StepDone(dialStep("before", 1, "user:bob"))
	j.CallEnded(flowengine.CallEnded{Call: "before", At: noon, Reason: flowengine.EndHungUp})
	flush(t, j)
	events, err := tail.Next(ctx)
	ok(t, err)
	var got []string
	for _, e := range events {
		got = append(got, e.Call.ID+" "+e.What)
	}
	if diff := cmp.Diff([]string{"before step", "before ended", "c1 started", "c1 step", "c1 step", "c1 ended"}, got); diff != "" {
		t.Error(diff)
	}
	if events, err := tail.Next(ctx); err != nil || len(events) != 0 {
		t.Errorf("again: %v %v", events, err)
	}
}

func TestMessagesInABox(t *testing.T) {
	ctx, s := t.Context(), open(t)
	r := flowengine.Recording{Name: "c1-3", Call: "c1", Step: 3, Node: "n3", Started: noon, Voicemail: "user:alice", Caller: "+61412345678", Number: "100", Reason: "Nobody answered."}
	first, err := s.KeepRecording(ctx, "", r, store.RecordingFile{Name: "a.wav", Size: 100, Duration: 3 * time.Second})
	ok(t, err)
	yes := true
	note := "call back"
	must(t)(s.MarkVoicemail(ctx, "", 1, store.VoicemailMark{Heard: &yes, Flagged: &yes, Note: &note}))
	// After a restart the same recording is kept again.
	again, err := s.KeepRecording(ctx, "", r, store.RecordingFile{Name: "b.wav", Size: 120, Duration: 4 * time.Second})
	ok(t, err)
	if first.ID != again.ID || again.Duration != 4*time.Second {
		t.Errorf("kept %+v, then %+v", first, again)
	}
	r.Name, r.Voicemail, r.Caller = "c2-1", "user:bob", ""
	must(t)(s.KeepRecording(ctx, "", r, store.RecordingFile{Name: "c.wav"}))
	found, err := s.Voicemails(ctx, "", store.VoicemailFilter{Box: "user:alice", Caller: "0412345678"})
	ok(t, err)
	if len(found) != 1 || found[0].Recording.File != "b.wav" || found[0].Note != note || found[0].Heard.IsZero() || found[0].Reason != "Nobody answered." {
		t.Errorf("got %+v", found)
	}
	if unread, err := s.Voicemails(ctx, "", store.VoicemailFilter{Unread: true}); err != nil || len(unread) != 1 || unread[0].Box != "user:bob" {
		t.Errorf("unread %+v, %v", unread, err)
	}
	gone, err := s.RemoveVoicemail(ctx, "", found[0].ID)
	ok(t, err)
	if gone.Recording.File != "b.wav" {
		t.Errorf("got %+v", gone)
	}
	_, err = s.Voicemail(ctx, "", found[0].ID)
	fails[*store.NotFoundError](t, err)
	left, err := s.Recordings(ctx, "", store.RecordingFilter{})
	ok(t, err)
	if len(left) != 1 || left[0].Name != "c2-1" {
		t.Errorf("left %+v", left)
	}
}
