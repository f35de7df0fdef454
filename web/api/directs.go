package api

import (
	"context"
	"errors"
	"maps"
	"net/http"

	"callflow/flowengine/templates"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// directSwitches are what can be set about a direct flow.
const directSwitches = "The switches: voicemail, transcribe and record are yes or no; greeting, notice and sorry are audio:NAME or a text; mail is addresses with commas between them; ring_s is seconds."

func (a *API) directs() {
	const tag = "Direct flows"
	at := "/direct-flows/{number}"
	Register(a, Route{Method: "GET", Path: "/direct-flows", Right: access.View, Tag: tag, Summary: "List numbers that lead straight to a user"}, a.listDirects)
	Register(a, Route{Method: "POST", Path: "/direct-flows", Right: access.Flows, Tag: tag, Status: http.StatusCreated, Summary: "Lead a number to a user",
		Description: "Adds the number if it is not there yet, makes the flow, publishes it and gives it to the number. " + directSwitches}, a.addDirect)
	Register(a, Route{Method: "GET", Path: at, Right: access.View, Tag: tag, Summary: "Show how a number leads to its user"}, a.showDirect)
	Register(a, Route{Method: "PATCH", Path: at, Right: access.Flows, Tag: tag, Summary: "Change how a number leads to its user",
		Description: "What is left out stays as it is; it takes effect on the very next call. " + directSwitches}, a.setDirect)
	Register(a, Route{Method: "DELETE", Path: at, Right: access.Flows, Tag: tag, Summary: "Remove a number's direct flow",
		Description: "The number stays: its callers hear that there is no service."}, a.removeDirect)
	Register(a, Route{Method: "POST", Path: at + "/convert", Right: access.Flows, Tag: tag, Summary: "Make a direct flow a business flow, for good",
		Description: "It can then be edited like any other, and no longer by its switches. Its calls go on as they did."}, a.convertDirect)
}

// Direct is a direct flow with its id.
type Direct struct {
	ID int64 `json:"flow_id"`
	store.Direct
}

func (a *API) listDirects(ctx context.Context, _ *nothing) (*body[List[store.Direct]], error) {
	return whole(a.store.Directs(ctx, company(ctx)))
}

func (a *API) direct(ctx context.Context, number string) (Direct, error) {
	d, err := a.store.Direct(ctx, company(ctx), number)
	if err != nil {
		return Direct{}, err
	}
	f, err := a.store.Flow(ctx, company(ctx), d.Flow)
	return Direct{f.ID, d}, err
}

func (a *API) addDirect(ctx context.Context, in *struct {
	Body struct {
		Number   string            `json:"number" example:"101"`
		User     string            `json:"user" doc:"Whom it leads to." example:"alice"`
		Name     string            `json:"name,omitempty" maxLength:"128" doc:"The flow's name; Direct NUMBER by default."`
		Switches map[string]string `json:"switches,omitempty"`
	}
}) (*tagged[Direct], error) {
	switches := map[string]string{"voicemail": "no"}
	maps.Copy(switches, in.Body.Switches)
	_, err := a.desk.AddDirect(ctx, company(ctx), in.Body.Number, store.Direct{Flow: in.Body.Name, User: in.Body.User, Switches: switches})
	if err != nil {
		return nil, wrongSwitch(err)
	}
	return versioned(a.direct(ctx, in.Body.Number))
}

// wrongSwitch is the refusal of a switch that cannot be set so.
func wrongSwitch(err error) error {
	var wrong *templates.ValueError
	if errors.As(err, &wrong) {
		return problemOf(http.StatusUnprocessableEntity, "invalid", wrong)
	}
	return err
}

func (a *API) showDirect(ctx context.Context, in *NumberPath) (*tagged[Direct], error) {
	return versioned(a.direct(ctx, in.Number))
}

func (a *API) setDirect(ctx context.Context, in *struct {
	NumberPath
	IfMatch
	Body struct {
		User     *string           `json:"user,omitempty"`
		Switches map[string]string `json:"switches,omitempty" doc:"Those to change."`
	}
}) (*tagged[Direct], error) {
	return edit(a, in.IfMatch, wording.Of("The direct flow"), func() (Direct, error) { return a.direct(ctx, in.Number) }, func(d Direct) error {
		put(&d.User, in.Body.User)
		d.Switches = maps.Clone(d.Switches)
		maps.Copy(d.Switches, in.Body.Switches)
		_, err := a.desk.SetDirect(ctx, company(ctx), in.Number, d.Direct)
		return wrongSwitch(err)
	})
}

func (a *API) removeDirect(ctx context.Context, in *NumberPath) (*nothing, error) {
	d, err := a.direct(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	return nil, a.store.RemoveFlow(ctx, company(ctx), d.Flow, true)
}

func (a *API) convertDirect(ctx context.Context, in *NumberPath) (*body[Flow], error) {
	d, err := a.store.ConvertDirect(ctx, company(ctx), in.Number)
	if err != nil {
		return nil, err
	}
	return a.named(ctx, d.Flow)
}
