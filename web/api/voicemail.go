package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"callflow/flowengine"
	"callflow/media"
	"callflow/store"
	"callflow/web/access"
)

// Message is a message in somebody's box.
type Message struct {
	ID     int64  `json:"id"`
	Box    string `json:"box" example:"user:alice"`
	Reason string `json:"reason" doc:"Why the caller reached voicemail, as a sentence."`
	Status string `json:"call_status,omitempty" doc:"The same as an outcome: busy, unanswered, …"`
	// Heard is zero while unread.
	Heard           time.Time `json:"heard,omitzero" doc:"When it was marked as heard; missing while it is unread."`
	Flagged         bool      `json:"flagged"`
	Note            string    `json:"note"`
	Transcript      string    `json:"transcript,omitempty"`
	TranscriptState string    `json:"transcript_state,omitempty" doc:"waiting, working, done or failed; missing when nobody asked for one."`
	TranscriptError string    `json:"transcript_error,omitempty" doc:"Why the last try failed."`
	Recording       Recording `json:"recording"`
}

func newMessage(ctx context.Context, v store.Voicemail) Message {
	return Message{ID: v.ID, Box: v.Box, Reason: read(ctx, v.Reason), Status: v.Status, Heard: v.Heard, Flagged: v.Flagged, Note: v.Note,
		Transcript: v.Transcript, TranscriptState: v.TranscriptState, TranscriptError: v.TranscriptError, Recording: newRecording(v.Recording)}
}

// MessageID is a path's message.
type MessageID struct {
	Message int64 `path:"message"`
}

// MessageQuery are the filters of a list of messages.
type MessageQuery struct {
	Period
	Page
	Caller string `query:"caller" doc:"Only from this number."`
	Unread bool   `query:"unread" doc:"Only those that nobody has heard."`
}

// MessageMark is what is noted about a message.
type MessageMark struct {
	Heard   *bool   `json:"heard,omitempty"`
	Flagged *bool   `json:"flagged,omitempty"`
	Note    *string `json:"note,omitempty" maxLength:"4000"`
}

func (a *API) voicemail() {
	const tag = "Voicemail"
	Register(a, Route{Method: "GET", Path: "/mailboxes", Right: access.View, Tag: tag, Summary: "List the boxes that have messages or settings"},
		func(ctx context.Context, _ *nothing) (*body[List[store.Mailbox]], error) {
			return whole(a.store.Mailboxes(ctx, company(ctx)))
		})
	Register(a, Route{Method: "GET", Path: "/voicemail", Right: access.View, Tag: tag, Summary: "List messages, newest first"},
		func(ctx context.Context, in *struct {
			MessageQuery
			Box string `query:"box" doc:"Only of this box." example:"user:alice"`
		}) (*body[List[Message]], error) {
			var boxes []string
			if in.Box != "" {
				boxes = []string{in.Box}
			}
			return a.messages(ctx, in.MessageQuery, boxes)
		})
	// What people do with messages of others, and the same with their own.
	a.messageRoutes(tag, "/voicemail/{message}", access.View, access.Admin, a.anyMessage)
	a.messageRoutes("Me", "/me/voicemail/{message}", access.Own, access.Own, a.ownMessage)
}

// finding finds a message, or refuses it.
type finding func(ctx context.Context, id int64) (store.Voicemail, error)

