package authoring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
	"callflow/flowengine/simulator"
	"callflow/store"
)

// Trial is a simulated call, as JSON shows it.
type Trial struct {
	Flow     string    `json:"flow"`
	Revision int       `json:"revision,omitempty"`
	Progress int       `json:"progress"`
	Caller   string    `json:"caller"`
	Number   string    `json:"number"`
	At       time.Time `json:"at"`
	// Steps are the way through the flow, Heard what everybody heard.
	Steps []flowengine.StepDone `json:"steps" nullable:"false"`
	Heard []Heard               `json:"heard" nullable:"false"`
	End   End                   `json:"end"`
	Vars  map[string]any        `json:"vars,omitempty"`
	// Texts are those that were accepted for delivery.
	Texts []Texted `json:"texts,omitempty"`
	// Messages is how many recordings and messages were kept.
	Messages int `json:"messages"`
	// After are the variables and the nodes' values once each step was left.
	After []simulator.Known `json:"after,omitempty"`
}

// Heard is something heard; times count from the start.
type Heard struct {
	At    float64          `json:"at_s"`
	For   float64          `json:"for_s"`
	Party flowengine.Party `json:"party"`
	What  string           `json:"what"`
	Cut   bool             `json:"cut,omitempty"`
}

// Texted is a text that was accepted.
type Texted struct {
	From string `json:"from"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// End is a call's end.
type End struct {
	At         float64              `json:"at_s"`
	Reason     flowengine.EndReason `json:"reason"`
	Why        string               `json:"why"`
	Cause      flowengine.Cause     `json:"cause,omitempty"`
	AnsweredBy string               `json:"answered_by,omitempty"`
	Talked     float64              `json:"talked_s"`
}

// Tried makes a Trial of what came of a simulated call.
func Tried(flow string, revision, progress int, script simulator.Script, out simulator.Outcome) Trial {
	t := Trial{
		Flow: flow, Revision: revision, Progress: progress, Caller: script.Caller, Number: script.Number, At: script.At,
		Steps: out.Trace, Heard: []Heard{}, Vars: out.Vars, Messages: len(out.Kept), After: out.After,
		End: End{seconds(out.Ended.At.Sub(script.At)), out.Ended.Reason, out.Ended.Why, out.Ended.Cause, out.Ended.AnsweredBy, seconds(out.Ended.Talked)},
	}
	if t.Steps == nil {
		t.Steps = []flowengine.StepDone{}
	}
	for _, m := range out.Texts {
		t.Texts = append(t.Texts, Texted{m.From, m.To, m.Body})
	}
	for _, h := range out.Heard {
		party := h.Party
		if party == flowengine.Caller {
			party = "caller"
		}
		t.Heard = append(t.Heard, Heard{seconds(h.At), seconds(h.For), party, h.What, h.Cut})
	}
	return t
}

func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }

// World are the ports of a simulated call that sees a company's users, groups,
// sounds, queues and history, without what a call would change. number, when
// it is empty, becomes the flow's first one.
func (d *Desk) World(ctx context.Context, company, flow, number string) (simulator.Options, error) {
	o := simulator.Options{Company: company, Number: flowengine.NumberInfo{Number: number}}
	sounds, err := d.Store.AudioList(ctx, company)
	if err != nil {
		return o, err
	}
	library := simulator.Library{Catalog: d.Store.Catalog(company), Durations: map[string]time.Duration{}}
	for _, a := range sounds {
		library.Durations["audio:"+a.Name] = a.Duration
	}
	directory := d.Store.Directory(company)
	o.Services = flowengine.Services{
		Audio: library, Directory: directory, Answers: d.Store.Answers(company), Numbering: numbering.Of(directory.NumberCountry),
		History: d.Store.EarlierCalls(company), Tracking: d.Store.Tracking(company),
		Flows: store.NewRoutes(d.Store, d.Registry.Compile, nil).Flows(company),
	}
	if err := d.queues(ctx, company, &o); err != nil {
		return o, err
	}
	numbers, err := d.Store.Numbers(ctx, company, store.NumberFilter{Flow: flow})
	if err != nil && !errors.Is(err, flowengine.ErrNoSuch) { // a flow that was never saved has no numbers
		return o, err
	}
	for _, n := range numbers {
		if number == "" || store.NormalNumber(number) == n.Number {
			o.Number = flowengine.NumberInfo{Number: n.Number, Service: n.Service, Group: n.Group}
			break
		}
	}
	return o, nil
}

func (d *Desk) queues(ctx context.Context, company string, o *simulator.Options) error {
	queues, err := d.Store.Queues(ctx, company)
	if err != nil {
		return err
	}
	c, err := d.Store.Company(ctx, company)
	if err != nil {
		return err
	}
	for _, q := range queues {
		if q.Timezone == "" {
			q.Timezone = c.Timezone
		}
		o.Queues = append(o.Queues, &simulator.Queue{Definition: q})
	}
	return nil
}

// Zone is the time zone in which people read and write a simulation's times:
// the one that is asked for, else the one of the flow's time nodes, else the
// company's.
func (d *Desk) Zone(ctx context.Context, company, name string, flow *flowengine.Flow) (*time.Location, error) {
	if name == "" {
		name = FlowZone(flow)
	}
	if name == "" {
		c, err := d.Store.Company(ctx, company)
		if err != nil {
			return nil, err
		}
		name = c.Timezone
	}
	return LoadZone(name)
}

// LoadZone is the time zone of a name.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("the time zone %q is unknown: write one such as Australia/Sydney", name)
	}
	return zone, nil
}

// FlowZone is the time zone of a flow's time nodes, "" if they have none or
// several.
func FlowZone(flow *flowengine.Flow) (zone string) {
	for _, n := range flow.Nodes {
		var params struct {
			Timezone string `json:"timezone"`
		}
		if n == nil || n.Type != "time" || json.Unmarshal(n.Params, &params) != nil || params.Timezone == "" {
			continue
		}
		if _, err := time.LoadLocation(params.Timezone); err != nil || zone != "" && zone != params.Timezone {
			return "" // several, or none that is known: the check says so
		}
		zone = params.Timezone
	}
	return zone
}
