package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/media"
	"callflow/store"
)

func audioCommand() *cli.Command {
	return &cli.Command{
		Name: "audio", Usage: "sounds that flows play",
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "add a sound file", ArgsUsage: "FILE",
				Description: "WAV, MP3, Ogg Vorbis, FLAC or AIFF; it is converted and made as loud as the others, and flows play it as\n" +
					"audio:NAME. A sound of that name is replaced.\n\nExample:\n   callflow audio add welcome.mp3 --name welcome",
				Flags:  append([]cli.Flag{audioNameFlag("the file's name"), audioKindFlag()}, audioFlags()...),
				Action: on(makeIt, audioAdd),
			},
			{
				Name: "replace", Usage: "put another file in a sound's place, for all that play it", ArgsUsage: "AUDIO FILE",
				Description: "The next time that a flow plays it, it is the new one; calls go on with what they play.\n\nExample:\n   callflow audio replace welcome new-welcome.mp3",
				Flags:       audioFlags(),
				Action:      on(mustBeThere, audioReplace),
			},
			{
				Name: "say", Usage: "add a sound that is spoken from text", ArgsUsage: "TEXT",
				Description: "Example:\n   callflow audio say \"Welcome to the bakery.\" --name welcome",
				Flags: append([]cli.Flag{
					audioNameFlag("made from the text"), audioKindFlag(),
					&cli.StringFlag{Name: "language", Usage: "speak this `LANGUAGE`", DefaultText: "the company's"},
					&cli.StringFlag{Name: "voice", Usage: "in this `VOICE` of the speech program"},
					&cli.IntFlag{Name: "speed", Usage: "`N` words a minute", DefaultText: "160"},
				}, audioFlags()...),
				Action: on(makeIt, audioSay),
			},
			{
				Name: "uses", Usage: "show where a sound is played", ArgsUsage: "AUDIO", Flags: []cli.Flag{jsonFlag()},
				Action: on(mustBeThere, audioUses),
			},
			{Name: "list", Usage: "list sounds", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, audioList)},
			{
				Name: "play", Usage: "play a sound here, or say where it is", ArgsUsage: "AUDIO",
				Action: on(mustBeThere, func(in *invocation) error {
					a, err := in.store.Audio(in.ctx, in.company, in.Args().First())
					if err != nil {
						return err
					}
					return in.play(filepath.Join(in.config.SoundFolder(), a.File))
				}),
			},
			{
				Name: "rename", Usage: "give a sound that nothing plays another name", ArgsUsage: "AUDIO NEWNAME",
				Description: "What plays a sound knows it by its name: take it out there first, and put it back by its new name.",
				Action: on(mustBeThere, func(in *invocation) error {
					name, newName := in.Args().Get(0), in.Args().Get(1)
					if err := in.store.RenameAudio(in.ctx, in.company, name, newName); err != nil {
						return err
					}
					in.out.printf("audio:%s is now called audio:%s.\n", clean(name), clean(newName))
					return nil
				}),
			},
			{
				Name: "rm", Usage: "remove a sound that is not in use", ArgsUsage: "AUDIO",
				Flags:  []cli.Flag{&cli.BoolFlag{Name: "force", Usage: "also when flows use it: they play a default sound then"}},
				Action: on(mustBeThere, audioRemove),
			},
		},
	}
}

func audioNameFlag(byDefault string) cli.Flag {
	return &cli.StringFlag{Name: "name", Usage: "call it `NAME`: flows play it as audio:NAME", DefaultText: byDefault}
}

func audioKindFlag() cli.Flag {
	return &cli.StringFlag{Name: "kind", Usage: "what it is: `KIND` greeting, prompt, whisper, music or invalid"}
}

func (in *invocation) library() (*media.Library, error) {
	l, err := in.config.Library()
	if err != nil {
		return nil, fmt.Errorf("%w; choose a folder that can be written with --data", err)
	}
	return l, nil
}

func audioAdd(in *invocation) error {
	path := in.Args().First()
	name := in.String("name")
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	library, sound, err := in.addSound(path)
	if err != nil {
		return err
	}
	return in.keepAudio(library, sound, store.Audio{Name: name, Kind: in.String("kind")})
}

