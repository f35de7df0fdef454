package api

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"callflow/media"
)

// audioSound registers the route that plays a sound.
func (a *API) audioSound(r Route) {
	Register(a, r, a.playAudio)
	wav := map[string]*huma.MediaType{"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	o := a.document(r)
	o.Responses["200"] = &huma.Response{Description: "The sound.", Content: wav}
	o.Responses["206"] = &huma.Response{Description: "The part that was asked for.", Content: wav}
	o.Responses["304"] = &huma.Response{Description: "It is the one that you have."}
}

// audioPeaks is a sound's waveform, to be drawn.
func (a *API) audioPeaks(ctx context.Context, in *struct {
	AudioPath
	Points
}) (*body[media.Peaks], error) {
	s, err := a.oneAudio(ctx, in.AudioPath)
	if err != nil {
		return nil, err
	}
	return a.libraryPeaks(s.Hash, in.Points)
}

// libraryPeaks is the waveform of a file of the library.
func (a *API) libraryPeaks(hash string, p Points) (*body[media.Peaks], error) {
	file, err := a.libraryFile(hash)
	if err != nil {
		return nil, err
	}
	defer file.Close() // it was only read
	return answer(media.ReadPeaks(file, p.Points))
}

func (a *API) libraryFile(hash string) (*os.File, error) {
	file, err := a.sounds.Open(hash)
	if errors.Is(err, media.ErrNotFound) {
		return nil, NewProblem(http.StatusGone, "sound_missing", "The file of this sound is not there any more: put another one in its place.")
	}
	return file, err
}

func (a *API) playAudio(ctx context.Context, in *struct {
	AudioPath
	Parts
	IfNoneMatch string `header:"If-None-Match"`
}) (*huma.StreamResponse, error) {
	s, err := a.oneAudio(ctx, in.AudioPath)
	if err != nil {
		return nil, err
	}
	return a.librarySound(s.Hash, s.Name, in.Parts)
}

// librarySound serves a file of the library, under a name when it is to be saved.
func (a *API) librarySound(hash, name string, p Parts) (*huma.StreamResponse, error) {
	file, err := a.libraryFile(hash)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer file.Close() // it was only read
		request, w := humago.Unwrap(c)
		h := w.Header()
		h.Set("Content-Type", "audio/wav")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Etag", etag(hash))
		if p.Save {
			h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".wav"}))
		}
		h.Set("Cache-Control", "private, no-cache") // another file may be put in its place
		http.ServeContent(w, request, "", time.Time{}, file)
	}}, nil
}

// soundProblem is why a sound was refused or could not be made; nil for other errors.
func soundProblem(err error) *Problem {
	for _, known := range []struct {
		err    error
		status int
		code   string
	}{
		{media.ErrNotAudio, http.StatusUnprocessableEntity, "not_audio"},
		{media.ErrSilent, http.StatusUnprocessableEntity, "silent"},
		{media.ErrTooLong, http.StatusUnprocessableEntity, "too_long"},
		{media.ErrTooLarge, http.StatusRequestEntityTooLarge, "too_large"},
		{media.ErrNoText, http.StatusUnprocessableEntity, "no_text"},
		{media.ErrTextTooLong, http.StatusUnprocessableEntity, "text_too_long"},
		{media.ErrVoice, http.StatusUnprocessableEntity, "no_such_voice"},
		{media.ErrDiskFull, http.StatusInsufficientStorage, "disk_full"},
		{media.ErrTimeout, http.StatusServiceUnavailable, "took_too_long"},
		{media.ErrNoProgram, http.StatusServiceUnavailable, "program_missing"},
		{media.ErrSpeech, http.StatusServiceUnavailable, "speech_failed"},
		{media.ErrService, http.StatusServiceUnavailable, "speech_failed"},
		{media.ErrClosed, http.StatusServiceUnavailable, "stopping"},
	} {
		if errors.Is(err, known.err) {
			return problemSaying(known.status, known.code, sentence(err).Map(func(s string) string {
				return capital(strings.TrimPrefix(s, "Media: "))
			}))
		}
	}
	return nil
}

// contains says whether a text has another in it, in whatever case; everything
// has nothing in it.
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}
