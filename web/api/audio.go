package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"callflow/media"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// AudioPath is a path's sound.
type AudioPath struct {
	Audio string `path:"audio" maxLength:"64" doc:"The sound's name: welcome in audio:welcome."`
}

// Audio is a sound of the library.
type Audio struct {
	Name     string    `json:"name" doc:"What flows call it: welcome in audio:welcome."`
	Kind     string    `json:"kind,omitempty" doc:"greeting, prompt, whisper, music or invalid."`
	Hash     string    `json:"hash" doc:"The SHA-256 of its file; another one is another sound."`
	Duration float64   `json:"duration_s"`
	Size     int64     `json:"size" doc:"Of the WAV file, in bytes; 0 when it is not there any more."`
	Text     string    `json:"text,omitempty" doc:"What is said, when it was spoken from text."`
	Language string    `json:"language,omitempty"`
	Created  time.Time `json:"created"`
}

func (a *API) newAudio(s store.Audio) (Audio, error) {
	size, err := a.sounds.Size(s.Hash)
	if errors.Is(err, media.ErrNotFound) {
		err = nil // the list shows it, so that another file can be put in its place
	}
	return Audio{Name: s.Name, Kind: s.Kind, Hash: s.Hash, Duration: s.Duration.Seconds(), Size: size, Text: s.Text, Language: s.Language, Created: s.Created}, err
}

// What the library takes of a file, and what an upload may have with the form around it, in bytes.
const (
	maxFile   = 64 << 20
	maxUpload = maxFile + 1<<20
)

// upload is a form with a sound file.
type upload struct {
	File huma.FormFile `form:"file" contentType:"application/octet-stream" required:"true" doc:"WAV, MP3, Ogg Vorbis, FLAC or AIFF. It is converted and made as loud as the others."`
	Name string        `form:"name" required:"true" doc:"What flows call it. A sound of that name must not be there."`
	Kind string        `form:"kind" required:"false" enum:",greeting,prompt,whisper,music,invalid" doc:"What it is."`
}

// Speech is a text to be spoken.
type Speech struct {
	Text     string `json:"text" minLength:"1" doc:"What to say."`
	Language string `json:"language,omitempty" doc:"The company's by default." example:"en-AU"`
	Voice    string `json:"voice,omitempty" maxLength:"64" doc:"A voice of the speech program."`
	Speed    int    `json:"speed,omitempty" doc:"Words a minute, 80 to 400; 160 by default."`
}

func (a *API) audio() {
	const tag = "Audio"
	at := "/audio/{audio}"
	Register(a, Route{Method: "GET", Path: "/audio", Right: access.View, Tag: tag, Summary: "List sounds"}, a.listAudio)
	Register(a, Route{Method: "POST", Path: "/audio", Right: access.Flows, Tag: tag, Status: http.StatusCreated, MaxBody: maxUpload, Summary: "Upload a sound",
		Description: "A file that is no sound, silent, too long or too large is refused, and the answer says why.",
		Fields:      map[string]string{"audio": "name"}}, a.uploadAudio)
	Register(a, Route{Method: "POST", Path: "/audio/speech", Right: access.Flows, Tag: tag, Status: http.StatusCreated, Summary: "Make a sound from text",
		Fields: map[string]string{"audio": "name"}}, a.sayAudio)
	Register(a, Route{Method: "GET", Path: at, Right: access.View, Tag: tag, Summary: "Show a sound"}, a.showAudio)
	Register(a, Route{Method: "PATCH", Path: at, Right: access.Flows, Tag: tag, Summary: "Rename a sound, or say what kind it is",
		Description: "What plays a sound knows it by its name: one that is in use keeps it, and the answer says where that is.",
		Fields:      map[string]string{"audio": "name"}}, a.setAudio)
	Register(a, Route{Method: "DELETE", Path: at, Right: access.Flows, Tag: tag, Summary: "Remove a sound",
		Description: "One that is in use is removed only with force=true; a default sound is played in its place then."}, a.removeAudio)
	Register(a, Route{Method: "PUT", Path: at + "/sound", Right: access.Flows, Tag: tag, MaxBody: maxUpload, Summary: "Put another file in a sound's place",
		Description: "For all that play it, from the next time on; calls go on with what they play."}, a.replaceAudio)
	Register(a, Route{Method: "PUT", Path: at + "/speech", Right: access.Flows, Tag: tag, Summary: "Put another text in a sound's place"}, a.resayAudio)
	Register(a, Route{Method: "GET", Path: at + "/uses", Right: access.View, Tag: tag, Summary: "List where a sound is played"}, a.audioUses)
	Register(a, Route{Method: "GET", Path: at + "/peaks", Right: access.View, Tag: tag, Summary: "Show a sound's waveform"}, a.audioPeaks)
	a.audioSound(Route{Method: "GET", Path: at + "/sound", Right: access.View, Tag: tag, Summary: "Play a sound",
		Description: "A WAV file; parts of it by Range."})
}

