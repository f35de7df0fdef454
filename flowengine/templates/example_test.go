package templates_test

import (
	"testing"

	"callflow/flowengine/templates"
)

// The picture that people choose a template by has something to show.
func TestEachTemplateHasAnExample(t *testing.T) {
	all, err := templates.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, template := range all {
		flow, err := template.Example()
		if err != nil {
			t.Fatal(err)
		}
		if flow.Nodes[flow.Start] == nil || len(flow.Nodes) < 2 {
			t.Errorf("%s: the example starts at %q and has %d nodes", template.Name, flow.Start, len(flow.Nodes))
		}
	}
}
