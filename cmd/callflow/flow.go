package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/store"
)

func flowCommand() *cli.Command {
	return &cli.Command{
		Name: "flow", Usage: "import, check, publish and compare flows",
		Subcommands: []*cli.Command{
			flowImportCommand(), flowListCommand(), flowShowCommand(), flowCheckCommand(), flowExportCommand(),
			flowPublishCommand(), flowTestCommand(), flowTryCommand(), flowExplainCommand(), flowHistoryCommand(), flowDiffCommand(), flowRollbackCommand(),
			flowCopyCommand(), flowRenameCommand(), flowRemoveCommand(),
			flowTemplatesCommand(), flowNewCommand(),
		},
	}
}

func flowListCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list flows with status and progress",
		Description: "Examples:\n   callflow flow list\n   callflow flow list --status draft --json",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "kind", Usage: "only of this `KIND`: voice or text"},
			&cli.StringFlag{Name: "status", Usage: "only with this `STATUS`: draft, available or active"},
			&cli.BoolFlag{Name: "direct", Usage: "only direct flows"},
			&cli.BoolFlag{Name: "business", Usage: "only flows that are not direct"},
			jsonFlag(),
		},
		Action: on(mustBeThere, func(in *invocation) error {
			if err := oneOf(in, "kind", "voice", "text"); err != nil {
				return err
			}
			if err := oneOf(in, "status", "draft", "available", "active"); err != nil {
				return err
			}
			flows, err := in.store.Flows(in.ctx, in.company, store.FlowFilter{Kind: flowengine.Kind(in.String("kind")), Status: in.String("status"),
				Direct: in.Bool("direct"), Business: in.Bool("business")})
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(list(flows))
			}
			t := in.out.table("name", "kind", "status", "live", "newest", "complete", "numbers", "nodes")
			for _, f := range flows {
				kind := string(f.Kind)
				if f.Direct {
					kind = "direct"
				}
				t.row(f.Name, kind, flowStatus(f), revisionNumber(f.Live), revisionNumber(f.Latest), fmt.Sprintf("%d %%", f.Progress), f.Numbers, preview(f.Preview))
			}
			t.print("There are no flows yet; import one with callflow flow import FILE.")
			return nil
		}),
	}
}

// list makes JSON show an empty list as [], not null.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func oneOf(in *invocation, flag string, values ...string) error {
	if v := in.String(flag); v != "" && !slices.Contains(values, v) {
		return usagef("--%s %q is not known; use %s", flag, v, strings.Join(values, ", "))
	}
	return nil
}

func flowStatus(f store.Flow) cell {
	switch {
	case f.Status == "active" && f.Unpublished:
		return cell{"active, unpublished changes", yellow}
	case f.Status == "active":
		return cell{"active", green}
	case f.Unpublished:
		return cell{f.Status + ", complete, unpublished", yellow}
	case f.Status == "draft":
		return cell{"draft", yellow}
	}
	return cell{text: f.Status}
}

