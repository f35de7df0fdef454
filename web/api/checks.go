package api

import (
	"context"
	"encoding/json"

	"callflow/flowengine"
	"callflow/web/access"
	"callflow/wording"
)

// Checked is what a check of a document found.
type Checked struct {
	flowengine.Report
	Progress int  `json:"progress" doc:"The share of checks that hold, in percent."`
	Complete bool `json:"complete" doc:"Whether it could be published."`
	// Outcomes are each node's exits with the params that it has.
	Outcomes map[string][]flowengine.Outcome `json:"outcomes" doc:"Node id to the exits that the node has with its params; nodes of unknown types are left out."`
	Hash     string                          `json:"hash" doc:"Identifies the content without its layout."`
}

func (a *API) checks() {
	Register(a, Route{Method: "POST", Path: "/checks", Right: access.View, Tag: "Flows", Summary: "Check a document without saving it",
		Description: "What it lacks, its progress, and the exits of each of its nodes. The builder asks this while somebody edits."}, a.checkDocument)
}

func (a *API) checkDocument(ctx context.Context, in *struct {
	Body struct {
		Document json.RawMessage `json:"document"`
	}
}) (*body[Checked], error) {
	reader := wording.From(ctx)
	doc, form := flowengine.ParseFlow(in.Body.Document)
	if doc == nil {
		return answer(Checked{Report: flowengine.Report{}.With(form...).In(reader), Outcomes: map[string][]flowengine.Outcome{}}, nil)
	}
	report := a.desk.Check(ctx, company(ctx), doc).With(form...).In(reader)
	if report.Findings == nil {
		report.Findings = []flowengine.Finding{}
	}
	c := Checked{Report: report, Progress: report.Progress(), Complete: report.Complete(), Hash: doc.Flow.Hash(),
		Outcomes: a.desk.Outcomes(ctx, company(ctx), doc)}
	for id, outcomes := range c.Outcomes {
		c.Outcomes[id] = outcomesIn(reader, outcomes)
	}
	return answer(c, nil)
}
