package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/flowengine/foreign"
	"callflow/store"
)

func flowImportCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "save flow files as new revisions", ArgsUsage: "FILE…",
		Description: "Reads JSON or YAML. The flow's name in the file says which flow gets a new revision; a new name makes a new\n" +
			"flow. All findings of all files are printed; with any error nothing is imported. Flows that call each other are\n" +
			"imported together. --draft saves unfinished flows too, as drafts that no number can use yet.\n\n" +
			"Examples:\n   callflow flow import main.yaml --publish\n   callflow flow import --draft flows/*.json --message \"from the old system\"\n" +
			"   callflow flow import --scenario reception.yaml\n   callflow flow import --from twilio-studio flow.json --draft",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "publish", Usage: "let new calls run them at once"},
			&cli.BoolFlag{Name: "draft", Usage: "save flows that are not complete too"},
			&cli.BoolFlag{Name: "scenario", Usage: "the files are scenarios: lists of actions, see docs/imports.md"},
			&cli.StringFlag{Name: "from", Usage: "the files are flows of another `SYSTEM`: twilio-studio, kazoo or openvbx, see docs/imports.md"},
			&cli.StringFlag{Name: "name", Usage: "with --from: the flow's `NAME`, if not that of the file"},
			&cli.GenericFlag{Name: "map", Value: settings{}, Usage: "with --from: `ID=NAME` names what the other system knows by an id; several times"},
			&cli.StringFlag{Name: "message", Aliases: []string{"m"}, Usage: "`TEXT` for the history"},
			jsonFlag(),
		},
		Action: on(makeIt, flowImport),
	}
}

// importOut is one imported file, as JSON shows it.
type importOut struct {
	checkOut
	// Saved is false when the file was the newest revision already.
	Saved bool `json:"saved"`
	// Status is the flow's, "" when nothing was imported.
	Status    string `json:"status,omitempty"`
	Published bool   `json:"published"`
	// Foreign is what became of the parts of another system's flow.
	Foreign *foreign.Result `json:"foreign,omitempty"`
}

func flowImport(in *invocation) error {
	switch {
	case in.Bool("draft") && in.Bool("publish"):
		return usagef("a draft cannot be published; leave out --draft or --publish")
	case in.Bool("scenario") && in.String("from") != "":
		return usagef("a file is a scenario or of another system; leave out --scenario or --from")
	case in.String("from") == "" && (in.String("name") != "" || in.IsSet("map")):
		return usagef("--name and --map are for flows of another system; say which with --from")
	case in.String("name") != "" && in.NArg() > 1:
		return usagef("--name names one flow; import the files one by one")
	}
	sources, err := in.importSources()
	if err != nil {
		return err
	}
	return in.importAll(sources)
}

// importMade checks flows that do not come from files and imports them.
func (in *invocation) importMade(sources ...*source) error {
	if in.Bool("draft") && in.Bool("publish") {
		return usagef("a draft cannot be published; leave out --draft or --publish")
	}
	for _, s := range sources {
		if err := in.check(s, sources); err != nil {
			return err
		}
	}
	return in.importAll(sources)
}

// importAll saves flows that have been checked, or says why not.
func (in *invocation) importAll(sources []*source) error {
	if refusal := in.refuse(sources); refusal != nil {
		if in.Bool("json") {
			outs := []importOut{}
			for _, s := range sources {
				outs = append(outs, importOut{checkOut: s.checkOut(), Foreign: s.Foreign})
			}
			return orFound(in.out.json(outs), refusal)
		}
		for _, s := range sources {
			in.out.imports(s)
		}
		return refusal
	}
	outs, err := in.save(sources)
	if err != nil {
		return err
	}
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.name()
	}
	callers, err := in.desk().RecheckCallers(in.ctx, in.company, names...)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(outs)
	}
	for i, s := range sources {
		in.out.imports(s)
		in.out.printf("%s\n", in.imported(s, outs[i]))
	}
	in.lacking(callers)
	return nil
}

func orFound(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// importSources reads and checks all files.
func (in *invocation) importSources() ([]*source, error) {
	var sources []*source
	first := map[string]string{}
	for _, file := range in.Args().Slice() {
		s, err := in.loadImport(file)
		if err != nil {
			return nil, err
		}
		if s.Doc != nil {
			if other, twice := first[s.name()]; twice {
				return nil, fmt.Errorf("%s and %s are both the flow %q: give one of them another name", other, file, s.name())
			}
			first[s.name()] = file
		}
		sources = append(sources, s)
	}
	for _, s := range sources {
		if err := in.check(s, sources); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// refuse says why nothing is imported, nil when all can be.
func (in *invocation) refuse(sources []*source) error {
	broken, unfinished, errors := 0, 0, 0
	for _, s := range sources {
		errors += s.count(flowengine.LevelError)
		switch {
		case s.Doc == nil || len(s.Form) > 0:
			broken++
		case !s.Report.Complete():
			unfinished++
		}
	}
	switch {
	case broken > 0:
		return fmt.Errorf("nothing was imported: %s; mend what is listed and import again", plural(errors, "error"))
	case unfinished > 0 && !in.Bool("draft"):
		return fmt.Errorf("nothing was imported: %s; mend what is listed, or save unfinished flows as drafts with --draft", plural(errors, "error"))
	}
	return nil
}

// save saves all flows, and with --publish publishes them, or none.
func (in *invocation) save(sources []*source) ([]importOut, error) {
	drafts := make([]store.Draft, len(sources))
	for i, s := range sources {
		drafts[i] = store.Draft{Flow: s.Doc.Flow, Report: s.Report, References: flowengine.References(s.Doc.Flow), Message: in.String("message")}
		if in.Bool("publish") {
			if err := in.desk().TestsPass(in.ctx, in.company, s.Doc.Flow); err != nil {
				return nil, fmt.Errorf("nothing was imported: %w", err)
			}
		}
	}
	saved, err := in.store.SaveFlows(in.ctx, in.company, drafts, in.Bool("publish"))
	if err != nil {
		return nil, fmt.Errorf("nothing was imported: %w", err)
	}
	outs := make([]importOut, len(sources))
	for i, s := range sources {
		outs[i] = importOut{checkOut: s.checkOut(), Saved: saved[i].New, Published: saved[i].Published, Status: saved[i].Flow.Status, Foreign: s.Foreign}
		outs[i].Revision = saved[i].Revision.Number
	}
	return outs, nil
}

// imported is the sentence about one file.
func (in *invocation) imported(s *source, out importOut) string {
	text := fmt.Sprintf("saved revision %d of %s", out.Revision, in.out.in(bold, clean(out.Flow)))
	if !out.Saved {
		text = fmt.Sprintf("revision %d of %s is the same already", out.Revision, in.out.in(bold, clean(out.Flow)))
	}
	if s.File == "" {
		text = strings.ToUpper(text[:1]) + text[1:]
	} else {
		text = s.File + ": " + text
	}
	switch {
	case out.Published:
		return text + ", published: new calls run it."
	case in.Bool("publish"):
		return text + ", and new calls run it."
	case !out.Complete:
		return text + fmt.Sprintf(", a draft, %d %% complete.", out.Progress)
	}
	return text + "; publish it with callflow flow publish."
}

// imports prints what is to be said of a flow that is imported.
func (o *output) imports(s *source) {
	if s.Foreign != nil {
		o.foreign(s)
	}
	o.findings(s, false)
}
