//go:build integration

package integration

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"callflow/flowengine"
	"callflow/integration/phone"
	"callflow/store"
)

// A number that nobody has added: the caller hears so, before any answer, and the call is on record.
func TestUnknownNumber(t *testing.T) {
	s := tell(t)
	caller := s.Caller()
	s.lines = append(s.lines, "98765"+caller.number)
	caller.Dials("98765" + caller.number)
	caller.Hears("sound:ss-noservice")
	caller.IsNotAnswered()
	caller.IsRefused(404)
	tr := caller.Trace().Is().Ended(flowengine.EndUnknown)
	if tr.call.Cause != flowengine.CauseUnallocated || !strings.Contains(tr.call.Why, "callflow number add") {
		s.Errorf("the call is told as %+v", tr.call)
	}
}

// A number without a flow: the same.
func TestUnassignedNumber(t *testing.T) {
	s := tell(t)
	caller := s.Caller()
	number := "55" + caller.number
	_, err := s.c.store.AddNumber(s.Context(), s.company, store.Number{Number: number})
	s.must(err)
	caller.Dials(number)
	caller.Hears("sound:ss-noservice")
	caller.IsRefused(404)
	tr := caller.Trace().Is().Ended(flowengine.EndUnassigned)
	if tr.call.Number != number || !strings.Contains(tr.call.Why, "callflow number assign") {
		s.Errorf("the call is told as %+v", tr.call)
	}
}

// A number that loses its flow between two calls.
func TestUnassignedForTheNextCall(t *testing.T) {
	s := tell(t)
	number := s.Line("start: bye\nnodes:\n  bye: {type: hangup, params: {cause: busy}}\n")
	first, second := s.Caller(), s.Caller()
	first.Dials(number)
	first.IsRefused(486)
	s.must(s.c.store.UnassignNumber(s.Context(), s.company, number))
	second.Dials(number)
	second.IsRefused(404)
	second.Trace().Ended(flowengine.EndUnassigned)
}

// Whatever a network sends as the caller is stored and shown harmlessly, and the call runs.
func TestStrangeCallers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ number, name string }{
		"SQL":                    {"1'; DROP TABLE calls; --", `Robert"); DROP TABLE calls;--`},
		"a withheld number":      {"anonymous", "Anonymous"},
		"an absurd length":       {strings.Repeat("9", 900), strings.Repeat("long name ", 60)},
		"characters of a shell":  {"$(reboot)`id`|&;<>", "${PATH} && rm -rf /"},
		"dialplan functions":     {"${SHELL(id)}", "${CALLERID(num)},s,1)"},
		"control characters":     {"04\x01\x1b[2J12", "A\x07B\x1b]0;title\x07"},
		"characters of SIP":      {"a@b;tag=1>,<sip:x", `quote " backslash \ `},
		"characters of a web":    {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>"},
		"other alphabets":        {"०१२३", "Ægir Þór 李小龍"},
		"turned writing":         {"1234\u202e4321", "evil\u202egpj.exe"},
		"templates":              {"{{ call.id }}", "{{ vars }}"},
		"what breaks lines":      {"12%0d%0aInjected: yes", "a%0d%0ab"},
		"emptiness":              {" ", " "},
		"plus signs and letters": {"+61-412-KITTEN", "O'Brien, \"Pat\""},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			alice := s.Phone("alice")
			number := s.Line(`
start: hello
nodes:
  hello: {type: greeting, params: {say: "Hello {{ caller.name }}"}, next: {done: set}}
  set: {type: set, params: {vars: {who: "caller.number"}}, next: {done: dial}}
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": bye}}
  bye: {type: hangup}
`)
			caller := s.Caller()
			caller.Dials(number, phone.From(test.number), phone.Name(test.name))
			alice.Rings()
			alice.Declines()
			caller.IsHungUp()
			tr := s.traceOf("the strange caller", to(number)).Is("hello done", "set done", "dial busy", "bye hangup")
			for _, shown := range []string{tr.call.Caller, tr.call.CallerName, tr.call.Path} {
				if len(shown) > 600 || strings.ContainsFunc(shown, unicode.IsControl) || strings.Contains(shown, "\u202e") {
					s.Errorf("this is stored: %q", shown)
				}
			}
			t.Logf("stored as %q, %q", tr.call.Caller, tr.call.CallerName)
			if out := s.c.cli(t, "call", "show", tr.call.ID); strings.ContainsFunc(strings.ReplaceAll(out, "\n", ""), unicode.IsControl) {
				s.Errorf("the command line shows %q", out)
			}
			if _, err := s.c.store.Calls(s.Context(), store.CallFilter{Caller: test.number}); err != nil {
				s.Errorf("looking for that caller: %v", err)
			}
		})
	}
}

// Strange things that are dialled.
func TestStrangeNumbers(t *testing.T) {
	t.Parallel()
	for name, number := range map[string]string{
		"an absurd length":  strings.Repeat("7", 300),
		"characters of SQL": "1'OR'1",
		"stars and hashes":  "*#06#*",
		"a comma":           "98,76",
		"a path":            "..%2f..%2fetc",
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			caller := s.Caller()
			caller.Dials(number)
			end, err := caller.talking().Ended(within(s, 2*patience))
			s.must(err)
			if end.Status != 404 {
				s.Errorf("the call %s", end)
			}
			s.must(eventually(patience, func() error {
				calls, err := s.c.store.Calls(s.Context(), store.CallFilter{Caller: caller.number})
				for _, c := range calls {
					s.lines = append(s.lines, c.Number)
					if c.Outcome != flowengine.EndUnknown {
						err = fmt.Errorf("the call is told as %+v", c)
					}
				}
				return err
			}))
		})
	}
}
