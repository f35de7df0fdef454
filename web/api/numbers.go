package api

import (
	"context"
	"net/http"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// NumberPath is a path's number.
type NumberPath struct {
	Number string `path:"number" maxLength:"64" doc:"The number or extension, such as +61299990000."`
}

// numberChange is what to change about numbers.
type numberChange struct {
	Service   *string `json:"service,omitempty" doc:"Its service name."`
	Group     *string `json:"group,omitempty" doc:"Its service group."`
	VoiceFlow *string `json:"voice_flow,omitempty" doc:"The flow that its calls run; empty takes it away."`
	TextFlow  *string `json:"text_flow,omitempty" doc:"The flow that its texts run; empty takes it away."`
	Driver    *string `json:"driver,omitempty" enum:"ari,agi" doc:"By which driver its calls come. The dialplan decides; this lets checks know it."`
}

func (c numberChange) change() store.NumberChange {
	return store.NumberChange{Service: c.Service, Group: c.Group, VoiceFlow: c.VoiceFlow, TextFlow: c.TextFlow, Driver: c.Driver}
}

func (a *API) numbers() {
	const tag = "Numbers"
	Register(a, Route{Method: "GET", Path: "/numbers", Right: access.View, Tag: tag, Summary: "List numbers",
		Description: "As CSV it is all of them, and can be imported again."}, a.listNumbers)
	Register(a, Route{Method: "POST", Path: "/numbers", Right: access.Admin, Tag: tag, Status: http.StatusCreated, Summary: "Add a number"}, a.addNumber)
	Register(a, Route{Method: "PATCH", Path: "/numbers", Right: access.Admin, Tag: tag, Summary: "Change many numbers alike",
		Description: "All of them or none. It takes effect on the very next call. A draft is refused.",
		Fields:      map[string]string{"voice flow": "change.voice_flow", "text flow": "change.text_flow", "service": "change.service", "group": "change.group"}}, a.setNumbers)
	Register(a, Route{Method: "POST", Path: "/numbers/removals", Right: access.Admin, Tag: tag, Status: http.StatusNoContent, Summary: "Remove many numbers",
		Description: "All of them or none. Their calls stay in the history."}, a.removeNumbers)
	Register(a, Route{Method: "GET", Path: "/numbers/{number}", Right: access.View, Tag: tag, Summary: "Show a number"}, a.showNumber)
	Register(a, Route{Method: "PATCH", Path: "/numbers/{number}", Right: access.Admin, Tag: tag, Summary: "Change a number"}, a.setNumber)
	Register(a, Route{Method: "DELETE", Path: "/numbers/{number}", Right: access.Admin, Tag: tag, Summary: "Remove a number",
		Description: "Its calls stay in the history."}, a.removeNumber)
}

func (a *API) listNumbers(ctx context.Context, in *struct {
	Table
	Search     string `query:"q" doc:"Only with this part of a number; spaces and punctuation do not count."`
	Service    string `query:"service" doc:"Only with this service name."`
	Group      string `query:"group" doc:"Only in this service group."`
	Flow       string `query:"flow" doc:"Only those that run this flow."`
	Unassigned bool   `query:"unassigned" doc:"Only those that run no flow for calls: their callers hear that there is no service."`
}) (*body[List[store.Number]], error) {
	most := in.most()
	found, err := a.store.Numbers(ctx, company(ctx), store.NumberFilter{Number: in.Search, Service: in.Service, Group: in.Group, Flow: in.Flow,
		Unassigned: in.Unassigned, After: in.After, Limit: most + 1})
	return page(found, most, err, func(n store.Number) string { return n.Number })
}

func (a *API) addNumber(ctx context.Context, in *struct {
	Body struct {
		Number    string `json:"number" doc:"The number or extension." example:"+61 2 9999 0000"`
		Service   string `json:"service,omitempty" doc:"Its service name."`
		Group     string `json:"group,omitempty" doc:"Its service group."`
		VoiceFlow string `json:"voice_flow,omitempty" doc:"The flow that its calls run."`
		TextFlow  string `json:"text_flow,omitempty" doc:"The flow that its texts run."`
		Driver    string `json:"driver,omitempty" enum:"ari,agi" default:"ari" doc:"By which driver its calls come."`
	}
}) (*tagged[store.Number], error) {
	b := in.Body
	for flow, kind := range map[string]flowengine.Kind{b.VoiceFlow: flowengine.Voice, b.TextFlow: flowengine.Text} {
		if err := a.kindOf(ctx, flow, kind); err != nil {
			return nil, err
		}
	}
	return versioned(a.desk.AddNumber(ctx, company(ctx), store.Number{Number: b.Number, Service: b.Service, Group: b.Group,
		VoiceFlow: b.VoiceFlow, TextFlow: b.TextFlow, Driver: b.Driver}))
}

// kindOf refuses a flow of another kind; one that is not there is refused by others.
func (a *API) kindOf(ctx context.Context, flow string, kind flowengine.Kind) error {
	f, err := a.store.Flow(ctx, company(ctx), flow)
	if flow == "" || err != nil || f.Kind == kind {
		return nil
	}
	return &store.InvalidError{Field: string(kind) + " flow", Value: flow, Problem: store.WrongKind(f.Kind)}
}

func (a *API) setNumbers(ctx context.Context, in *struct {
	Body struct {
		Numbers []string     `json:"numbers" minItems:"1" maxItems:"10000" doc:"Which ones."`
		Change  numberChange `json:"change" doc:"What to change about each of them."`
	}
}) (*body[List[store.Number]], error) {
	return whole(a.desk.ChangeNumbers(ctx, company(ctx), in.Body.Numbers, in.Body.Change.change()))
}

func (a *API) removeNumbers(ctx context.Context, in *struct {
	Body struct {
		Numbers []string `json:"numbers" minItems:"1" maxItems:"10000" doc:"Which ones."`
	}
}) (*nothing, error) {
	return nil, a.store.RemoveNumbers(ctx, company(ctx), in.Body.Numbers)
}

func (a *API) showNumber(ctx context.Context, in *NumberPath) (*tagged[store.Number], error) {
	return versioned(a.store.Number(ctx, company(ctx), in.Number))
}

func (a *API) setNumber(ctx context.Context, in *struct {
	NumberPath
	IfMatch
	Body numberChange
}) (*tagged[store.Number], error) {
	return edit(a, in.IfMatch, wording.Say("The number %s", in.Number),
		func() (store.Number, error) { return a.store.Number(ctx, company(ctx), in.Number) },
		func(before store.Number) error {
			_, err := a.desk.ChangeNumbers(ctx, company(ctx), []string{before.Number}, in.Body.change())
			return err
		})
}

func (a *API) removeNumber(ctx context.Context, in *NumberPath) (*nothing, error) {
	return nil, a.store.RemoveNumber(ctx, company(ctx), in.Number)
}
