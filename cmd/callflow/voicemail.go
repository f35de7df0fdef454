package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func voicemailCommand() *cli.Command {
	return &cli.Command{
		Name: "voicemail", Usage: "messages that callers left",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list messages, newest first",
				Description: "Example:\n   callflow voicemail list --box user:alice --unread",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "box", Usage: "only of this `BOX`, such as user:alice"},
					&cli.StringFlag{Name: "caller", Usage: "only from this `NUMBER`"},
					&cli.BoolFlag{Name: "unread", Usage: "only those that nobody has heard"},
					&cli.StringFlag{Name: "since", Usage: "from this `TIME` on: 2026-07-01, yesterday, 2h, 3d"},
					&cli.StringFlag{Name: "until", Usage: "before this `TIME`"},
					&cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 100},
					jsonFlag(),
				},
				Action: on(mustBeThere, voicemailList),
			},
			{Name: "show", Usage: "show a message, and what is said in it", ArgsUsage: "MESSAGE", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, voicemailShow)},
			{
				Name: "transcribe", Usage: "turn a message into text, here and now", ArgsUsage: "MESSAGE",
				Description: "Flows with transcribe: true do it after each call; this does it for any message, and again for one that failed.\n\nExample:\n   callflow voicemail transcribe 12",
				Flags:       transcribeFlags(),
				Action:      on(mustBeThere, voicemailTranscribe),
			},
			{
				Name: "play", Usage: "play a message here, and mark it as heard", ArgsUsage: "MESSAGE",
				Action: on(mustBeThere, voicemailPlay),
			},
			{
				Name: "save", Usage: "copy a message's sound to a file", ArgsUsage: "MESSAGE [FILE]",
				Description: "FILE - is standard output.\n\nExample:\n   callflow voicemail save 12 message.wav",
				Action:      on(mustBeThere, voicemailSave),
			},
			{
				Name: "mark", Usage: "mark a message as heard, unread or flagged, or note something", ArgsUsage: "MESSAGE",
				Description: "Example:\n   callflow voicemail mark 12 --heard --note \"called back\"",
				Flags: []cli.Flag{
					&cli.BoolFlag{Name: "heard", Usage: "it was heard"},
					&cli.BoolFlag{Name: "unread", Usage: "it was not"},
					&cli.BoolFlag{Name: "flag", Usage: "flag it"},
					&cli.BoolFlag{Name: "unflag", Usage: "take the flag away"},
					&cli.StringFlag{Name: "note", Usage: "note this `TEXT`"},
				},
				Action: on(mustBeThere, voicemailMark),
			},
			{
				Name: "rm", Usage: "remove a message and its sound", ArgsUsage: "MESSAGE",
				Action: on(mustBeThere, voicemailRemove),
			},
		},
	}
}

// recordingOut is a recording, as JSON shows it.
type recordingOut struct {
	store.Recording
	Seconds float64 `json:"duration_s"`
	// Whole hides the store's field, which counts nanoseconds.
	Whole *struct{} `json:"duration,omitempty"`
	Path  string    `json:"path"`
}

func (in *invocation) recordingOut(r store.Recording) recordingOut {
	return recordingOut{Recording: r, Seconds: seconds(r.Duration), Path: filepath.Join(in.config.RecordingFolder(), r.File)}
}

// voicemailOut is a message, as JSON shows it.
type voicemailOut struct {
	store.Voicemail
	Recording recordingOut `json:"recording"`
}