func (a *API) messageRoutes(tag, at string, look, change access.Right, find finding) {
	Register(a, Route{Method: "GET", Path: at, Right: look, Tag: tag, Summary: "Show a message, and what is said in it"},
		func(ctx context.Context, in *MessageID) (*body[Message], error) {
			v, err := find(ctx, in.Message)
			return answer(newMessage(ctx, v), err)
		})
	Register(a, Route{Method: "GET", Path: at + "/sound", Right: look, Tag: tag, Summary: "Play a message",
		Description: "A WAV file; parts of it by Range. It stays unread: mark it when it was heard.", Responses: soundResponses()},
		func(ctx context.Context, in *struct {
			MessageID
			Parts
		}) (*huma.StreamResponse, error) {
			v, err := find(ctx, in.Message)
			if err != nil {
				return nil, err
			}
			return a.sound(v.Recording, "message")
		})
	Register(a, Route{Method: "GET", Path: at + "/peaks", Right: look, Tag: tag, Summary: "Show a message's waveform"},
		func(ctx context.Context, in *struct {
			MessageID
			Points
		}) (*body[media.Peaks], error) {
			v, err := find(ctx, in.Message)
			if err != nil {
				return nil, err
			}
			return a.peaks(v.Recording, in.Points)
		})
	Register(a, Route{Method: "PATCH", Path: at, Right: change, Tag: tag, Summary: "Mark a message as heard, unread or flagged, or note something"},
		func(ctx context.Context, in *struct {
			MessageID
			Body MessageMark
		}) (*body[Message], error) {
			if _, err := find(ctx, in.Message); err != nil {
				return nil, err
			}
			v, err := a.store.MarkVoicemail(ctx, company(ctx), in.Message, store.VoicemailMark{Heard: in.Body.Heard, Flagged: in.Body.Flagged, Note: in.Body.Note})
			return answer(newMessage(ctx, v), err)
		})
	Register(a, Route{Method: "DELETE", Path: at, Right: change, Tag: tag, Summary: "Remove a message and its sound"},
		func(ctx context.Context, in *MessageID) (*nothing, error) {
			if _, err := find(ctx, in.Message); err != nil {
				return nil, err
			}
			v, err := a.store.RemoveVoicemail(ctx, company(ctx), in.Message)
			if err != nil {
				return nil, err
			}
			return nil, a.removeSound(v.Recording)
		})
	Register(a, Route{Method: "POST", Path: at + "/transcript", Right: change, Tag: tag, Status: http.StatusAccepted, Summary: "Turn a message into text, or try again",
		Description: "It is done beside; transcript_state tells how far it is."},
		func(ctx context.Context, in *MessageID) (*body[Message], error) {
			v, err := find(ctx, in.Message)
			if err != nil {
				return nil, err
			}
			return a.transcribe(ctx, v)
		})
}

func (a *API) anyMessage(ctx context.Context, id int64) (store.Voicemail, error) {
	return a.store.Voicemail(ctx, company(ctx), id)
}

// messages lists a page of messages of some boxes, of all without any.
func (a *API) messages(ctx context.Context, q MessageQuery, boxes []string) (*body[List[Message]], error) {
	f := store.VoicemailFilter{Boxes: boxes, Caller: q.Caller, Unread: q.Unread, Limit: q.Limit + 1}
	var err error
	if f.Since, f.Until, err = a.span(ctx, q.Period); err != nil {
		return nil, err
	}
	if q.After != "" {
		if _, err := fmt.Sscan(q.After, &f.Before); err != nil {
			return nil, NewProblem(http.StatusUnprocessableEntity, "invalid", "after is no place in this list: give the next of the page before.")
		}
	}
	found, err := a.store.Voicemails(ctx, company(ctx), f)
	if err != nil {
		return nil, err
	}
	page := List[Message]{Items: []Message{}}
	if len(found) > q.Limit {
		found = found[:q.Limit]
		page.Next = fmt.Sprint(found[q.Limit-1].ID)
	}
	for _, v := range found {
		page.Items = append(page.Items, newMessage(ctx, v))
	}
	return answer(page, nil)
}

// transcribe asks the outbox for a transcript.
func (a *API) transcribe(ctx context.Context, v store.Voicemail) (*body[Message], error) {
	if a.needs.Post == nil {
		return nil, NewProblem(http.StatusServiceUnavailable, "no_outbox", "Nothing here turns messages into text.")
	}
	if v.TranscriptState == store.TranscriptWorking {
		return nil, NewProblem(http.StatusConflict, "working", "This message is being turned into text at this moment.")
	}
	if err := a.store.AwaitTranscript(ctx, v.ID); err != nil {
		return nil, err
	}
	a.needs.Post(flowengine.Letter{ID: fmt.Sprintf("transcript-%d-%d", v.ID, a.now().UnixNano()), Company: company(ctx), Call: v.Recording.Call,
		Posted: a.now(), Content: flowengine.TranscriptLetter{Recording: v.Recording.ID, Box: v.Box}})
	after, err := a.store.Voicemail(ctx, company(ctx), v.ID)
	return answer(newMessage(ctx, after), err)
}
