package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/doctor"
)

func doctorCommand() *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "look whether everything is there and works, and say what to do",
		Description: "Looks at the database, the folders, the programs, Asterisk and a running callflow. Nothing is changed.\n" +
			"Ends with status 1 when something fails.\n\nExample:\n   CALLFLOW_ARI_PASSWORD=secret callflow doctor",
		Flags:  slices.Concat(asteriskFlags(), notifyFlags(), []cli.Flag{jsonFlag()}),
		Action: on(noDatabase, examine),
	}
}

// examine takes one look after another, and shows each finding at once: some
// looks take seconds.
func examine(in *invocation) error {
	found, counts := []doctor.Finding{}, map[doctor.State]int{}
	tell := func(f doctor.Finding) {
		found = append(found, f)
		counts[f.State]++
		if !in.Bool("json") {
			in.out.finding(f)
		}
	}
	o := in.config.Doctor()
	o.Company, o.Log = in.company, in.log
	for _, part := range doctor.Parts(o) {
		part(in.ctx, tell)
	}
	if in.Bool("json") {
		if err := in.out.json(found); err != nil {
			return err
		}
	} else {
		in.out.printf("%d ok, %s, %d failed\n", counts[doctor.OK], plural(counts[doctor.Warn], "warning"), counts[doctor.Fail])
	}
	if counts[doctor.Fail] > 0 {
		return errFound
	}
	return nil
}

// finding prints what a look found.
func (o *output) finding(f doctor.Finding) {
	s := map[doctor.State]style{doctor.OK: green, doctor.Warn: yellow, doctor.Fail: red}[f.State]
	line := clean(f.Found.String())
	if !f.Do.Empty() {
		line += " – " + o.in(bold, clean(f.Do.String()))
	}
	state := string(f.State)
	o.printf("%s%s %s%s %s\n", o.in(s, state), strings.Repeat(" ", 4-len(state)), f.What, strings.Repeat(" ", max(1, 22-len(f.What))), line)
}
