package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"callflow/media"
	"callflow/store"
	"callflow/web/access"
)

// Recording is a finished recording.
type Recording struct {
	ID       int64     `json:"id"`
	Call     string    `json:"call"`
	Step     int       `json:"step"`
	Node     string    `json:"node"`
	Started  time.Time `json:"started"`
	Duration float64   `json:"duration_s"`
	Size     int64     `json:"size" doc:"Of the WAV file, in bytes."`
	Caller   string    `json:"caller"`
	Number   string    `json:"number"`
}

func newRecording(r store.Recording) Recording {
	return Recording{ID: r.ID, Call: r.Call, Step: r.Step, Node: r.Node, Started: r.Started, Duration: seconds(r.Duration), Size: r.Size, Caller: r.Caller, Number: r.Number}
}

// RecordingID is a path's recording.
type RecordingID struct {
	Recording int64 `path:"recording"`
}

func (a *API) recordings() {
	const tag = "Recordings"
	at := "/recordings/{recording}"
	Register(a, Route{Method: "GET", Path: "/recordings", Right: access.View, Tag: tag, Summary: "List recordings, newest first"}, a.listRecordings)
	Register(a, Route{Method: "GET", Path: at, Right: access.View, Tag: tag, Summary: "Show a recording"},
		func(ctx context.Context, in *RecordingID) (*body[Recording], error) {
			r, err := a.store.Recording(ctx, company(ctx), in.Recording)
			return answer(newRecording(r), err)
		})
	Register(a, Route{Method: "GET", Path: at + "/sound", Right: access.View, Tag: tag, Summary: "Play a recording",
		Description: "A WAV file; parts of it by Range.", Responses: soundResponses()},
		func(ctx context.Context, in *struct {
			RecordingID
			Parts
		}) (*huma.StreamResponse, error) {
			r, err := a.store.Recording(ctx, company(ctx), in.Recording)
			if err != nil {
				return nil, err
			}
			return a.sound(r, "recording")
		})
	Register(a, Route{Method: "GET", Path: at + "/peaks", Right: access.View, Tag: tag, Summary: "Show a recording's waveform"},
		func(ctx context.Context, in *struct {
			RecordingID
			Points
		}) (*body[media.Peaks], error) {
			r, err := a.store.Recording(ctx, company(ctx), in.Recording)
			if err != nil {
				return nil, err
			}
			return a.peaks(r, in.Points)
		})
	Register(a, Route{Method: "DELETE", Path: at, Right: access.Admin, Tag: tag, Summary: "Remove a recording and its sound"},
		func(ctx context.Context, in *RecordingID) (*nothing, error) {
			r, err := a.store.RemoveRecording(ctx, company(ctx), in.Recording)
			if err != nil {
				return nil, err
			}
			return nil, a.removeSound(r)
		})
}

func (a *API) listRecordings(ctx context.Context, in *struct {
	Period
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"How many at most."`
	Call   string `query:"call" doc:"Only of this call."`
	Caller string `query:"caller" doc:"Only from this number."`
}) (*body[List[Recording]], error) {
	f := store.RecordingFilter{Call: in.Call, Caller: in.Caller, Limit: in.Limit}
	var err error
	if f.Since, f.Until, err = a.span(ctx, in.Period); err != nil {
		return nil, err
	}
	found, err := a.store.Recordings(ctx, company(ctx), f)
	out := []Recording{}
	for _, r := range found {
		out = append(out, newRecording(r))
	}
	return whole(out, err)
}

func (a *API) recordingsOf(ctx context.Context, call string) ([]Recording, error) {
	found, err := a.store.Recordings(ctx, company(ctx), store.RecordingFilter{Call: call})
	out := []Recording{}
	for _, r := range found {
		out = append(out, newRecording(r))
	}
	return out, err
}

// Parts are the headers by which a player asks for parts of a sound.
type Parts struct {
	Range   string `header:"Range" doc:"Such as bytes=0-1023."`
	IfRange string `header:"If-Range"`
	Save    bool   `query:"save" doc:"Offer it as a file to be saved, instead of to be played."`
}

// Points says how fine a waveform is.
type Points struct {
	Points int `query:"points" minimum:"10" maximum:"4000" default:"800" doc:"How many points."`
}

func (a *API) soundFile(r store.Recording) (*os.File, error) {
	f, err := os.Open(filepath.Join(a.needs.Recordings, filepath.Base(r.File)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, NewProblem(http.StatusGone, "sound_missing", "The sound of this recording is not there any more: somebody has removed its file.")
	}
	return f, err
}

// soundResponses are the answers of a route that plays something.
func soundResponses() map[string]*huma.Response {
	wav := map[string]*huma.MediaType{"audio/wav": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
	return map[string]*huma.Response{
		"200": {Description: "The sound", Content: wav},
		"206": {Description: "The part of it that was asked for", Content: wav},
		"304": {Description: "It has not changed"},
		"416": {Description: "There is no such part", Content: map[string]*huma.MediaType{"text/plain": {}}},
	}
}

// sound serves a recording's file.
func (a *API) sound(r store.Recording, kind string) (*huma.StreamResponse, error) {
	f, err := a.soundFile(r)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer f.Close() // it was only read
		request, w := humago.Unwrap(c)
		disposition := "inline"
		if request.URL.Query().Get("save") == "true" {
			disposition = "attachment"
		}
		h := w.Header()
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Type", "audio/wav")
		h.Set("Content-Disposition", fmt.Sprintf("%s; filename=%q", disposition, kind+"-"+r.Started.Format("2006-01-02-150405")+".wav"))
		h.Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, request, "", r.Started, f)
	}}, nil
}

func (a *API) peaks(r store.Recording, p Points) (*body[media.Peaks], error) {
	f, err := a.soundFile(r)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was only read
	peaks, err := media.ReadPeaks(io.Reader(f), p.Points)
	if errors.Is(err, media.ErrNotAudio) {
		return nil, problemOf(http.StatusUnprocessableEntity, "not_audio", err)
	}
	return answer(peaks, err)
}

// removeSound removes the file of a recording whose row is gone.
func (a *API) removeSound(r store.Recording) error {
	if err := os.Remove(filepath.Join(a.needs.Recordings, filepath.Base(r.File))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the recording is removed from the list, but its sound is not: %w", err)
	}
	return nil
}
