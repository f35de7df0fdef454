package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"callflow/media"
	"callflow/web/access"
)

// hearing registers the route that speaks a text without keeping it.
func (a *API) hearing() {
	r := Route{Method: "POST", Path: "/speech", Right: access.Flows, Tag: "Audio", Summary: "Hear a text as callers would",
		Description: "A WAV file. Nothing is added to the library; POST /audio/speech does that."}
	Register(a, r, a.hear)
	a.document(r).Responses["200"] = &huma.Response{Description: "The sound.",
		Content: map[string]*huma.MediaType{"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
}

func (a *API) hear(ctx context.Context, in *struct{ Body Speech }) (*huma.StreamResponse, error) {
	sound, err := a.say(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	file, err := a.sounds.Open(sound.Hash)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer file.Close() // it was only read
		request, w := humago.Unwrap(c)
		w.Header().Set("Content-Type", "audio/wav")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		http.ServeContent(w, request, "", time.Time{}, file)
	}}, nil
}

// say speaks a text, in the company's language when it names none.
func (a *API) say(ctx context.Context, s *Speech) (media.Sound, error) {
	if s.Language == "" {
		c, err := a.store.Company(ctx, company(ctx))
		if err != nil {
			return media.Sound{}, err
		}
		s.Language = c.Language
	}
	return a.speaker.Say(ctx, media.Speech{Text: s.Text, Language: s.Language, Voice: s.Voice, Speed: s.Speed})
}
