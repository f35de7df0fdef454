package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"callflow/media"
	"callflow/store"
	"callflow/web/access"
)

// greetingRoutes are what people do with a box's own greeting.
func (a *API) greetingRoutes(tag, at string, look, change access.Right, looks, changes picking) {
	Register(a, Route{Method: "PUT", Path: at, Right: change, Tag: tag, MaxBody: maxUpload, Summary: "Give a mailbox a greeting of its own, from a file",
		Description: "WAV, MP3, Ogg Vorbis, FLAC or AIFF. Callers of the box hear it from the next time on."},
		func(ctx context.Context, in *struct {
			BoxPath
			IfMatch
			RawBody huma.MultipartFormFiles[struct {
				File huma.FormFile `form:"file" contentType:"application/octet-stream" required:"true" doc:"The sound."`
			}]
		}) (*tagged[MailboxSettings], error) {
			form := in.RawBody.Data()
			defer form.File.Close() // it was only read
			return a.greet(ctx, changes, in.Box, in.IfMatch, func() (media.Sound, error) { return a.sounds.Add(ctx, form.File, form.File.Filename) })
		})
	Register(a, Route{Method: "PUT", Path: at + "/speech", Right: change, Tag: tag, Summary: "Give a mailbox a greeting of its own, from text"},
		func(ctx context.Context, in *struct {
			BoxPath
			IfMatch
			Body Speech
		}) (*tagged[MailboxSettings], error) {
			return a.greet(ctx, changes, in.Box, in.IfMatch, func() (media.Sound, error) { return a.say(ctx, &in.Body) })
		})
	Register(a, Route{Method: "DELETE", Path: at, Right: change, Tag: tag, Status: http.StatusOK, Summary: "Take a mailbox's own greeting away",
		Description: "Callers hear the flow's greeting again."},
		func(ctx context.Context, in *struct {
			BoxPath
			IfMatch
		}) (*tagged[MailboxSettings], error) {
			box, err := changes(ctx, in.Box)
			if err != nil {
				return nil, err
			}
			return a.changeBox(ctx, box, in.IfMatch, store.MailboxChange{Greeting: &store.MailboxGreeting{}})
		})
	Register(a, Route{Method: "GET", Path: at + "/sound", Right: look, Tag: tag, Summary: "Play a mailbox's own greeting",
		Description: "A WAV file; parts of it by Range.", Responses: soundResponses()},
		func(ctx context.Context, in *struct {
			BoxPath
			Parts
		}) (*huma.StreamResponse, error) {
			m, err := a.greeting(ctx, looks, in.Box)
			if err != nil {
				return nil, err
			}
			return a.librarySound(m.Greeting, "greeting", in.Parts)
		})
	Register(a, Route{Method: "GET", Path: at + "/peaks", Right: look, Tag: tag, Summary: "Show the waveform of a mailbox's own greeting"},
		func(ctx context.Context, in *struct {
			BoxPath
			Points
		}) (*body[media.Peaks], error) {
			m, err := a.greeting(ctx, looks, in.Box)
			if err != nil {
				return nil, err
			}
			return a.libraryPeaks(m.Greeting, in.Points)
		})
}

// greet gives a box a greeting. Whose box it is counts before a sound is made.
func (a *API) greet(ctx context.Context, changes picking, path string, m IfMatch, make func() (media.Sound, error)) (*tagged[MailboxSettings], error) {
	box, err := changes(ctx, path)
	if err != nil {
		return nil, err
	}
	if _, err := a.mailbox(ctx, BoxPath{box}); err != nil {
		return nil, err
	}
	sound, err := make()
	if err != nil {
		return nil, err
	}
	set, err := a.changeBox(ctx, box, m, store.MailboxChange{Greeting: &store.MailboxGreeting{Hash: sound.Hash, Length: sound.Duration}})
	if err != nil {
		return nil, err
	}
	return set, a.sweep(ctx)
}

func (a *API) greeting(ctx context.Context, looks picking, path string) (MailboxSettings, error) {
	box, err := looks(ctx, path)
	if err != nil {
		return MailboxSettings{}, err
	}
	m, err := a.mailbox(ctx, BoxPath{box})
	if err == nil && m.Greeting == "" {
		err = NewProblem(http.StatusNotFound, "no_greeting", "This mailbox has no greeting of its own; callers hear the flow's.")
	}
	return m, err
}

func (a *API) listOwnBoxes(ctx context.Context, _ *nothing) (*body[List[MailboxSettings]], error) {
	boxes, err := a.ownBoxes(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]MailboxSettings, len(boxes))
	for i, box := range boxes {
		if out[i], err = a.mailbox(ctx, BoxPath{box}); err != nil {
			return nil, err
		}
	}
	return whole(out, nil)
}

// anyOwnBox is a person's box or that of one of the person's groups. Others are
// as if they were not there.
func (a *API) anyOwnBox(ctx context.Context, path string) (string, error) {
	boxes, err := a.ownBoxes(ctx)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(boxes, func(b string) bool { return strings.EqualFold(b, path) })
	if at < 0 {
		return "", NewProblem(http.StatusNotFound, "not_found", "There is no such box among yours.")
	}
	return boxes[at], nil
}

// ownBox is the box of nobody else: what a group's callers hear is not for each
// of its members to change.
func (a *API) ownBox(ctx context.Context, path string) (string, error) {
	box, err := a.anyOwnBox(ctx, path)
	if err == nil && !strings.HasPrefix(box, "user:") {
		err = NewProblem(http.StatusForbidden, "group_box", "This is the box of a group: an administrator changes it.")
	}
	return box, err
}
