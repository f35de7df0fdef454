package flowengine_test

import (
	"context"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
)

// needy is a node that hears keys in a conversation.
type needy struct{}

func (needy) Outcomes() []flowengine.Outcome { return []flowengine.Outcome{{Name: "done"}} }
func (needy) Needs() []flowengine.Capability {
	return []flowengine.Capability{flowengine.HearsTalkers}
}
func (needy) Run(context.Context, *flowengine.Session) (flowengine.Result, error) {
	return flowengine.Result{Outcome: "done"}, nil
}

// served is a catalog that knows by which drivers calls come.
type served map[string]string

func (s served) Has(context.Context, flowengine.Ref) (bool, error) { return true, nil }
func (s served) Drivers(context.Context, string) (map[string]string, error) {
	return s, nil
}

func TestWhatADriverCannotDoIsAFinding(t *testing.T) {
	registry, err := flowengine.NewRegistry(append(nodes.Table(), flowengine.NodeType{
		Name: "needy", Title: "Needy", Summary: "Hears talkers.", Kinds: []flowengine.Kind{flowengine.Voice},
		New: func() flowengine.Runner { return &needy{} },
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		catalog  served
		skip     string
		findings int
	}{
		{"by ARI everything is there", served{"ari": "100"}, "", 0},
		{"by FastAGI no keys in conversations", served{"agi": "200", "ari": "100"}, "", 1},
		{"a skipped node needs nothing", served{"agi": "200"}, ", skip: true", 0},
	} {
		doc, _ := flowengine.ParseFlow([]byte("schema: 1\nname: T\nkind: voice\nstart: a\nnodes:\n" +
			"  a: {type: needy" + c.skip + ", next: {done: b}}\n  b: {type: hangup}\n"))
		report := registry.Check(context.Background(), doc, c.catalog)
		if len(report.Findings) != c.findings || report.Complete() != (c.findings == 0) {
			t.Errorf("%s: %+v", c.name, report.Findings)
		}
		for _, f := range report.Findings {
			if f.Node != "a" || !strings.Contains(f.Message, "hear keys in a conversation") || !strings.Contains(f.Message, "number set 200 --driver ari") {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		program, err := registry.Compile(doc.Flow)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(program.Lacking(flowengine.DriverAGI, nil)); got != 1 && c.skip == "" || got != 0 && c.skip != "" {
			t.Errorf("%s: the program lacks %d", c.name, got)
		}
	}
}

// A flow that records its calls needs a driver that can.
func TestAFlowThatRecordsNeedsADriverThatCan(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := flowengine.ParseFlow([]byte("schema: 1\nname: T\nkind: voice\nstart: a\n" +
		"settings: {record: {calls: true, notice: \"sound:beep\"}}\nnodes:\n" +
		"  a: {type: conference, params: {room: x}, next: {done: b}}\n  b: {type: hangup}\n"))
	if report := registry.Check(context.Background(), doc, served{"ari": "100"}); !report.Complete() {
		t.Errorf("by ARI: %+v", report.Findings)
	}
	report := registry.Check(context.Background(), doc, served{"agi": "200"})
	if len(report.Findings) != 2 || report.Findings[0].Param != "settings.record.calls" || report.Findings[1].Node != "a" {
		t.Errorf("by FastAGI: %+v", report.Findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	if got := program.Lacking(flowengine.DriverAGI, nil); len(got) != 2 {
		t.Errorf("the program lacks %q", got)
	}
}

// driven is a catalog of flows, whose calls come by FastAGI.
type driven struct{ flows }

func (driven) Drivers(context.Context, string) (map[string]string, error) {
	return map[string]string{"agi": "200"}, nil
}

// What a called flow needs, at any depth, its callers need.
func TestWhatCalledFlowsNeed(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	catalog := driven{flows{
		"room": document(t, "Room", `{a: {type: conference, params: {room: x}, next: {done: b}}, b: {type: return}}`),
		"via":  document(t, "Via", `{a: {type: subflow, params: {flow: "flow:Room"}, next: {done: b}}, b: {type: return}}`),
		"idle": document(t, "Idle", `{a: {type: conference, skip: true, params: {room: x}, next: {done: b}}, b: {type: return}}`),
	}}
	called := func(name string) *flowengine.Program {
		p, err := registry.Compile(catalog.flows[strings.ToLower(name)].Flow)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for flow, want := range map[string]string{"Room": "the node a of the flow Room has to put", "Via": "the node a of the flow Room has to put", "Idle": ""} {
		doc, _ := flowengine.ParseFlow([]byte("schema: 1\nname: T\nkind: voice\nstart: a\nnodes:\n" +
			"  a: {type: subflow, params: {flow: \"flow:" + flow + "\"}, next: {done: b}}\n  b: {type: hangup}\n"))
		report := registry.Check(t.Context(), doc, catalog)
		program, err := registry.Compile(doc.Flow)
		if err != nil {
			t.Fatal(err)
		}
		lacking := program.Lacking(flowengine.DriverAGI, called)
		if want == "" {
			if !report.Complete() || len(lacking) > 0 {
				t.Errorf("%s: %v, %q", flow, report.Findings, lacking)
			}
			continue
		}
		if len(report.Findings) != 1 || report.Findings[0].Node != "a" || !strings.Contains(report.Findings[0].Message, want) {
			t.Errorf("%s: %v", flow, report.Findings)
		}
		if len(lacking) != 1 || !strings.Contains(lacking[0], want) {
			t.Errorf("%s: %q", flow, lacking)
		}
	}
}
