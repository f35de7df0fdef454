package flowengine

import (
	"context"
	"maps"
	"slices"
	"testing"
)

// The node types that the tests of parsing and checking use. They do nothing.

type idle struct{}

func (idle) Run(context.Context, *Session) (Result, error) { return Result{}, nil }

type sayNode struct {
	idle          `json:"-"`
	Audio         string `json:"audio" jsonschema_description:"What is played, such as audio:welcome."`
	Text          string `json:"text,omitempty" jsonschema:"maxLength=20"`
	Interruptible bool   `json:"interruptible,omitempty"`
	Repeat        int    `json:"repeat" jsonschema:"minimum=1,maximum=9"`
}

func (*sayNode) Outcomes() []Outcome { return []Outcome{{Name: "done"}} }

func (n *sayNode) Check(c *Check) {
	c.Reference("audio", n.Audio, "audio")
	c.Template("text", n.Text)
	if n.Repeat > 5 {
		c.Warn("repeat", "tedious", "the caller hears it more than five times: repeat it less")
	}
}

type askNode struct {
	idle     `json:"-"`
	Keys     map[string]string `json:"keys"`
	Attempts int               `json:"attempts" jsonschema:"minimum=1,maximum=9"`
}

func (n *askNode) Outcomes() []Outcome {
	var out []Outcome
	for _, key := range slices.Sorted(maps.Keys(n.Keys)) {
		out = append(out, Outcome{Name: "key:" + key, About: n.Keys[key]})
	}
	return append(out, Outcome{Name: "invalid", About: "wrong keys"}, Outcome{Name: "no_input", Else: "invalid"})
}

func (*askNode) VariedOutcomes() []Outcome {
	return []Outcome{{Name: "key:<digits>", About: "the key was pressed"}, {Name: "invalid"}, {Name: "no_input", Else: "invalid"}}
}

func (*askNode) WaitsForCaller() bool { return true }

type ringNode struct {
	idle     `json:"-"`
	Targets  []ringTarget `json:"targets" jsonschema:"maxItems=3"`
	Strategy string       `json:"strategy" jsonschema:"enum=in_order,enum=all,enum=round_robin"`
	Timeout  float64      `json:"timeout_s" jsonschema:"exclusiveMinimum=0"`
}

type ringTarget struct {
	Who    string `json:"who" jsonschema:"minLength=1"`
	Weight int    `json:"weight,omitempty" jsonschema:"minimum=1"`
}

func (*ringNode) Outcomes() []Outcome {
	return []Outcome{{Name: "answered"}, {Name: "busy"}, {Name: "unanswered"}}
}
func (*ringNode) WaitsForCaller() bool { return true }
func (*ringNode) Doc() string          { return "A phone that is not registered is busy at once." }

type setNode struct {
	idle `json:"-"`
	Vars map[string]string `json:"vars"`
}

func (*setNode) Outcomes() []Outcome { return []Outcome{{Name: "done"}} }

func (n *setNode) Check(c *Check) {
	for _, name := range slices.Sorted(maps.Keys(n.Vars)) {
		c.Expression("vars."+name, n.Vars[name])
	}
}

type backNode struct {
	idle `json:"-"`
	To   string `json:"to"`
}

func (*backNode) Outcomes() []Outcome { return []Outcome{{Name: "exceeded"}} }
func (n *backNode) Leads() []string   { return []string{n.To} }

type byeNode struct {
	idle `json:"-"`
}

func (*byeNode) Outcomes() []Outcome { return nil }

type replyNode struct {
	idle `json:"-"`
	Text string `json:"text"`
}

func (*replyNode) Outcomes() []Outcome { return []Outcome{{Name: "done"}} }

func checkTypes() []NodeType {
	voice, text := []Kind{Voice}, []Kind{Text}
	both := []Kind{Voice, Text}
	return []NodeType{
		{Name: "say", Title: "Say", Summary: "Plays an audio.", Kinds: voice, New: func() Runner { return &sayNode{Repeat: 1} }},
		{Name: "ask", Title: "Ask", Summary: "Asks for a key.", Kinds: voice, New: func() Runner { return &askNode{Attempts: 3} }},
		{Name: "ring", Title: "Ring", Summary: "Rings people.", Kinds: voice, New: func() Runner { return &ringNode{Strategy: "in_order", Timeout: 30} }},
		{Name: "set", Title: "Set", Summary: "Sets variables.", Kinds: both, New: func() Runner { return &setNode{} }},
		{Name: "back", Title: "Jump", Summary: "Goes back.", Kinds: both, New: func() Runner { return &backNode{} }},
		{Name: "bye", Title: "Hang Up", Summary: "Ends the call.", Kinds: voice, New: func() Runner { return &byeNode{} }},
		{Name: "reply", Title: "Reply", Summary: "Replies to a text.", Kinds: text, New: func() Runner { return &replyNode{} }},
	}
}

func checkRegistry(t testing.TB) *Registry {
	t.Helper()
	r, err := NewRegistry(checkTypes())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shelf is a catalog that has the references in it.
type shelf map[string]bool

func (s shelf) Has(_ context.Context, ref Ref) (bool, error) { return s[ref.String()], nil }
