package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/store"
)

// flowOut is one flow with a revision, as JSON shows it.
type flowOut struct {
	store.Flow
	// UsedBy are the numbers that run it.
	UsedBy []string `json:"used_by"`
	// CalledBy are the places in flows that call it, and the policies for
	// unwanted callers that lead to it.
	CalledBy []string       `json:"called_by"`
	Revision store.Revision `json:"revision"`
}

func flowShowCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "show a flow's nodes and where they lead", ArgsUsage: "FLOW",
		Description: "Examples:\n   callflow flow show \"Main line\"\n   callflow flow show \"Main line\" --revision 2 --json",
		Flags:       []cli.Flag{&cli.IntFlag{Name: "revision", Usage: "show revision `N` instead of the newest"}, jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			flow, err := in.store.Flow(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			out := flowOut{Flow: flow, UsedBy: []string{}}
			if out.Revision, err = in.store.Revision(in.ctx, in.company, flow.Name, in.Int("revision")); err != nil {
				return err
			}
			numbers, err := in.store.Numbers(in.ctx, in.company, store.NumberFilter{Flow: flow.Name})
			if err != nil {
				return err
			}
			for _, n := range numbers {
				out.UsedBy = append(out.UsedBy, n.Number)
			}
			if out.CalledBy, err = in.calledBy(flow.Name); err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(out)
			}
			in.out.flow(out)
			return nil
		}),
	}
}

// flow prints a flow's head and its nodes in walking order.
func (o *output) flow(f flowOut) {
	r := f.Revision
	kind := string(f.Kind)
	if f.Direct {
		kind = "direct"
	}
	o.printf("%s  %s flow, %s\n", o.in(bold, clean(f.Name)), kind, o.in(flowStatus(f.Flow).style, flowStatus(f.Flow).text))
	live := "not published"
	if f.Live > 0 {
		live = fmt.Sprintf("new calls run revision %d", f.Live)
	}
	o.printf("revision %d of %d, saved %s by %s; %s\n", r.Number, f.Latest, clock(r.Saved), clean(r.Author), live)
	if len(f.UsedBy) > 0 {
		o.printf("numbers: %s\n", clean(strings.Join(f.UsedBy, ", ")))
	}
	if len(f.CalledBy) > 0 {
		o.printf("called by: %s\n", clean(strings.Join(f.CalledBy, ", ")))
	}
	o.printf("%s %3d %%\n\n", o.bar(r.Progress), r.Progress)
	for _, id := range walk(r.Document) {
		o.node(id, r.Document)
	}
}

func (o *output) node(id string, flow *flowengine.Flow) {
	n := flow.Nodes[id]
	mark, label := "○", ""
	if id == flow.Start {
		mark = "●"
	}
	if n.Label != "" {
		label = "  " + o.in(bold, clean(n.Label))
	}
	if n.Skip {
		label += o.in(yellow, "  (skipped)")
	}
	o.printf("%s %s  %s%s\n", mark, o.in(cyan, clean(id)), clean(n.Type), label)
	if len(n.Params) > 0 {
		var params bytes.Buffer
		if err := json.Compact(&params, n.Params); err == nil {
			o.printf("    %s\n", o.in(dim, shorten(clean(params.String()), 110)))
		}
	}
	for _, outcome := range slices.Sorted(maps.Keys(n.Next)) {
		o.printf("    %s → %s\n", clean(outcome), o.in(cyan, clean(n.Next[outcome])))
	}
}

func shorten(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// walk lists a flow's nodes breadth first from its start, then those that
// cannot be reached.
func walk(f *flowengine.Flow) (ids []string) {
	seen := map[string]bool{}
	for _, start := range append([]string{f.Start}, slices.Sorted(maps.Keys(f.Nodes))...) {
		for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
			id := queue[0]
			node := f.Nodes[id]
			if node == nil || seen[id] {
				continue
			}
			seen[id] = true
			ids = append(ids, id)
			for _, outcome := range slices.Sorted(maps.Keys(node.Next)) {
				queue = append(queue, node.Next[outcome])
			}
		}
	}
	return ids
}

func flowExportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "print a flow as a document to import elsewhere", ArgsUsage: "FLOW",
		Description: "Examples:\n   callflow flow export \"Main line\" > main.json\n   callflow flow export \"Main line\" --yaml --output main.yaml",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "revision", Usage: "export revision `N` instead of the newest"},
			&cli.BoolFlag{Name: "yaml", Usage: "write YAML"},
			&cli.BoolFlag{Name: "scenario", Usage: "write it as a scenario, a list of actions; only for flows that are one chain"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`"},
		},
		Action: on(mustBeThere, func(in *invocation) error {
			r, err := in.store.Revision(in.ctx, in.company, in.Args().First(), in.Int("revision"))
			if err != nil {
				return err
			}
			write := func() ([]byte, error) { return authoring.Export(r.Document, in.Bool("yaml")) }
			if in.Bool("scenario") {
				write = func() ([]byte, error) { return asScenario(r.Document) }
			}
			text, err := write()
			if err != nil {
				return err
			}
			if path := in.String("output"); path != "" {
				return os.WriteFile(path, text, 0o644)
			}
			_, err = in.out.w.Write(text)
			return err
		}),
	}
}