func voicemailList(in *invocation) error {
	filter := store.VoicemailFilter{Box: in.String("box"), Caller: in.String("caller"), Unread: in.Bool("unread"), Limit: in.Int("limit")}
	var err error
	if filter.Since, err = parseWhen("since", in.String("since"), now()); err != nil {
		return err
	}
	if filter.Until, err = parseWhen("until", in.String("until"), now()); err != nil {
		return err
	}
	messages, err := in.store.Voicemails(in.ctx, in.company, filter)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		outs := []voicemailOut{}
		for _, m := range messages {
			outs = append(outs, voicemailOut{m, in.recordingOut(m.Recording)})
		}
		return in.out.json(outs)
	}
	t := in.out.table("message", "box", "left", "caller", "length", "state", "why", "note", "transcript")
	for _, m := range messages {
		from := m.Recording.Caller
		if from == "" {
			from = "withheld"
		}
		t.row(m.ID, m.Box, clock(m.Recording.Started), from, length(m.Recording.Duration), messageState(m), m.Reason, m.Note, transcriptText(m))
	}
	t.print("No messages.")
	in.limited(len(messages))
	return nil
}

func messageState(m store.Voicemail) cell {
	c := cell{"heard", dim}
	if m.Heard.IsZero() {
		c = cell{"unread", yellow}
	}
	if m.Flagged {
		c.text += " ⚑"
	}
	return c
}

// message is the message that the first argument means.
func (in *invocation) message() (store.Voicemail, error) {
	id, err := strconv.ParseInt(in.Args().First(), 10, 64)
	if err != nil || id < 1 {
		return store.Voicemail{}, usagef("%q is no number of a message; callflow voicemail list shows them", in.Args().First())
	}
	return in.store.Voicemail(in.ctx, in.company, id)
}

func voicemailPlay(in *invocation) error {
	m, err := in.message()
	if err != nil {
		return err
	}
	if err := in.play(in.recordingOut(m.Recording).Path); err != nil {
		return err
	}
	heard := true
	_, err = in.store.MarkVoicemail(in.ctx, in.company, m.ID, store.VoicemailMark{Heard: &heard})
	return err
}

func voicemailSave(in *invocation) error {
	m, err := in.message()
	if err != nil {
		return err
	}
	sound, err := os.Open(in.recordingOut(m.Recording).Path)
	if err != nil {
		return fmt.Errorf("the message's file is not there: %w; is --data right?", err)
	}
	defer sound.Close()
	target := in.Args().Get(1)
	switch target {
	case "-":
		_, err = io.Copy(in.out.w, sound)
		return err
	case "":
		target = fmt.Sprintf("message-%d.wav", m.ID)
	}
	if err := copyTo(target, sound); err != nil {
		return err
	}
	in.out.printf("Saved as %s.\n", target)
	return nil
}

func copyTo(path string, r io.Reader) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the file %s is there already; choose another name", path)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, r)
	return err
}

func voicemailMark(in *invocation) error {
	var mark store.VoicemailMark
	for _, f := range []struct {
		name  string
		field **bool
		value bool
	}{{"heard", &mark.Heard, true}, {"unread", &mark.Heard, false}, {"flag", &mark.Flagged, true}, {"unflag", &mark.Flagged, false}} {
		if !in.Bool(f.name) {
			continue
		}
		if *f.field != nil {
			return usagef("--%s is the opposite of another flag; leave one out", f.name)
		}
		value := f.value
		*f.field = &value
	}
	if in.IsSet("note") {
		note := in.String("note")
		mark.Note = &note
	}
	if mark == (store.VoicemailMark{}) {
		return usagef("say what to mark: --heard, --unread, --flag, --unflag or --note TEXT")
	}
	m, err := in.message()
	if err != nil {
		return err
	}
	if _, err = in.store.MarkVoicemail(in.ctx, in.company, m.ID, mark); err != nil {
		return err
	}
	in.out.printf("Marked message %d.\n", m.ID)
	return nil
}

func voicemailRemove(in *invocation) error {
	m, err := in.message()
	if err != nil {
		return err
	}
	if m, err = in.store.RemoveVoicemail(in.ctx, in.company, m.ID); err != nil {
		return err
	}
	if err := os.Remove(in.recordingOut(m.Recording).Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the message is removed from the list, but its sound is not: %w", err)
	}
	in.out.printf("Removed message %d.\n", m.ID)
	return nil
}
