package main

import (
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// traceOut is a call with its steps, as JSON shows it.
type traceOut struct {
	callOut
	Steps []flowengine.StepDone `json:"steps"`
	// Sounds are the recordings of the call.
	Sounds []recordingOut `json:"recording_files"`
	// Score is how the call was judged, if somebody has.
	Score *int `json:"score,omitempty"`
}

// trace reads a call with everything that belongs to it.
func (in *invocation) trace() (traceOut, error) {
	c, err := in.call(in.Args().First())
	if err != nil {
		return traceOut{}, err
	}
	out := traceOut{callOut: newCallOut(c), Sounds: []recordingOut{}}
	steps, err := in.store.Steps(in.ctx, c.ID)
	if err != nil {
		return out, err
	}
	out.Steps = list(steps)
	if score, ok, err := in.store.CallScore(in.ctx, c.ID); err != nil {
		return out, err
	} else if ok {
		out.Score = &score.Score
	}
	if c.Company == "" {
		return out, nil // to a number that nobody has
	}
	sounds, err := in.store.Recordings(in.ctx, c.Company, store.RecordingFilter{Call: c.ID})
	for _, r := range sounds {
		out.Sounds = append(out.Sounds, in.recordingOut(r))
	}
	return out, err
}

func callShow(in *invocation) error {
	t, err := in.trace()
	if err != nil || in.Bool("json") {
		return orFound(err, in.jsonIf(err == nil, t))
	}
	c := t.Call
	o := in.out
	o.field("call", c.ID)
	o.field("from", caller(c))
	o.field("to", c.Number)
	if c.Flow != "" {
		o.field("flow", fmt.Sprintf("%s, revision %d", c.Flow, c.Revision))
	}
	o.field("company", c.Company)
	o.field("started", clock(c.Started))
	o.field("ended", clock(c.Ended))
	o.field("lasted", lasted(c))
	o.field("end", strings.TrimSpace(string(c.Outcome)+"  "+c.Why))
	if c.Cause != 0 {
		o.field("cause", fmt.Sprint(int(c.Cause)))
	}
	if c.AnsweredBy != "" {
		o.field("answered by", fmt.Sprintf("%s, talked %s", c.AnsweredBy, length(c.Talked)))
	}
	if t.Score != nil {
		o.field("score", fmt.Sprint(*t.Score))
	}
	for _, r := range t.Sounds {
		o.field("recording", fmt.Sprintf("%s, %s", r.Path, tenths(time.Duration(r.Seconds*float64(time.Second)))))
	}
	o.printf("\n")
	steps := o.table("step", "node", "label", "type", "outcome", "after", "why")
	for _, s := range t.Steps {
		steps.row(s.Seq, calledIn(s)+s.Node, s.Label, s.Type, s.Outcome, tenths(s.Left.Sub(s.Entered)), s.Why)
	}
	steps.print("No steps.")
	return nil
}

// jsonIf prints a value as JSON when there is one.
func (in *invocation) jsonIf(ok bool, v any) error {
	if !ok {
		return nil
	}
	return in.out.json(v)
}

func callTrace(in *invocation) error {
	t, err := in.trace()
	if err != nil || in.Bool("json") {
		return orFound(err, in.jsonIf(err == nil, t))
	}
	c := t.Call
	in.out.head(fmt.Sprintf("Call %s", c.ID), caller(c), c.Number, c.Flow, c.Revision)
	line := clock(c.Started)
	if c.Company != "" && c.Company != store.DefaultCompany {
		line += " · company " + c.Company
	}
	if c.AnsweredBy != "" {
		line += " · talked " + length(c.Talked) + " with " + strings.TrimPrefix(c.AnsweredBy, "user:")
	}
	if c.Voicemail != "" {
		line += " · message for " + strings.TrimPrefix(c.Voicemail, "user:")
	}
	in.out.printf("%s · lasted %s\n\n", clean(line), lasted(c))
	l := timeline{out: in.out, start: c.Started}
	for _, s := range t.Steps {
		l.step(s, nil) // what was heard is not kept
	}
	if c.Ended.IsZero() {
		return in.goingOn(l, c)
	}
	l.end(c.Ended, c.Outcome, c.Why, c.Cause)
	return nil
}

// goingOn draws where a call is that has not ended.
func (in *invocation) goingOn(l timeline, c store.Call) error {
	open, err := in.store.OpenCheckpoints(in.ctx)
	if err != nil {
		return err
	}
	for _, at := range open {
		if at.Call.ID == c.ID {
			l.mark(at.Entered, "●", cyan, strings.Repeat("› ", len(at.Stack))+in.out.in(bold, clean(at.Node))+"  …")
		}
	}
	l.mark(now(), "…", cyan, "going on")
	return nil
}