func revisionNumber(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// preview is the first types of a flow's nodes.
func preview(types []string) string {
	if len(types) > 5 {
		return strings.Join(types[:5], " ") + " …"
	}
	return strings.Join(types, " ")
}

func flowPublishCommand() *cli.Command {
	return &cli.Command{
		Name: "publish", Usage: "let new calls run a flow's newest revision", ArgsUsage: "FLOW",
		Description: "Calls in progress stay on the revision that they started with.\n\nExample:\n   callflow flow publish \"Main line\"",
		Flags:       []cli.Flag{&cli.IntFlag{Name: "revision", Usage: "publish revision `N` instead"}},
		Action: on(mustBeThere, func(in *invocation) error {
			return in.publish(in.Args().First(), in.Int("revision"))
		}),
	}
}

func (in *invocation) publish(name string, revision int) error {
	flow, callers, err := in.desk().Publish(in.ctx, in.company, name, revision)
	if err != nil {
		return in.lacks(err)
	}
	in.out.printf("New calls run revision %d of %s (%s).\n", flow.Live, clean(flow.Name), in.users(flow))
	in.lacking(callers)
	return nil
}

// lacks shows what a revision lacks that was refused for it.
func (in *invocation) lacks(err error) error {
	var incomplete *store.IncompleteError
	if !errors.As(err, &incomplete) {
		return err
	}
	r, failed := in.store.Revision(in.ctx, in.company, incomplete.Flow, incomplete.Revision)
	if failed != nil {
		return failed
	}
	s := &source{Doc: &flowengine.Document{Flow: r.Document}, Revision: r, Report: r.Report}
	in.out.progress(s)
	in.out.findings(s, false)
	return err
}

func (in *invocation) users(f store.Flow) string {
	if f.Numbers == 0 {
		return "no number uses it yet"
	}
	return "used by " + plural(f.Numbers, "number")
}

func flowRollbackCommand() *cli.Command {
	return &cli.Command{
		Name: "rollback", Usage: "let new calls run an earlier revision again", ArgsUsage: "FLOW N",
		Description: "Later revisions stay; callflow flow publish takes the newest one again. What the earlier one needs has to be there still.\n\nExample:\n   callflow flow rollback \"Main line\" 3",
		Action: on(mustBeThere, func(in *invocation) error {
			number, err := revisionArgument(in.Args().Get(1))
			if err != nil {
				return err
			}
			flow, callers, err := in.desk().Rollback(in.ctx, in.company, in.Args().First(), number)
			if err != nil {
				return in.lacks(err)
			}
			in.out.printf("New calls run revision %d of %s again (the newest is %d).\n", flow.Live, clean(flow.Name), flow.Latest)
			in.lacking(callers)
			return nil
		}),
	}
}

func flowCopyCommand() *cli.Command {
	return &cli.Command{
		Name: "copy", Usage: "copy a flow; the copy is a draft", ArgsUsage: "FLOW NEWNAME",
		Description: "Examples:\n   callflow flow copy \"Main line\" \"Second line\"\n   callflow flow copy \"Main line\" Skeleton --structure-only",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "structure-only", Usage: "keep nodes and edges, empty the params"}},
		Action: on(mustBeThere, func(in *invocation) error {
			registry, err := nodes.Registry()
			if err != nil {
				return err
			}
			catalog := in.store.Catalog(in.company)
			flow, err := in.store.CopyFlow(in.ctx, in.company, in.Args().Get(0), in.Args().Get(1), store.CopyOptions{
				StructureOnly: in.Bool("structure-only"),
				Check: func(f *flowengine.Flow) (flowengine.Report, []flowengine.Reference, error) {
					return registry.Check(in.ctx, &flowengine.Document{Flow: f}, catalog), flowengine.References(f), nil
				},
			})
			if err != nil {
				return err
			}
			in.out.printf("Copied to the draft %s, %d %% complete.\n", clean(flow.Name), flow.Progress)
			return nil
		}),
	}
}

func flowRenameCommand() *cli.Command {
	return &cli.Command{
		Name: "rename", Usage: "give a flow another name; its numbers keep it", ArgsUsage: "FLOW NEWNAME",
		Action: on(mustBeThere, func(in *invocation) error {
			if err := in.store.RenameFlow(in.ctx, in.company, in.Args().Get(0), in.Args().Get(1)); err != nil {
				return err
			}
			in.out.printf("%s is now called %s.\n", clean(in.Args().Get(0)), clean(in.Args().Get(1)))
			return nil
		}),
	}
}

func flowRemoveCommand() *cli.Command {
	return &cli.Command{
		Name: "rm", Usage: "remove a flow; its calls stay in the history", ArgsUsage: "FLOW",
		Description: "A flow that numbers use is only removed with --unassign, which leaves them without a flow.\n\nExample:\n   callflow flow rm \"Old line\" --unassign",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "unassign", Usage: "take it away from the numbers that use it"}},
		Action: on(mustBeThere, func(in *invocation) error {
			name := in.Args().First()
			before, err := in.store.Flow(in.ctx, in.company, name)
			if err != nil {
				return err
			}
			if err := in.store.RemoveFlow(in.ctx, in.company, name, in.Bool("unassign")); err != nil {
				return orUnassign(err)
			}
			in.out.printf("Removed the flow %s.\n", clean(name))
			if before.Numbers > 0 {
				in.out.printf("%s: callers hear that there is no service.\n", in.out.in(red, plural(before.Numbers, "number")+" without a flow now"))
			}
			return nil
		}),
	}
}

// orUnassign adds what rm can do about numbers that use the flow.
func orUnassign(err error) error {
	var used *store.InUseError
	if errors.As(err, &used) && slices.ContainsFunc(used.Uses, func(u store.Use) bool { return u.Kind == "number" }) {
		return fmt.Errorf("%w, or use --unassign", err)
	}
	return err
}
