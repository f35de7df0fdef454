package nodes

import (
	"context"

	"callflow/flowengine"
)

// Greeting plays an audio or speaks a text.
type Greeting struct {
	Audio         string `json:"audio,omitempty" jsonschema_description:"The audio to play, such as audio:welcome; also sound:, digits:, number:, characters: and tone: of Asterisk."`
	Say           string `json:"say,omitempty" jsonschema_description:"The text to speak instead of an audio. {{ expressions }} are filled in."`
	Interruptible bool   `json:"interruptible,omitempty" jsonschema_description:"Whether a key stops it. The key counts for the next menu."`
	Repeat        int    `json:"repeat" jsonschema:"minimum=1,maximum=100" jsonschema_description:"How often it is played."`
}

func newGreeting() flowengine.Runner { return &Greeting{Repeat: 1} }

// Outcomes implements [flowengine.Runner].
func (*Greeting) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "it was played, or stopped by a key"}}
}

// Check implements [flowengine.Checker].
func (n *Greeting) Check(c *flowengine.Check) {
	switch {
	case n.Audio == "" && n.Say == "":
		c.Error("audio", "missing", "there is nothing to play: choose an audio, or write a text in say")
	case n.Audio != "" && n.Say != "":
		c.Error("say", "ambiguous", "there is both an audio and a text: remove one of them")
	case n.Audio != "" && !flowengine.NamesSound(n.Audio):
		c.Error("audio", "not_a_sound", "the audio “%s” names no sound: write audio:NAME, or move the text to say", n.Audio)
	}
	checkSound(c, "audio", n.Audio)
	checkSound(c, "say", n.Say)
}

// Run implements [flowengine.Runner].
func (n *Greeting) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	ref := "say:" + s.Text(n.Say)
	if n.Audio != "" {
		ref = s.Text(n.Audio)
	}
	play := s.Play
	if n.Interruptible {
		play = s.PlayInterruptible
	}
	var played int
	s.Kept(&played)
	for ; played < n.Repeat; played++ {
		if played > 0 {
			s.Keep(played)
		}
		if err := play(ctx, ref); err != nil {
			return flowengine.Result{}, err
		}
	}
	return flowengine.Result{Outcome: "done", Why: "The greeting was played.", Details: map[string]any{"played": ref}}, nil
}