func (a *API) listAudio(ctx context.Context, in *struct {
	Kind   string `query:"kind" enum:"greeting,prompt,whisper,music,invalid" doc:"Only of this kind."`
	Search string `query:"q" doc:"Only those with this in their name or text."`
}) (*body[List[Audio]], error) {
	all, err := a.store.AudioList(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	out := []Audio{}
	for _, s := range all {
		if in.Kind != "" && s.Kind != in.Kind || !contains(s.Name+" "+s.Text, in.Search) {
			continue
		}
		shown, err := a.newAudio(s)
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	return whole(out, nil)
}

func (a *API) oneAudio(ctx context.Context, in AudioPath) (Audio, error) {
	s, err := a.store.Audio(ctx, company(ctx), in.Audio)
	if err != nil {
		return Audio{}, err
	}
	return a.newAudio(s)
}

func (a *API) showAudio(ctx context.Context, in *AudioPath) (*tagged[Audio], error) {
	return versioned(a.oneAudio(ctx, *in))
}

func (a *API) uploadAudio(ctx context.Context, in *struct {
	RawBody huma.MultipartFormFiles[upload]
}) (*tagged[Audio], error) {
	form := in.RawBody.Data()
	defer form.File.Close() // it was only read
	if err := a.freeAudio(ctx, form.Name); err != nil {
		return nil, err
	}
	sound, err := a.sounds.Add(ctx, form.File, form.File.Filename)
	if err != nil {
		return nil, err
	}
	return a.keepAudio(ctx, sound, store.Audio{Name: form.Name, Kind: form.Kind})
}

// freeAudio refuses a name that a sound has already.
func (a *API) freeAudio(ctx context.Context, name string) error {
	_, err := a.store.Audio(ctx, company(ctx), name)
	var missing *store.NotFoundError
	switch {
	case err == nil:
		return &store.ConflictError{Kind: "audio", Name: name, Problem: wording.Of("there is a sound of this name already; choose another name, or put the new sound in its place")}
	case errors.As(err, &missing):
		return nil
	}
	return err
}

func (a *API) sayAudio(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name" doc:"What flows call it. A sound of that name must not be there."`
		Kind string `json:"kind,omitempty" enum:",greeting,prompt,whisper,music,invalid"`
		Speech
	}
}) (*tagged[Audio], error) {
	if err := a.freeAudio(ctx, in.Body.Name); err != nil {
		return nil, err
	}
	return a.speak(ctx, in.Body.Speech, store.Audio{Name: in.Body.Name, Kind: in.Body.Kind})
}

// speak makes a sound of a text and gives it its name.
func (a *API) speak(ctx context.Context, s Speech, named store.Audio) (*tagged[Audio], error) {
	sound, err := a.say(ctx, &s)
	if err != nil {
		return nil, err
	}
	named.Text, named.Language = s.Text, s.Language
	return a.keepAudio(ctx, sound, named)
}

