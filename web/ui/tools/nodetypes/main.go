// Command nodetypes prints the types of nodes as GET /api/v1/node-types gives them, for the tests of the forms that are
// made from their schemas.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/web/api"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "nodetypes:", err)
		os.Exit(1)
	}
}

func write() error {
	registry, err := nodes.Registry()
	if err != nil {
		return err
	}
	var types []api.NodeType
	for _, t := range registry.Types() {
		node := t.New()
		types = append(types, api.NodeType{Name: t.Name, Title: t.Title, Summary: t.Summary, Kinds: t.Kinds,
			Schema: registry.Schema(t.Name), Defaults: node, Outcomes: append([]flowengine.Outcome{}, node.Outcomes()...)})
	}
	return json.NewEncoder(os.Stdout).Encode(types)
}
