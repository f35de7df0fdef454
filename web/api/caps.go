package api

import (
	"context"
	"strings"
	"time"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// Cap is what bounds calls and texts to numbers outside, with how much of it is used.
type Cap struct {
	store.Cap
	Used CapUse `json:"used"`
}

// CapUse is how much of a cap is used.
type CapUse struct {
	CallsHour  int     `json:"calls_hour" doc:"Phones outside that were rung within the last hour."`
	Concurrent int     `json:"concurrent" doc:"Those that are in use now."`
	MinutesDay float64 `json:"minutes_day" doc:"Minutes of conversations with them today."`
	TextsHour  int     `json:"texts_hour" doc:"Texts that went outside within the last hour."`
}

// CapChange is what to set; what is left out stays as it is.
type CapChange struct {
	CallsHour  *int      `json:"calls_hour,omitempty" minimum:"-1" doc:"How many phones outside may be rung within an hour; -1 for no limit."`
	Concurrent *int      `json:"concurrent,omitempty" minimum:"-1" doc:"How many at a time; -1 for no limit."`
	MinutesDay *int      `json:"minutes_day,omitempty" minimum:"-1" doc:"How many minutes conversations with them may last a day; -1 for no limit."`
	TextsHour  *int      `json:"texts_hour,omitempty" minimum:"-1" doc:"How many texts may go outside within an hour; -1 for no limit."`
	Allowed    *[]string `json:"allowed,omitempty" maxItems:"1000" doc:"Numbers that begin so may be called, abroad and at extra cost too."`
	Forbidden  *[]string `json:"forbidden,omitempty" maxItems:"1000" doc:"Numbers that begin so may not. Of both lists the longest prefix counts."`
}

func (c CapChange) apply(to *store.Cap) {
	put(&to.CallsHour, c.CallsHour)
	put(&to.Concurrent, c.Concurrent)
	put(&to.MinutesDay, c.MinutesDay)
	put(&to.TextsHour, c.TextsHour)
	put(&to.Allowed, c.Allowed)
	put(&to.Forbidden, c.Forbidden)
}

func (a *API) caps() {
	const tag = "Caps"
	Register(a, Route{Method: "GET", Path: "/caps", Right: access.View, Tag: tag, Summary: "List what bounds calls and texts to numbers outside, and how much of it is used",
		Description: "The company's first, then those of users. Without other rules, numbers of the company's own country may be called, but for those that cost extra; short numbers may, and nothing abroad. The ETag is that of what is set in the whole list, and so is the one of a change."}, a.listCaps)
	Register(a, Route{Method: "PATCH", Path: "/caps", Right: access.Admin, Tag: tag, Summary: "Change the company's caps",
		Description: "It takes effect on the very next call."}, a.setCompanyCap)
	Register(a, Route{Method: "PATCH", Path: "/caps/{user}", Right: access.Admin, Tag: tag, Summary: "Change a user's caps"}, a.setUserCap)
	Register(a, Route{Method: "DELETE", Path: "/caps/{user}", Right: access.Admin, Tag: tag, Summary: "Take a user's caps away",
		Description: "The company's still hold for the user."}, a.removeUserCap)
}

func (a *API) capsNow(ctx context.Context) ([]Cap, error) {
	all, err := a.store.Caps(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	outside := store.NewOutside(a.store, clock(a.now))
	shown := []Cap{}
	for _, c := range all {
		who := ""
		if c.User != "" {
			who = "user:" + c.User
		}
		used, err := outside.Usage(ctx, company(ctx), who)
		if err != nil {
			return nil, err
		}
		shown = append(shown, Cap{c, CapUse{used.CallsHour, used.Concurrent, used.Talked.Minutes(), used.TextsHour}})
	}
	return shown, nil
}

// clock is a function as the time for the store.
type clock func() time.Time

// Now implements [flowengine.Clock].
func (c clock) Now() time.Time { return c() }

func (a *API) listCaps(ctx context.Context, _ *nothing) (*tagged[List[Cap]], error) {
	now, err := a.capsNow(ctx)
	if err != nil {
		return nil, err
	}
	set := []store.Cap{}
	for _, c := range now {
		set = append(set, c.Cap)
	}
	tag, err := contentTag(set)
	return &tagged[List[Cap]]{tag, List[Cap]{Items: now}}, err
}

// capOf is the cap of a user, or of the company; one that was never set bounds nothing.
func (a *API) capOf(ctx context.Context, user string) (Cap, error) {
	all, err := a.capsNow(ctx)
	if err != nil {
		return Cap{}, err
	}
	for _, c := range all {
		if strings.EqualFold(c.User, user) {
			return c, nil
		}
	}
	u, err := a.store.User(ctx, company(ctx), user)
	return Cap{Cap: store.NoCap(u.Name)}, err
}

func (a *API) setCompanyCap(ctx context.Context, in *struct {
	IfMatch
	Body struct {
		CapChange
		Alert *string `json:"alert,omitempty" doc:"Who gets a mail when a cap refuses a call; empty for nobody."`
	}
}) (*tagged[Cap], error) {
	return a.editCap(ctx, "", in.IfMatch, func(c *store.Cap) {
		in.Body.CapChange.apply(c)
		put(&c.Alert, in.Body.Alert)
	})
}

func (a *API) setUserCap(ctx context.Context, in *struct {
	UserPath
	IfMatch
	Body CapChange
}) (*tagged[Cap], error) {
	return a.editCap(ctx, in.User, in.IfMatch, in.Body.apply)
}

func (a *API) removeUserCap(ctx context.Context, in *struct {
	UserPath
	IfMatch
}) (*nothing, error) {
	_, err := edit(a, in.IfMatch, capsThing(), func() ([]store.Cap, error) { return a.store.Caps(ctx, company(ctx)) }, func([]store.Cap) error {
		return a.store.RemoveCap(ctx, company(ctx), in.User)
	})
	return nil, err
}

// capsThing is what 412 calls the list of caps.
func capsThing() wording.Phrase { return wording.Of("What bounds calls to numbers outside") }

func (a *API) editCap(ctx context.Context, user string, m IfMatch, change func(*store.Cap)) (*tagged[Cap], error) {
	return editOf(a, m, capsThing(), func() ([]store.Cap, error) { return a.store.Caps(ctx, company(ctx)) }, func() (Cap, error) {
		c, err := a.capOf(ctx, user)
		if err != nil {
			return Cap{}, err
		}
		change(&c.Cap)
		if err := a.store.SetCap(ctx, company(ctx), c.Cap); err != nil {
			return Cap{}, err
		}
		return a.capOf(ctx, user)
	})
}