// keepAudio gives a sound its name, in the place of what had it before.
func (a *API) keepAudio(ctx context.Context, sound media.Sound, s store.Audio) (*tagged[Audio], error) {
	s.Hash, s.Duration, s.File = sound.Hash, sound.Duration, filepath.Base(media.Path(sound.Hash))
	kept, _, err := a.store.PutAudio(ctx, company(ctx), s)
	if err != nil {
		return nil, err
	}
	if err := a.sweep(ctx); err != nil {
		return nil, err
	}
	return versioned(a.newAudio(kept))
}

// sweep removes the files that nothing has needed for a while.
func (a *API) sweep(ctx context.Context) error {
	return a.sounds.Sweep(func() (map[string]bool, error) { return a.store.SoundsInUse(ctx) })
}

func (a *API) setAudio(ctx context.Context, in *struct {
	AudioPath
	IfMatch
	Body struct {
		Name *string `json:"name,omitempty" doc:"Its new name."`
		Kind *string `json:"kind,omitempty" enum:",greeting,prompt,whisper,music,invalid"`
	}
}) (*tagged[Audio], error) {
	at := in.AudioPath
	return edit(a, in.IfMatch, wording.Say("The sound %s", in.Audio), func() (Audio, error) { return a.oneAudio(ctx, at) }, func(Audio) error {
		s, err := a.store.Audio(ctx, company(ctx), in.Audio)
		if err != nil {
			return err
		}
		if in.Body.Name != nil && *in.Body.Name != s.Name {
			if err := a.store.RenameAudio(ctx, company(ctx), s.Name, *in.Body.Name); err != nil {
				return err
			}
			s.Name, at.Audio = *in.Body.Name, *in.Body.Name
		}
		if in.Body.Kind == nil {
			return nil
		}
		s.Kind = *in.Body.Kind
		_, _, err = a.store.PutAudio(ctx, company(ctx), s)
		return err
	})
}

func (a *API) removeAudio(ctx context.Context, in *struct {
	AudioPath
	Force bool `query:"force" doc:"Also when it is in use."`
}) (*nothing, error) {
	if _, err := a.store.RemoveAudio(ctx, company(ctx), in.Audio, in.Force); err != nil {
		return nil, err
	}
	return nil, a.sweep(ctx)
}

func (a *API) replaceAudio(ctx context.Context, in *struct {
	AudioPath
	IfMatch
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" contentType:"application/octet-stream" required:"true" doc:"WAV, MP3, Ogg Vorbis, FLAC or AIFF."`
	}]
}) (*tagged[Audio], error) {
	form := in.RawBody.Data()
	defer form.File.Close() // it was only read
	if _, err := a.store.Audio(ctx, company(ctx), in.Audio); err != nil {
		return nil, err
	}
	sound, err := a.sounds.Add(ctx, io.Reader(form.File), form.File.Filename)
	if err != nil {
		return nil, err
	}
	return a.inPlace(ctx, in.AudioPath, in.IfMatch, sound, Speech{}) // it is not what is said any more
}

// inPlace puts another sound in the place of one. Making it took its time: what
// it replaces is compared now.
func (a *API) inPlace(ctx context.Context, at AudioPath, m IfMatch, sound media.Sound, of Speech) (*tagged[Audio], error) {
	return edit(a, m, wording.Say("The sound %s", at.Audio), func() (Audio, error) { return a.oneAudio(ctx, at) }, func(Audio) error {
		s, err := a.store.Audio(ctx, company(ctx), at.Audio)
		if err != nil {
			return err
		}
		s.Text, s.Language = of.Text, of.Language
		_, err = a.keepAudio(ctx, sound, s)
		return err
	})
}

func (a *API) resayAudio(ctx context.Context, in *struct {
	AudioPath
	IfMatch
	Body Speech
}) (*tagged[Audio], error) {
	if _, err := a.store.Audio(ctx, company(ctx), in.Audio); err != nil {
		return nil, err
	}
	sound, err := a.say(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	return a.inPlace(ctx, in.AudioPath, in.IfMatch, sound, in.Body)
}

func (a *API) audioUses(ctx context.Context, in *AudioPath) (*body[List[store.Use]], error) {
	s, err := a.oneAudio(ctx, *in)
	if err != nil {
		return nil, err
	}
	return a.uses(ctx, "audio", s.Name)
}
