package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/flowengine/templates"
	"callflow/store"
)

func flowTemplatesCommand() *cli.Command {
	return &cli.Command{
		Name: "templates", Usage: "list the templates that flows can be made from", ArgsUsage: "[TEMPLATE]",
		Description: "With a template: what can be set in it.\n\nExamples:\n   callflow flow templates\n   callflow flow templates business-hours",
		Flags:       []cli.Flag{jsonFlag()},
		Action: on(noDatabase, func(in *invocation) error {
			if name := in.Args().First(); name != "" {
				t, err := templates.Named(name)
				if err != nil {
					return err
				}
				return in.template(t)
			}
			all, err := templates.All()
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(all)
			}
			rows := in.out.table("template", "title", "what it does")
			for _, t := range all {
				rows.row(t.Name, t.Title, t.About)
			}
			rows.print("There are no templates.")
			in.out.printf("%s\n", in.out.in(dim, "callflow flow templates TEMPLATE shows what can be set in one."))
			return nil
		}),
	}
}

// template prints one template with its parameters.
func (in *invocation) template(t templates.Template) error {
	if in.Bool("json") {
		return in.out.json(t)
	}
	in.out.printf("%s  %s\n%s\n\n", in.out.in(bold, t.Name), t.Title, t.About)
	rows := in.out.table("parameter", "is", "if not set", "what it is")
	for _, p := range t.Parameters {
		otherwise := p.Default
		if p.Required {
			otherwise = "has to be set"
		}
		is := string(p.Is)
		if len(p.Choices) > 0 {
			is = strings.Join(p.Choices, ", ")
		}
		rows.row(p.Name, is, otherwise, p.About)
	}
	rows.print("It has no parameters.")
	return nil
}

func flowNewCommand() *cli.Command {
	return &cli.Command{
		Name: "new", Usage: "make a flow from a template", ArgsUsage: "NAME",
		Description: "callflow flow templates lists the templates. Each --set is one setting, which may have commas in it. What the flow says is in the company's language if it is English or German, else in English.\n\n" +
			"Examples:\n   callflow flow new \"Main line\" --template ivr --set prompt=\"For sales press 1.\" --set first=group:sales\n" +
			"   callflow flow new Office --template business-hours --set targets=user:alice --set timezone=Australia/Sydney --publish",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "template", Aliases: []string{"t"}, Usage: "the `TEMPLATE`"},
			&cli.GenericFlag{Name: "set", Value: settings{}, Usage: "`NAME=VALUE`; several times"},
			&cli.BoolFlag{Name: "publish", Usage: "let new calls run it at once"},
			&cli.BoolFlag{Name: "draft", Usage: "save it although something is missing"},
			&cli.StringFlag{Name: "message", Aliases: []string{"m"}, Usage: "`TEXT` for the history"},
			jsonFlag(),
		},
		Action: on(makeIt, func(in *invocation) error {
			if in.String("template") == "" {
				return usagef("--template is missing; callflow flow templates lists them")
			}
			t, err := in.desk().Template(in.ctx, in.company, in.String("template"))
			if err != nil {
				return err
			}
			values, _ := in.Generic("set").(settings)
			name := in.Args().First()
			var missing *store.NotFoundError
			if _, err := in.store.Flow(in.ctx, in.company, name); err == nil {
				return fmt.Errorf("there is a flow %q already; choose another name, or remove it first", name)
			} else if !errors.As(err, &missing) {
				return err
			}
			flow, err := t.Flow(name, values)
			if err != nil {
				return orTemplates(err)
			}
			return in.importMade(&source{Doc: &flowengine.Document{Flow: flow}})
		}),
	}
}

// orTemplates says where to look up what a template takes.
func orTemplates(err error) error {
	var wrong *templates.ValueError
	if errors.As(err, &wrong) {
		return fmt.Errorf("%w; callflow flow templates %s tells what it takes", err, wrong.Template)
	}
	return err
}

// settings are what --set NAME=VALUE has set.
type settings map[string]string

// Set implements [flag.Value].
func (s settings) Set(text string) error {
	name, value, ok := strings.Cut(text, "=")
	if name = strings.TrimSpace(name); !ok || name == "" {
		return fmt.Errorf("%q is not NAME=VALUE", text)
	}
	if _, twice := s[name]; twice {
		return fmt.Errorf("%s is set twice", name)
	}
	s[name] = value
	return nil
}

// String implements [flag.Value].
func (s settings) String() string { return "" }
