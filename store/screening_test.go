package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/numbering"
	"callflow/store"
)

func TestCallersAreScreened(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	registry, err := nodes.Registry()
	ok(t, err)
	routes := store.NewRoutes(s, registry.Compile, func(string) flowengine.Services { return flowengine.Services{} })
	callers := routes.Callers("", numbering.Of(s.Directory("").NumberCountry))
	save(t, s, flow("Nuisance", "endpoint:PJSIP/nobody"), complete)
	publish(t, s, "Nuisance")
	for _, n := range []string{"100", "200"} {
		must(t)(s.AddNumber(ctx, "", store.Number{Number: n}))
	}
	screen := func(number, caller string) flowengine.Screening {
		t.Helper()
		got, err := callers.Screen(ctx, flowengine.NumberInfo{Number: number}, caller)
		ok(t, err)
		return got
	}
	expect := func(number, caller string, action flowengine.ScreenAction, why string) flowengine.Screening {
		t.Helper()
		got := screen(number, caller)
		if got.Action != action || !strings.Contains(got.Why, why) {
			t.Errorf("%s to %s: %+v, want %q because %q", caller, number, got, action, why)
		}
		return got
	}

	expect("100", "0412345678", flowengine.ScreenAllow, "")
	expect("100", "", flowengine.ScreenAllow, "")

	// A number is the same caller however the network writes it.
	ok(t, s.BlockCaller(ctx, "", store.BlockedCaller{Number: "+61 412 345 678", Reason: "calls at night"}))
	ok(t, s.BlockCaller(ctx, "", store.BlockedCaller{Number: "+882", Prefix: true}))
	ok(t, s.BlockCaller(ctx, "", store.BlockedCaller{Number: "+88216", Prefix: true, Reason: "satellites"}))
	expect("100", "0412345678", flowengine.ScreenHangup, "night")
	expect("100", "+61412345678", flowengine.ScreenHangup, "night")
	if got := expect("100", "0412 345 678", flowengine.ScreenHangup, "calls at night"); got.Cause != flowengine.CauseRejected {
		t.Errorf("hung up with %d", got.Cause)
	}
	expect("100", "+88216123456", flowengine.ScreenHangup, "satellites")
	expect("100", "+88212123456", flowengine.ScreenHangup, "begin with +882 are")
	expect("100", "0412345679", flowengine.ScreenAllow, "")

	// What becomes of them, for the company and for one number.
	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.BlockedSort, Action: "message", Message: "say:No."}))
	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.BlockedSort, Number: "200", Action: "flow", Flow: "nuisance"}))
	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Number: "200", Action: "hangup", Cause: 17}))
	if got := expect("100", "0412345678", flowengine.ScreenMessage, "night"); got.Message != "say:No." {
		t.Errorf("hears %q", got.Message)
	}
	if got := expect("200", "0412345678", flowengine.ScreenFlow, "night"); got.Program == nil || got.Program.Flow.Name != "Nuisance" {
		t.Errorf("runs %+v", got.Program)
	}
	expect("100", "", flowengine.ScreenAllow, "")
	if got := expect("200", "", flowengine.ScreenHangup, "hides"); got.Cause != 17 {
		t.Errorf("hung up with %d", got.Cause)
	}
	ok(t, s.UnblockCaller(ctx, "", "+61412345678", false))
	expect("100", "0412345678", flowengine.ScreenAllow, "")

	for name, err := range map[string]error{
		"a cause that there is not":  s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "hangup", Cause: 200}),
		"a message without words":    s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "message"}),
		"an action that there isn't": s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "shout"}),
		"a sound that is not there":  s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "message", Message: "audio:none"}),
		"a flow that is not there":   s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "flow", Flow: "none"}),
		"a reason of two lines":      s.BlockCaller(ctx, "", store.BlockedCaller{Number: "1", Reason: "a\nb"}),
		"no number":                  s.BlockCaller(ctx, "", store.BlockedCaller{Number: " "}),
		"one who is not blocked":     s.UnblockCaller(ctx, "", "555", false),
	} {
		var invalid *store.InvalidError
		var missing *store.NotFoundError
		if !errors.As(err, &invalid) && !errors.As(err, &missing) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who looks up where a flow is used must learn of the numbers too: they would run nothing without it.
func TestNumbersAreUsesOfAFlow(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	save(t, s, flow("Main", "endpoint:PJSIP/nobody"), complete)
	publish(t, s, "Main")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "200", VoiceFlow: "Main"}))
	uses, err := s.Uses(ctx, "", flowengine.Ref{Kind: "flow", Name: "main"})
	ok(t, err)
	if len(uses) != 1 || uses[0].String() != `number "200" calls` {
		t.Errorf("the flow is used by %v", uses)
	}
	ok(t, s.RemoveFlow(ctx, "", "Main", true))
}

// What becomes of unwanted callers uses the flow and the sound: neither can be removed.
func TestScreeningIsAUse(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	save(t, s, flow("Nuisance", "endpoint:PJSIP/nobody"), complete)
	publish(t, s, "Nuisance")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "200"}))
	_, _, err := s.PutAudio(ctx, "", store.Audio{Name: "no", Hash: "00", File: "00.wav"})
	ok(t, err)
	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "flow", Flow: "nuisance"}))
	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.BlockedSort, Number: "200", Action: "message", Message: "audio:No"}))
	usedBy := func(ref flowengine.Ref, want string) {
		t.Helper()
		uses, err := s.Uses(ctx, "", ref)
		ok(t, err)
		if len(uses) != 1 || uses[0].String() != want {
			t.Errorf("%s is used by %v, not by %s", ref, uses, want)
		}
	}
	usedBy(flowengine.Ref{Kind: "flow", Name: "Nuisance"}, `policy "hidden callers"`)
	usedBy(flowengine.Ref{Kind: "audio", Name: "no"}, `policy "blocked callers" to 200`)
	fails[*store.InUseError](t, s.RemoveFlow(ctx, "", "Nuisance", true), `policy "hidden callers"`)
	_, err = s.RemoveAudio(ctx, "", "no", false)
	fails[*store.InUseError](t, err, `policy "blocked callers" to 200`)

	ok(t, s.RenameFlow(ctx, "", "Nuisance", "Unwanted")) // the policy keeps it
	usedBy(flowengine.Ref{Kind: "flow", Name: "Unwanted"}, `policy "hidden callers"`)

	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.HiddenSort, Action: "allow"}))
	ok(t, s.SetPolicy(ctx, "", store.Policy{Callers: store.BlockedSort, Number: "200", Action: "hangup"}))
	ok(t, s.RemoveFlow(ctx, "", "Unwanted", false))
	_, err = s.RemoveAudio(ctx, "", "no", false)
	ok(t, err)
}
