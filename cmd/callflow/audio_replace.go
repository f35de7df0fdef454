package main

import (
	"fmt"

	"callflow/store"
)

// audioReplace puts another file in a sound's place.
func audioReplace(in *invocation) error {
	before, err := in.store.Audio(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	library, sound, err := in.addSound(in.Args().Get(1))
	if err != nil {
		return err
	}
	before.Text, before.Language = "", "" // it is not what is said any more
	if err := in.keepAudio(library, sound, before); err != nil {
		return err
	}
	uses, err := in.uses("audio", before.Name)
	if err != nil {
		return err
	}
	switch len(uses) {
	case 0:
	case 1:
		in.out.printf("It is played in %s.\n", clean(uses[0].String()))
	default:
		in.out.printf("It is played in %d places; callflow audio uses %s shows them.\n", len(uses), clean(before.Name))
	}
	return nil
}

// audioUses shows where a sound is played.
func audioUses(in *invocation) error {
	audio, err := in.store.Audio(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	uses, err := in.uses("audio", audio.Name)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(uses)
	}
	t := in.out.table("flow", "revision", "node", "param")
	for _, u := range uses {
		t.row(u.Name, revisionOf(u), u.Node, u.Param)
	}
	t.print("Nothing plays audio:" + clean(audio.Name) + ".")
	return nil
}

func revisionOf(u store.Use) string {
	if u.Live {
		return fmt.Sprintf("%d (live)", u.Revision)
	}
	return fmt.Sprint(u.Revision)
}
