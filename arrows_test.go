package callflow_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// arrows says which of our packages each folder may import: itself and what
// is listed. A folder that is not listed must be added here, on purpose.
var arrows = map[string][]string{
	"wording":              {},
	"flowengine":           {"wording"},
	"flowengine/numbering": {"flowengine"},
	"flowengine/nodes":     {"flowengine", "flowengine/numbering", "wording"},
	"flowengine/calltest":  {"flowengine"},
	"flowengine/simulator": {"wording", "flowengine", "flowengine/nodes", "flowengine/numbering", "queue"},
	"flowengine/explain":   {"flowengine", "flowengine/nodes", "flowengine/simulator"},
	"flowengine/flowtest":  {"wording", "flowengine", "flowengine/numbering", "flowengine/simulator", "queue"},
	"queue":                {"flowengine", "wording"},
	"ari":                  {},
	"ari/stasis":           {"ari", "flowengine"},
	"agi":                  {"flowengine"},
	"agi/fastagi":          {"agi", "flowengine"},
	"media":                {"flowengine", "wording"},
	"store":                {"wording", "flowengine", "flowengine/numbering", "queue"},
	"notify":               {"flowengine"},
	"doctor":               {"wording", "ari", "notify", "store"},
	"authoring":            {"wording", "flowengine", "flowengine/flowtest", "flowengine/nodes", "flowengine/numbering", "flowengine/simulator", "store"},
	"web":                  {"wording", "authoring", "flowengine", "flowengine/explain", "flowengine/flowtest", "flowengine/nodes", "flowengine/numbering", "flowengine/simulator", "media", "queue", "store", "web/access", "web/keyfile", "web/signin"},
	"web/access":           {},
	"web/keyfile":          {},
	"web/signin":           {"wording", "store", "web/access", "web/keyfile"},
	"web/ui":               {},
	"web/ui/tools":         {"flowengine", "flowengine/nodes", "web"},
	"server":               {"wording", "authoring", "doctor", "flowengine", "ari", "agi", "media", "notify", "queue", "store", "web"},
	"cmd/callflow":         {"server", "authoring", "doctor", "flowengine", "store", "media", "notify", "queue", "ari", "web/access", "web/signin"},
	// Tests and tools stand outside and may look at everything.
	"integration": {"*"},
	"scripts":     {"*"},
}

func TestImportsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		from, ok := strings.CutPrefix(p.ImportPath, "callflow/")
		if !ok {
			continue
		}
		seen++
		folder, allowed := rule(from)
		if folder == "" {
			t.Errorf("%s has no rule in arrows: say there what it may import", from)
		}
		for _, imported := range p.Imports {
			to, ours := strings.CutPrefix(imported, "callflow/")
			if ours && !permitted(folder, allowed, to) {
				t.Errorf("%s imports %s, which its rule does not allow", from, to)
			}
		}
	}
	if seen < len(arrows)/2 {
		t.Fatalf("only %d packages were looked at", seen)
	}
}

// rule finds the longest folder in arrows that a package stands in.
func rule(pkg string) (folder string, allowed []string) {
	for f, a := range arrows {
		if within(pkg, f) && len(f) > len(folder) {
			folder, allowed = f, a
		}
	}
	return folder, allowed
}

func permitted(folder string, allowed []string, to string) bool {
	if within(to, folder) && !nested(folder, to) {
		return true
	}
	return slices.ContainsFunc(allowed, func(a string) bool {
		return a == "*" || within(to, a) && (!nested(a, to) || a == "server" || folder == "server" || folder == "cmd/callflow")
	})
}

// nested says that to stands in a folder inside of f that has a rule of its own.
func nested(f, to string) bool {
	folder, _ := rule(to)
	return folder != f
}

func within(pkg, folder string) bool {
	return pkg == folder || strings.HasPrefix(pkg, folder+"/")
}
