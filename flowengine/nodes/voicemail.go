package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Voicemail takes a spoken message.
type Voicemail struct {
	Box        string  `json:"box" jsonschema:"minLength=1" jsonschema_description:"Whose message it is: user:alice or group:sales."`
	Greeting   string  `json:"greeting" jsonschema_description:"What is played before, an audio or a text to speak. A key ends it."`
	Own        bool    `json:"own_greeting" jsonschema_description:"Whether the greeting that the owner of the box has recorded is played instead, if there is one."`
	MaxS       float64 `json:"max_s" jsonschema:"minimum=1,maximum=3600" jsonschema_description:"The longest message, in seconds."`
	MinS       float64 `json:"min_s" jsonschema:"minimum=0,maximum=60" jsonschema_description:"A shorter message is dropped, in seconds."`
	FinishOn   string  `json:"finish_on" jsonschema:"pattern=^[0-9*#]*$" jsonschema_description:"The keys that end the message."`
	Beep       bool    `json:"beep" jsonschema_description:"Whether a beep tells when to speak."`
	Transcribe bool    `json:"transcribe,omitempty" jsonschema_description:"Whether the message is turned into text."`
	Email      *Mail   `json:"email,omitempty" jsonschema_description:"Who is told by mail."`
}

const defaultVoicemailGreeting = "sound:vm-intro"

func newVoicemail() flowengine.Runner {
	return &Voicemail{Greeting: defaultVoicemailGreeting, Own: true, MaxS: 180, MinS: 2, FinishOn: "#", Beep: true}
}

// Outcomes implements [flowengine.Runner].
func (*Voicemail) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the caller ended the message, or it reached its longest time"}}
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Voicemail) WaitsForCaller() bool { return true }

// Check implements [flowengine.Checker].
func (n *Voicemail) Check(c *flowengine.Check) {
	if kind, name, _ := strings.Cut(n.Box, ":"); (kind != "user" && kind != "group") || name == "" {
		c.Error("box", "bad_box", "the box is “%s”: write user:NAME or group:NAME", n.Box)
	}
	if n.MinS >= n.MaxS {
		c.Error("min_s", "out_of_range", "min_s is %g, no less than max_s (%g), so that no message could be kept: make it smaller", n.MinS, n.MaxS)
	}
	checkSound(c, "greeting", n.Greeting)
	n.checkMail(c)
}

// voicemailState is what a voicemail keeps for a restart, once it records.
type voicemailState struct {
	Name  string    `json:"name"`
	Since time.Time `json:"since"`
}

// Run implements [flowengine.Runner].
func (n *Voicemail) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	var state voicemailState
	if !s.Kept(&state) {
		if err := s.Answer(ctx); err != nil {
			return flowengine.Result{}, err
		}
		s.ForgetDigits()
		if err := n.greet(ctx, s); err != nil {
			return n.leftBefore(ctx, s, err), err
		}
		s.ForgetDigits()
		state = voicemailState{Name: s.RecordingName(0), Since: s.Now()}
		s.Keep(state)
	}
	_, err := s.RecordCaller(ctx, flowengine.RecordSpec{
		Name: state.Name, Max: seconds(n.MaxS), FinishOn: n.FinishOn, Beep: n.Beep,
	})
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return flowengine.Result{}, err
	}
	result, kept := n.keep(ctx, s, state)
	result.Outcome = "done"
	toldBy(&result, n.tell(ctx, s, kept, result.Why))
	return result, err
}

// leftBefore is the end for a caller who left during the greeting: the mail is
// sent all the same.
func (n *Voicemail) leftBefore(ctx context.Context, s *flowengine.Session, err error) flowengine.Result {
	result := flowengine.Result{Why: "The caller hung up before leaving a message.", Details: map[string]any{"box": n.Box}}
	if errors.Is(err, flowengine.ErrHungUp) {
		toldBy(&result, n.tell(ctx, s, flowengine.KeptRecording{}, result.Why))
	}
	return result
}

// transcriptLetter tells the job of transcribing from the step's mails.
const transcriptLetter = 90

// greet plays the owner's greeting, else the flow's.
func (n *Voicemail) greet(ctx context.Context, s *flowengine.Session) error {
	if boxes := s.Services().Mailboxes; n.Own && boxes != nil {
		own, err := boxes.Greeting(ctx, n.Box)
		if err == nil {
			return s.PlayMedia(ctx, own.Sound, true)
		}
		if !errors.Is(err, flowengine.ErrNoSuch) {
			s.Warn("The greeting of %s cannot be had, so the flow's is played: %v", n.Box, err)
		}
	}
	if n.Greeting == "" {
		return nil
	}
	return s.PlayInterruptible(ctx, sound(s, n.Greeting))
}

// keep stores the message, whether or not the caller is still there.
func (n *Voicemail) keep(ctx context.Context, s *flowengine.Session, state voicemailState) (flowengine.Result, flowengine.KeptRecording) {
	kept, err := s.KeepRecording(ctx, flowengine.Recording{
		Name: state.Name, Started: state.Since, Voicemail: n.Box, Shortest: seconds(n.MinS), Reason: s.CameBy(), Status: s.Status(),
		Transcribe: n.Transcribe,
	})
	details := map[string]any{"box": n.Box, "message_s": tenths(kept.Duration)}
	switch {
	case errors.Is(err, flowengine.ErrNoRecording):
		return flowengine.Result{Why: "The caller left no message.", Details: details}, kept
	case err != nil:
		return flowengine.Result{Why: "The message could not be stored.", Details: details}, kept
	case kept.ID == 0:
		return flowengine.Result{Why: fmt.Sprintf("The caller's message of %s was shorter than %g s and was dropped.",
			kept.Duration.Round(100*time.Millisecond), n.MinS), Details: details}, kept
	}
	details["recording"] = kept.ID
	if n.Transcribe {
		s.Post(transcriptLetter, flowengine.TranscriptLetter{Recording: kept.ID, Box: n.Box})
	}
	return flowengine.Result{
		Why:     fmt.Sprintf("The caller left a message of %s for %s.", kept.Duration.Round(100*time.Millisecond), n.Box),
		Details: details, Values: map[string]any{"recording": kept.ID, "message_s": tenths(kept.Duration)},
	}, kept
}
