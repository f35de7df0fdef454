package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/foreign"
	"callflow/flowengine/scenario"
	"callflow/web/access"
	"callflow/wording"
)

// typeYAML is the media type of YAML, see RFC 9512.
const typeYAML = "application/yaml"

func (a *API) exports() {
	const tag = "Flows"
	export := Route{Method: "GET", Path: "/flows/{flow}/export", Right: access.View, Tag: tag, Summary: "Export a flow as a document to import elsewhere",
		Description: "In JSON, or with Accept: application/yaml in YAML; as=scenario makes a list of actions of a flow that is one chain, in YAML."}
	Register(a, export, a.exportFlow)
	edited := Route{Method: "POST", Path: "/exports", Right: access.View, Tag: tag, Summary: "Write a flow as it is edited as a document to import elsewhere",
		Description: "Nothing is saved. In JSON, or with Accept: application/yaml in YAML; as=scenario makes a list of actions of a flow that is one chain, in YAML."}
	Register(a, edited, a.exportEdited)
	for _, route := range []Route{export, edited} {
		a.document(route).Responses["200"] = &huma.Response{Description: "The document.", Content: map[string]*huma.MediaType{
			"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}, typeYAML: {Schema: &huma.Schema{Type: huma.TypeString}}}}
	}
	Register(a, Route{Method: "POST", Path: "/imports", Right: access.Flows, Tag: tag, MaxBody: 8 << 20, Summary: "Read a flow of a file, a scenario, or another system",
		Description: "Nothing is saved: the answer is the flow's document, with what it lacks and what became of the other system's parts. Save it with POST /flows."}, a.importFlow)
}

// exported is a flow's document in the form that was asked for.
type exported struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (a *API) exportFlow(ctx context.Context, in *struct {
	FlowID
	Revision int    `query:"revision" minimum:"0" doc:"Which revision; the newest one by default."`
	As       string `query:"as" enum:"flow,scenario" default:"flow"`
	Accept   string `header:"Accept" hidden:"true"`
}) (*exported, error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	r, err := a.store.Revision(ctx, company(ctx), f.Name, in.Revision)
	if err != nil {
		return nil, err
	}
	return a.export(r.Document, in.As, in.Accept)
}

func (a *API) exportEdited(_ context.Context, in *struct {
	As     string `query:"as" enum:"flow,scenario" default:"flow"`
	Accept string `header:"Accept" hidden:"true"`
	Body   struct {
		Document json.RawMessage `json:"document" doc:"The whole flow document."`
	}
}) (*exported, error) {
	flow, err := parse(in.Body.Document)
	if err != nil {
		return nil, err
	}
	return a.export(flow, in.As, in.Accept)
}

func (a *API) export(flow *flowengine.Flow, as, accept string) (*exported, error) {
	out := &exported{ContentType: typeYAML, Disposition: `attachment; filename="flow.yaml"`}
	var err error
	if as == "scenario" {
		out.Body, err = scenario.Write(flow, a.desk.Registry)
		var no *scenario.NotAChainError
		if errors.As(err, &no) {
			return nil, problemOf(http.StatusConflict, "not_a_chain", err)
		}
		return out, err
	}
	if inYAML := strings.Contains(accept, "yaml"); !inYAML {
		out.ContentType, out.Disposition = "application/json", `attachment; filename="flow.json"`
	}
	out.Body, err = authoring.Export(flow, out.ContentType == typeYAML)
	return out, err
}

// ImportedFlow is a flow that was read of a file.
type ImportedFlow struct {
	Document json.RawMessage      `json:"document,omitempty" doc:"The flow; none when nothing could be read."`
	Findings []flowengine.Finding `json:"findings" nullable:"false" doc:"What it lacks, and what of the file would be lost."`
	Complete bool                 `json:"complete" doc:"Whether it could be published."`
	Whole    bool                 `json:"whole" doc:"Whether all of the file could be read; if not, something of it would be lost with the document, and the findings say what."`
	Foreign  *foreign.Result      `json:"foreign,omitempty" doc:"What became of the parts of another system's flow."`
}

func (a *API) importFlow(ctx context.Context, in *struct {
	Body struct {
		From  string            `json:"from" enum:"callflow,scenario,twilio-studio,kazoo,openvbx" doc:"Whose form it has."`
		Text  string            `json:"text" minLength:"1" doc:"The file's content: JSON, or for callflow and scenario YAML too."`
		Name  string            `json:"name,omitempty" maxLength:"128" doc:"The flow's name, if not that of the file."`
		Names map[string]string `json:"names,omitempty" doc:"What another system knows by an id, to its name here."`
	}
}) (*body[ImportedFlow], error) {
	b := in.Body
	out := ImportedFlow{Findings: []flowengine.Finding{}}
	var form []flowengine.Finding
	var flow *flowengine.Flow
	var places *flowengine.Document // with the lines of the file
	switch b.From {
	case "callflow":
		if places, form = flowengine.ParseFlow([]byte(b.Text)); places != nil {
			flow = places.Flow
		}
	case "scenario":
		chain, findings := scenario.Parse([]byte(b.Text))
		if form = findings; chain != nil {
			flow = chain.Flow
		}
	default:
		result, err := foreign.Import(b.From, []byte(b.Text), foreign.Options{Name: b.Name, Names: b.Names, Language: wording.From(ctx)})
		if err != nil {
			return nil, problemOf(http.StatusUnprocessableEntity, "malformed", err)
		}
		flow, out.Foreign = result.Flow, result
		if out.Foreign.Parts == nil {
			out.Foreign.Parts = []foreign.Part{}
		}
	}
	report := flowengine.Report{}.With(form...)
	if flow != nil {
		if b.Name != "" {
			flow.Name = b.Name
		}
		if places == nil {
			places = &flowengine.Document{Flow: flow}
		}
		report = a.desk.Check(ctx, company(ctx), places).With(form...)
		text, err := json.Marshal(flow)
		if err != nil {
			return nil, fmt.Errorf("write a flow: %w", err)
		}
		out.Document = text
	}
	if report.Findings != nil {
		out.Findings = report.In(wording.From(ctx)).Findings
	}
	out.Complete = flow != nil && report.Complete()
	out.Whole = flow != nil && len(form) == 0
	return answer(out, nil)
}
