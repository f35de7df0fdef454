package server

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/media"
	"callflow/store"
)

// sounds is the engine's Audio port of one company: names lead to files of the
// library, texts are spoken, and Asterisk's own sounds are left to Asterisk.
type sounds struct {
	company string
	store   *store.Store
	speaker *media.Speaker
	public  string // where Asterisk fetches the library's files
}

// Media implements [flowengine.Audio].
func (s *sounds) Media(ctx context.Context, ref, language string) (flowengine.Media, error) {
	scheme, rest, _ := strings.Cut(ref, ":")
	switch scheme {
	case "audio":
		audio, err := s.store.Audio(ctx, s.company, rest)
		if err != nil {
			return flowengine.Media{}, err
		}
		return flowengine.Media{URI: s.public + media.Path(audio.Hash), Duration: audio.Duration, Ref: ref}, nil
	case "say":
		spoken, err := s.speaker.Say(ctx, media.Speech{Text: rest, Language: language})
		if err != nil {
			return flowengine.Media{}, err
		}
		return flowengine.Media{URI: s.public + media.Path(spoken.Hash), Duration: spoken.Duration, Ref: ref}, nil
	case "sound", "digits", "number", "characters", "tone":
		return flowengine.Media{URI: ref, Ref: ref}, nil
	}
	return flowengine.Media{}, fmt.Errorf("%q names no sound", ref)
}
