package api

import (
	"context"
	"fmt"
	"net/http"

	"callflow/store"
	"callflow/web/access"
)

// LetterID is a path's letter.
type LetterID struct {
	Letter int64 `path:"letter"`
}

func (a *API) outbox() {
	const tag = "Outbox"
	at := "/outbox/{letter}"
	Register(a, Route{Method: "GET", Path: "/outbox", Right: access.View, Tag: tag, Summary: "List letters, newest first",
		Description: "Mails, web requests and texts that wait, were sent, or could not be delivered (dead)."}, a.listLetters)
	Register(a, Route{Method: "GET", Path: at, Right: access.Admin, Tag: tag, Summary: "Show a letter, and why it could not be delivered"},
		func(ctx context.Context, in *LetterID) (*body[store.LetterDetails], error) {
			l, err := a.store.LetterDetails(ctx, company(ctx), in.Letter)
			return answer(readLetter(ctx, l), err)
		})
	Register(a, Route{Method: "POST", Path: at + "/retry", Right: access.Admin, Tag: tag, Summary: "Send a letter again that waits or is dead"},
		func(ctx context.Context, in *LetterID) (*body[store.LetterDetails], error) {
			if err := a.store.RetryLetter(ctx, company(ctx), in.Letter); err != nil {
				return nil, err
			}
			l, err := a.store.LetterDetails(ctx, company(ctx), in.Letter)
			return answer(readLetter(ctx, l), err)
		})
	Register(a, Route{Method: "POST", Path: "/outbox/retries", Right: access.Admin, Tag: tag, Summary: "Send letters again: these, or all that are dead"}, a.retryLetters)
	Register(a, Route{Method: "POST", Path: "/outbox/drops", Right: access.Admin, Tag: tag, Summary: "Forget letters: these, or all that are dead"}, a.dropLetters)
	Register(a, Route{Method: "DELETE", Path: at, Right: access.Admin, Tag: tag, Summary: "Forget a letter"},
		func(ctx context.Context, in *LetterID) (*nothing, error) {
			return nil, a.store.DropLetter(ctx, company(ctx), in.Letter)
		})
}

func (a *API) listLetters(ctx context.Context, in *struct {
	Page
	State  string `query:"state" enum:"waiting,sending,sent,dead"`
	Kind   string `query:"kind" doc:"mail, webhook, text or transcript."`
	Call   string `query:"call" doc:"Only those of this call."`
	Reason string `query:"reason" doc:"Only those with this in the reason why the last try failed."`
}) (*body[List[store.Letter]], error) {
	f := store.LetterFilter{Company: company(ctx), State: in.State, Kind: in.Kind, Call: in.Call, Reason: in.Reason, Limit: in.Limit + 1}
	if in.After != "" {
		if _, err := fmt.Sscan(in.After, &f.Before); err != nil {
			return nil, NewProblem(http.StatusUnprocessableEntity, "invalid", "after is no place in this list: give the next of the page before.")
		}
	}
	found, err := a.store.Letters(ctx, f)
	if err != nil {
		return nil, err
	}
	page := List[store.Letter]{Items: readLetters(ctx, found)}
	if len(found) > in.Limit {
		page.Items = found[:in.Limit]
		page.Next = fmt.Sprint(page.Items[in.Limit-1].ID)
	}
	return answer(page, nil)
}

// lettersMeant says which letters are to be sent again or dropped together.
type lettersMeant struct {
	Letters []int64 `json:"letters,omitempty" nullable:"false" maxItems:"1000" doc:"These, by their ids: all of them or none. Without, all that are dead."`
	Kind    string  `json:"kind,omitempty" doc:"Of the dead ones, only those of this kind: mail, webhook, text or transcript."`
	Reason  string  `json:"reason,omitempty" doc:"Of the dead ones, only those with this in the reason why they could not be delivered."`
}

// Lettered is how many letters were meant.
type Lettered struct {
	Letters int64 `json:"letters"`
}

func (a *API) retryLetters(ctx context.Context, in *struct{ Body *lettersMeant }) (*body[Lettered], error) {
	if in.Body == nil {
		in.Body = &lettersMeant{}
	}
	n, err := a.store.RetryLetters(ctx, company(ctx), in.Body.meant())
	return answer(Lettered{n}, err)
}

func (a *API) dropLetters(ctx context.Context, in *struct{ Body lettersMeant }) (*body[Lettered], error) {
	n, err := a.store.DropLetters(ctx, company(ctx), in.Body.meant())
	return answer(Lettered{n}, err)
}

func (m lettersMeant) meant() store.LettersMeant {
	return store.LettersMeant{IDs: m.Letters, Kind: m.Kind, Reason: m.Reason}
}
