package simulator_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

// telephones is a directory such as a store's, with endpoints of its own.
type telephones struct{}

func (telephones) User(_ context.Context, name string) (flowengine.User, error) {
	return flowengine.User{Name: name, Endpoints: []string{"PJSIP/" + name + "-desk"}, Weight: 1}, nil
}

func (t telephones) Group(ctx context.Context, _ string) ([]flowengine.User, error) {
	alice, _ := t.User(ctx, "alice")
	bob, _ := t.User(ctx, "bob")
	return []flowengine.User{alice, bob}, nil
}

func (telephones) Outbound(_ context.Context, number string) (string, error) {
	return "PJSIP/" + number + "@trunk", nil
}

func TestScriptsNamePeopleHoweverTheirTelephonesAreCalled(t *testing.T) {
	program := compile(t, `
schema: 1
name: Everybody
kind: voice
start: ring
nodes:
  ring: {type: dial, params: {targets: ["group:sales", "external:+61255509999"], timeout_s: 10}, next: {answered: bye, busy: bye, unanswered: bye}}
  bye: {type: hangup}
`)
	for _, c := range []struct {
		answers []string
		by      string
	}{
		{[]string{"alice=busy", "user:bob=answered"}, "user:bob"},
		{[]string{"group:sales=busy", "+61255509999=answered"}, "external:+61255509999"},
		{[]string{"sales=busy", "alice=answered"}, "user:alice"},
		{[]string{"PJSIP/bob-desk=answered", "*=declined"}, "user:bob"},
		{[]string{"*=busy"}, ""},
	} {
		out := run(t, program, script(t, "", c.answers...), simulator.Options{Services: flowengine.Services{Directory: telephones{}}})
		if out.Ended.AnsweredBy != c.by {
			t.Errorf("%v: %q answered, not %q\n%s", c.answers, out.Ended.AnsweredBy, c.by, told(out))
		}
	}
}

func TestARecordingIsAWAVFileOfItsLength(t *testing.T) {
	w := simulator.NewWorld(simulator.Script{})
	call, ctx := w.Attach(t.Context())
	if err := call.Record(ctx, flowengine.RecordSpec{Name: "r"}); err == nil {
		t.Error("a call that is not answered was recorded")
	}
	for _, err := range []error{call.Answer(ctx), call.Record(ctx, flowengine.RecordSpec{Name: "r", Max: 1500 * time.Millisecond})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := call.FetchRecording(ctx, "r"); !errors.Is(err, flowengine.ErrNoRecording) {
		t.Errorf("an unfinished recording gives %v", err)
	}
	if e, err := call.Next(ctx, w.Now().Add(time.Minute)); err != nil || e != (flowengine.RecordEnded{Name: "r", Duration: 1500 * time.Millisecond}) {
		t.Fatalf("%+v, %v", e, err)
	}
	wav, err := call.FetchRecording(ctx, "r")
	if err != nil {
		t.Fatal(err)
	}
	defer wav.Close()
	data, err := io.ReadAll(wav)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) != 44+24000 || binary.LittleEndian.Uint32(data[40:]) != 24000 || binary.LittleEndian.Uint32(data[4:]) != uint32(len(data)-8) {
		t.Errorf("%d bytes with the header %q", len(data), data[:44])
	}
}

func TestWhatTheEngineMustNotDoIsRefused(t *testing.T) {
	w := simulator.NewWorld(simulator.Script{})
	call, ctx := w.Attach(t.Context())
	medium := flowengine.Media{URI: "sound:hello", Duration: time.Minute}
	if err := call.Play(ctx, flowengine.Caller, medium); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"two media at a time":   call.Play(ctx, flowengine.Caller, medium),
		"no cause":              call.Hangup(ctx, 0),
		"ringing without an id": call.Dial(ctx, flowengine.LegSpec{Endpoint: "SIM/alice"}),
	} {
		if err == nil {
			t.Errorf("%s was allowed", what)
		}
	}
	for range 200_000 {
		if _, err := call.Next(ctx, w.Now()); err != nil {
			return
		}
	}
	t.Error("waiting for a time that has passed may go on for ever")
}

func TestADeadProcessChangesNothing(t *testing.T) {
	w := simulator.NewWorld(simulator.Script{})
	call, ctx := w.Attach(t.Context())
	call.KillAt(w.Now().Add(time.Second), nil)
	if _, err := call.Next(ctx, w.Now().Add(time.Minute)); !errors.Is(err, simulator.ErrKilled) {
		t.Fatalf("Next says %v", err)
	}
	for what, err := range map[string]error{
		"Answer": call.Answer(t.Context()),
		"Dial":   call.Dial(t.Context(), flowengine.LegSpec{ID: "1", Endpoint: "SIM/alice"}),
		"Hangup": call.Hangup(t.Context(), flowengine.CauseNormal),
	} {
		if !errors.Is(err, simulator.ErrKilled) {
			t.Errorf("%s says %v", what, err)
		}
	}
	if _, gone := w.Gone(); gone || w.Answered() {
		t.Error("a dead process changed the call")
	}
}
