package simulator_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

// miser refuses one endpoint, and lets each conversation last only so long.
type miser struct {
	refuses string
	left    time.Duration
	since   map[flowengine.Party]time.Time
	settled []flowengine.Party
}

func (m *miser) Claim(_ context.Context, leg flowengine.CapLeg, _ bool) flowengine.CapVerdict {
	if strings.Contains(leg.Endpoint, m.refuses) {
		return flowengine.CapVerdict{Refused: "it is abroad", Rule: flowengine.CapAbroad}
	}
	return flowengine.CapVerdict{}
}

func (m *miser) Talks(_ string, leg flowengine.Party, since time.Time) {
	m.since = map[flowengine.Party]time.Time{leg: since}
}

func (m *miser) Left(string, flowengine.Party) (time.Duration, bool) {
	if m.left == 0 {
		return 0, false
	}
	left := m.left
	m.left = time.Millisecond // as good as used up when it is asked again
	return left, true
}

func (m *miser) Settle(_ string, leg flowengine.Party) { m.settled = append(m.settled, leg) }

func TestCaps(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := flowengine.ParseFlow([]byte(`
schema: 1
name: T
kind: voice
start: d
nodes:
  d: {type: dial, params: {targets: ["external:+4930123456", "endpoint:PJSIP/desk"]}, next: {answered: b, busy: c, unanswered: b}}
  b: {type: hangup}
  c: {type: hangup, params: {cause: busy}}
`))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		caps    *miser
		outcome string
		warns   string
		talked  time.Duration
	}{
		{"what is refused is not rung, and the next is", &miser{refuses: "+49"}, "answered", "was not rung: it is abroad", 45 * time.Second},
		{"everything refused is busy", &miser{refuses: "/"}, "busy", "was not rung: it is abroad", 0},
		{"the day's minutes end a conversation", &miser{refuses: "+49", left: 20 * time.Second}, "answered", "minutes for calls to numbers outside are used up", 20 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := simulator.Run(context.Background(), program, simulator.Script{
				Answers: map[string]simulator.Behaviour{"PJSIP/desk": {Kind: simulator.Answered, Talk: 45 * time.Second}},
			}, simulator.Options{
				Services: flowengine.Services{Caps: c.caps, Directory: simulator.Phonebook{}},
			})
			if err != nil {
				t.Fatal(err)
			}
			step := out.Trace[0]
			if step.Outcome != c.outcome || !strings.Contains(strings.Join(step.Warnings, "\n"), c.warns) {
				t.Errorf("went %s, warned %q", step.Outcome, step.Warnings)
			}
			if got := out.Ended.Talked.Round(time.Second); got != c.talked {
				t.Errorf("talked %s, want %s", got, c.talked)
			}
			if len(c.caps.settled) == 0 || c.caps.settled[len(c.caps.settled)-1] != "" {
				t.Errorf("settled %q, and not all at the end", c.caps.settled)
			}
		})
	}
}