// addSound takes a file into the library.
func (in *invocation) addSound(path string) (*media.Library, media.Sound, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, media.Sound{}, fmt.Errorf("reading a sound: %w", err)
	}
	defer file.Close()
	library, err := in.library()
	if err != nil {
		return nil, media.Sound{}, err
	}
	sound, err := library.Add(in.ctx, file, path)
	return library, sound, err
}

func audioSay(in *invocation) error {
	text := in.Args().First()
	name := in.String("name")
	if name == "" {
		name = nameOf(text)
	}
	language := in.String("language")
	if language == "" {
		c, err := in.store.Company(in.ctx, in.company)
		if err != nil {
			return err
		}
		language = c.Language
	}
	library, err := in.library()
	if err != nil {
		return err
	}
	speaker := in.config.Speaker(library)
	defer speaker.Close()
	sound, err := speaker.Say(in.ctx, media.Speech{Text: text, Language: language, Voice: in.String("voice"), Speed: in.Int("speed")})
	if err != nil {
		return err
	}
	return in.keepAudio(library, sound, store.Audio{Name: name, Kind: in.String("kind"), Text: text, Language: language})
}

// nameOf makes a name from the first words of a text.
func nameOf(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words[:min(len(words), 4)], "-")
}

// keepAudio gives a sound its name, in the place of what had it before.
func (in *invocation) keepAudio(library *media.Library, sound media.Sound, a store.Audio) error {
	a.Hash, a.Duration, a.File = sound.Hash, sound.Duration, filepath.Base(media.Path(sound.Hash))
	kept, replaced, err := in.store.PutAudio(in.ctx, in.company, a)
	if err != nil {
		return err
	}
	if err := in.sweep(library); err != nil {
		return err
	}
	verb := "Added"
	if replaced != "" {
		verb = "Replaced"
	}
	in.out.printf("%s audio:%s, %s.\n", verb, clean(kept.Name), tenths(kept.Duration))
	return nil
}

// sweep removes the files that nothing has needed for a while. What was replaced
// just now stays: a call may be about to play it.
func (in *invocation) sweep(library *media.Library) error {
	return library.Sweep(func() (map[string]bool, error) { return in.store.SoundsInUse(in.ctx) })
}

func tenths(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// audioOut is a sound, as JSON shows it.
type audioOut struct {
	store.Audio
	Duration float64 `json:"duration_s"`
	// Whole hides the store's field, which counts nanoseconds.
	Whole *struct{} `json:"duration,omitempty"`
	Path  string    `json:"path"`
}

func audioList(in *invocation) error {
	sounds, err := in.store.AudioList(in.ctx, in.company)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		outs := []audioOut{}
		for _, a := range sounds {
			outs = append(outs, audioOut{Audio: a, Duration: seconds(a.Duration), Path: filepath.Join(in.config.SoundFolder(), a.File)})
		}
		return in.out.json(outs)
	}
	t := in.out.table("name", "kind", "length", "added", "text")
	for _, a := range sounds {
		t.row(a.Name, a.Kind, tenths(a.Duration), clock(a.Created), shorten(a.Text, 60))
	}
	t.print("No sounds; add one with callflow audio add FILE, or callflow audio say TEXT.")
	return nil
}

func audioRemove(in *invocation) error {
	library, err := in.library()
	if err != nil {
		return err
	}
	a, err := in.store.RemoveAudio(in.ctx, in.company, in.Args().First(), in.Bool("force"))
	if err != nil {
		var used *store.InUseError
		if errors.As(err, &used) {
			return fmt.Errorf("%w, or use --force", err)
		}
		return err
	}
	if err := in.sweep(library); err != nil {
		return err
	}
	in.out.printf("Removed audio:%s.\n", clean(a.Name))
	return nil
}

// play plays a file through the machine's loudspeaker, or prints where it is
// when there is no program for that.
func (in *invocation) play(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("the sound's file is not there: %w; is --data right?", err)
	}
	for _, program := range [][]string{{"play", "-q"}, {"aplay", "-q"}} {
		if _, err := exec.LookPath(program[0]); err != nil {
			continue
		}
		if err := loudspeaker(in.ctx, append(program, path)); err == nil {
			return nil
		}
	}
	in.out.printf("%s\n", path)
	return nil
}

// loudspeaker runs a program that plays; on machines without one it fails at once.
func loudspeaker(ctx context.Context, command []string) error {
	return exec.CommandContext(ctx, command[0], command[1:]...).Run()
}
