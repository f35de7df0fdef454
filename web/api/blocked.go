package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// BlockedPath is a path's blocked caller.
type BlockedPath struct {
	Caller string `path:"caller" maxLength:"64" doc:"The number, or the beginning of numbers."`
	Prefix bool   `query:"prefix" doc:"Whether it is the beginning of numbers."`
}

func (a *API) blockedCallers() {
	const tag = "Unwanted callers"
	Register(a, Route{Method: "GET", Path: "/blocked-callers", Right: access.View, Tag: tag, Summary: "List blocked callers"}, a.listBlocked)
	Register(a, Route{Method: "POST", Path: "/blocked-callers", Right: access.Admin, Tag: tag, Status: http.StatusNoContent, Summary: "Block a caller",
		Description: "A national number is taken for one of the company's country. It takes effect on the very next call. One who is blocked already gets the new reason."}, a.block)
	Register(a, Route{Method: "POST", Path: "/blocked-callers/import", Right: access.Admin, Tag: tag, MaxBody: maxNumberFile, Summary: "Block many callers from a CSV file",
		Description: "The first line names the columns: number, and any of prefix (true or false) and reason; created is passed over, so that the list as CSV can be imported. Commas or semicolons separate. " +
			"Who is blocked already gets the new reason. With any bad line nothing is imported, and the answer lists all of them."}, a.importBlocked)
	Register(a, Route{Method: "DELETE", Path: "/blocked-callers/{caller}", Right: access.Admin, Tag: tag, Summary: "Let a caller in again"}, a.unblock)
	Register(a, Route{Method: "GET", Path: "/caller-policies", Right: access.View, Tag: tag, Summary: "List what becomes of blocked and of hidden callers",
		Description: "The first two hold for all numbers, the others for single ones. The ETag is that of the whole list, and so is the one of a change."}, a.listPolicies)
	Register(a, Route{Method: "PUT", Path: "/caller-policies/{callers}", Right: access.Admin, Tag: tag, Summary: "Say what becomes of blocked or of hidden callers"}, a.setPolicy)
	Register(a, Route{Method: "DELETE", Path: "/caller-policies/{callers}", Right: access.Admin, Tag: tag, Summary: "Take back what was said about blocked or hidden callers",
		Description: "Those of a number are treated as everybody's again, those of the company as by default."}, a.removePolicy)
}

func (a *API) listBlocked(ctx context.Context, in *struct {
	Search string `query:"q" doc:"Only those with this in their number or reason."`
}) (*body[List[store.BlockedCaller]], error) {
	all, err := a.store.BlockedCallers(ctx, company(ctx))
	found := slices.DeleteFunc(all, func(b store.BlockedCaller) bool {
		return !contains(b.Reason, in.Search) && !strings.Contains(b.Number, searched(in.Search))
	})
	return whole(found, err)
}

// searched is a part of a number as numbers are kept: without what people write
// between the digits, and without the 0 before a national one.
func searched(text string) string {
	digits := store.NormalNumber(text)
	if national, ok := strings.CutPrefix(digits, "0"); ok && national != "" {
		return national
	}
	return digits
}

func (a *API) block(ctx context.Context, in *struct {
	Body struct {
		Number string `json:"number" example:"0412 345 678"`
		Prefix bool   `json:"prefix,omitempty" doc:"Block all callers whose numbers begin so."`
		Reason string `json:"reason,omitempty" doc:"For the list and the history."`
	}
}) (*nothing, error) {
	b := store.BlockedCaller{Number: in.Body.Number, Prefix: in.Body.Prefix, Reason: in.Body.Reason}
	if !b.Prefix {
		var err error
		if b.Number, err = a.store.FullNumber(ctx, company(ctx), b.Number); err != nil {
			return nil, err
		}
	}
	return nil, a.store.BlockCaller(ctx, company(ctx), b)
}

func (a *API) importBlocked(ctx context.Context, in *struct {
	DryRun  bool   `query:"dry_run" doc:"Only try it: count what would be done, and list what is wrong."`
	RawBody []byte `contentType:"text/csv"`
}) (*body[Imported], error) {
	result, err := a.store.ImportBlocked(ctx, company(ctx), bytes.NewReader(in.RawBody), in.DryRun)
	return answer(Imported{result, in.DryRun}, err)
}

func (a *API) unblock(ctx context.Context, in *BlockedPath) (*nothing, error) {
	err := a.store.UnblockCaller(ctx, company(ctx), in.Caller, in.Prefix)
	var missing *store.NotFoundError
	if errors.As(err, &missing) && !in.Prefix {
		full, readErr := a.store.FullNumber(ctx, company(ctx), in.Caller)
		if readErr != nil {
			return nil, readErr
		}
		if full != in.Caller && a.store.UnblockCaller(ctx, company(ctx), full, false) == nil {
			return nil, nil
		}
	}
	return nil, err
}

func (a *API) policies(ctx context.Context) ([]store.Policy, error) {
	return a.store.Policies(ctx, company(ctx))
}

func (a *API) listPolicies(ctx context.Context, _ *nothing) (*tagged[List[store.Policy]], error) {
	return seen(a.policies(ctx))
}

func (a *API) setPolicy(ctx context.Context, in *struct {
	Callers string `path:"callers" enum:"blocked,hidden" doc:"Which callers."`
	IfMatch
	Body struct {
		Number  string `json:"number,omitempty" doc:"Only for calls to this number; without it for all."`
		Action  string `json:"action" enum:"allow,hangup,message,flow"`
		Cause   int    `json:"cause,omitempty" minimum:"0" maximum:"127" doc:"The Q.850 cause that they are hung up with, such as 21, call rejected."`
		Message string `json:"message,omitempty" doc:"What they hear before they are hung up: audio:NAME, or say: and a text."`
		Flow    string `json:"flow,omitempty" doc:"The flow that their calls run."`
	}
}) (*tagged[List[store.Policy]], error) {
	b := in.Body
	return editOf(a, in.IfMatch, wording.Of("What becomes of unwanted callers"), func() ([]store.Policy, error) { return a.policies(ctx) }, func() (List[store.Policy], error) {
		err := a.store.SetPolicy(ctx, company(ctx), store.Policy{Callers: in.Callers, Number: b.Number, Action: b.Action, Cause: b.Cause, Message: b.Message, Flow: b.Flow})
		if err != nil {
			return List[store.Policy]{}, err
		}
		all, err := a.policies(ctx)
		return List[store.Policy]{Items: all}, err
	})
}

func (a *API) removePolicy(ctx context.Context, in *struct {
	Callers string `path:"callers" enum:"blocked,hidden" doc:"Which callers."`
	Number  string `query:"number" doc:"Those of calls to this number; without it, of all."`
	IfMatch
}) (*tagged[List[store.Policy]], error) {
	return editOf(a, in.IfMatch, wording.Of("What becomes of unwanted callers"), func() ([]store.Policy, error) { return a.policies(ctx) }, func() (List[store.Policy], error) {
		if err := a.store.RemovePolicy(ctx, company(ctx), in.Callers, in.Number); err != nil {
			return List[store.Policy]{}, err
		}
		all, err := a.policies(ctx)
		return List[store.Policy]{Items: all}, err
	})
}
