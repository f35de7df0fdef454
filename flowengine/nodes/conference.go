package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Conference lets the caller talk with the other callers in a room.
type Conference struct {
	Room             string `json:"room" jsonschema:"minLength=1,maxLength=64" jsonschema_description:"The conference's name. All who come to the same name meet. {{ expressions }} are filled in."`
	Moderator        bool   `json:"moderator,omitempty" jsonschema_description:"Whether the caller is a moderator."`
	WaitForModerator bool   `json:"wait_for_moderator,omitempty" jsonschema_description:"Whether the caller waits until a moderator is there."`
	EndWithModerator bool   `json:"end_with_moderator,omitempty" jsonschema_description:"Whether the conference ends for the caller when the last moderator leaves."`
	WaitAudio        string `json:"wait_audio" jsonschema_description:"What is heard while there is nobody to talk to: music, music:CLASS, an audio or a text to speak, again and again."`
	Record           bool   `json:"record,omitempty" jsonschema_description:"Whether the conversation is recorded."`
	Notice           string `json:"notice,omitempty" jsonschema_description:"What the caller hears before, an audio or a text to speak: that the conference is recorded."`
}

func newConference() flowengine.Runner { return &Conference{WaitAudio: "music"} }

// Outcomes implements [flowengine.Runner].
func (*Conference) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the caller left by # or *, or the conference ended with its moderator"}}
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Conference) WaitsForCaller() bool { return true }

// Needs implements [flowengine.Needy].
func (*Conference) Needs() []flowengine.Capability {
	return []flowengine.Capability{flowengine.Confers}
}

// Check implements [flowengine.Checker].
func (n *Conference) Check(c *flowengine.Check) {
	switch {
	case n.Record && n.Notice == "":
		c.Error("notice", "missing_notice", "it records the conference without saying so: set the notice that callers hear")
	case !n.Record && n.Notice != "":
		c.Warn("notice", "unused", "there is a notice, but nothing is recorded: remove it, or switch record on")
	}
	if n.Moderator && n.WaitForModerator {
		c.Warn("wait_for_moderator", "unused", "a moderator does not wait for one: remove wait_for_moderator")
	}
	c.Template("room", n.Room)
	checkSound(c, "wait_audio", n.WaitAudio)
	checkSound(c, "notice", n.Notice)
}

// leaveConference are the keys by which a caller leaves.
const leaveConference = "#*"

// conferenceState is what a conference keeps for a restart.
type conferenceState struct {
	Room  string `json:"room"`
	Heard bool   `json:"heard,omitempty"` // the notice
}

// Run implements [flowengine.Runner].
func (n *Conference) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	var state conferenceState
	resumed := s.Kept(&state)
	if !resumed {
		if err := s.Answer(ctx); err != nil {
			return flowengine.Result{}, err
		}
		state.Room = s.Text(n.Room)
		s.Keep(state)
	}
	if n.Record && !state.Heard {
		if err := s.Play(ctx, sound(s, n.Notice)); err != nil {
			return flowengine.Result{Why: "The caller hung up before entering the conference."}, err
		}
		state.Heard = true
		s.Keep(state)
		resumed = false
	}
	conferred, err := s.Confer(ctx, n.spec(s, state, resumed))
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return flowengine.Result{}, err
	}
	result := n.result(state, conferred)
	if err != nil {
		result.Why = fmt.Sprintf("The caller hung up in the conference %s.", state.Room)
	}
	if err == nil && n.Record {
		n.keep(ctx, s, &result)
	}
	return result, err
}

func (n *Conference) spec(s *flowengine.Session, state conferenceState, resumed bool) flowengine.ConferSpec {
	spec := flowengine.ConferSpec{
		Room: state.Room, Moderator: n.Moderator, NeedsModerator: n.WaitForModerator && !n.Moderator,
		EndsWithModerator: n.EndWithModerator, Record: n.Record, Leave: leaveConference, Resumed: resumed,
	}
	if n.WaitAudio == "music" || strings.HasPrefix(n.WaitAudio, "music:") {
		spec.Wait = ringback(n.WaitAudio)
	} else if n.WaitAudio != "" {
		spec.WaitAudio = sound(s, n.WaitAudio)
	}
	return spec
}

func (n *Conference) result(state conferenceState, c flowengine.Conferred) flowengine.Result {
	result := flowengine.Result{
		Outcome: "done",
		Details: map[string]any{"room": state.Room, "talked_s": tenths(c.Talked), "most": c.Most},
		Values:  map[string]any{"room": state.Room, "talked_s": tenths(c.Talked)},
	}
	talked := c.Talked.Round(100 * time.Millisecond)
	switch {
	case c.Unsupported:
		result.Why = "This call cannot take part in a conference: what drives it has no such means."
	case c.Key != 0:
		result.Why = fmt.Sprintf("The caller left by %c after %s with others in the conference %s.", c.Key, talked, state.Room)
	default:
		result.Why = fmt.Sprintf("The conference ended for the caller after %s with others in the conference %s.", talked, state.Room)
	}
	return result
}

// keep stores what this call has recorded of the conference.
func (n *Conference) keep(ctx context.Context, s *flowengine.Session, result *flowengine.Result) {
	kept, was, err := s.StopRecordingStep(ctx)
	switch {
	case err != nil:
		s.Warn("The conference has no recording: %v", err)
	case was:
		result.Details["recording"] = kept.ID
	}
}
