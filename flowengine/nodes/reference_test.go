package nodes_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
)

// docs/nodes.md is what the code says today.
func TestNodeReferenceIsFresh(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := flowengine.WriteNodeReference(&want, registry); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/nodes.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("docs/nodes.md is stale; run: go generate ./flowengine/nodes (-want +got)\n%s", diff)
	}
}

// Every node type has an example in the reference, and the examples are
// complete once the nodes that they lead to are there.
func TestNodeReferenceExamples(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	fence := regexp.MustCompile("(?s)```yaml\n(.*?)```")
	for _, nodeType := range registry.Types() {
		t.Run(nodeType.Name, func(t *testing.T) {
			documented, ok := nodeType.New().(flowengine.Documented)
			if !ok {
				t.Fatal("it has no Doc: write one in flowengine/nodes/doc, and list it in docs.go")
			}
			examples := fence.FindAllStringSubmatch(documented.Doc(), -1)
			if len(examples) == 0 {
				t.Fatal("its reference has no example")
			}
			for _, example := range examples {
				checkExample(t, registry, nodeType.Name, example[1])
			}
		})
	}
}

// checkExample checks a part of a flow: a menu leads to each of its nodes, and
// each node that is not in it hangs up.
func checkExample(t *testing.T, registry *flowengine.Registry, nodeType, example string) {
	t.Helper()
	nodes := strings.ReplaceAll("\n"+strings.TrimSpace(example), "\n", "\n  ")
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: Example\nkind: voice\nstart: start\nnodes:" + nodes + "\n"))
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", findings, example)
	}
	flow := doc.Flow
	start := &flowengine.Node{Type: "menu", Next: map[string]string{"invalid": "bye"}}
	ids := slices.Sorted(maps.Keys(flow.Nodes))
	keys := map[string]string{}
	for i, id := range ids {
		key := strconv.Itoa(i + 1)
		keys[key], start.Next["key:"+key] = id, id
		for _, to := range flow.Nodes[id].Next {
			if flow.Nodes[to] == nil {
				flow.Nodes[to] = &flowengine.Node{Type: "hangup"}
			}
		}
	}
	if flow.Nodes["menu"] == nil {
		flow.Nodes["menu"] = &flowengine.Node{Type: "hangup"} // a jump leads there
	}
	start.Next["key:9"], keys["9"] = "menu", "menu"
	params, err := json.Marshal(map[string]any{"prompt": "x", "keys": keys})
	if err != nil {
		t.Fatal(err)
	}
	start.Params = params
	flow.Nodes["start"], flow.Nodes["bye"] = start, &flowengine.Node{Type: "hangup"}
	if !slices.ContainsFunc(ids, func(id string) bool { return flow.Nodes[id].Type == nodeType }) {
		t.Errorf("there is no %s in the example\n%s", nodeType, example)
	}
	for _, f := range registry.Check(context.Background(), &flowengine.Document{Flow: flow}, anything{}).Findings {
		if f.Level != flowengine.LevelError {
			continue // such as hours of the week without a slot
		}
		t.Errorf("%s in\n%s", f.Message, example)
	}
}

// anything is a catalog that has whatever is asked for.
type anything struct{}

func (anything) Has(context.Context, flowengine.Ref) (bool, error) { return true, nil }
