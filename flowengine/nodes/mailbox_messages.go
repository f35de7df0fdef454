package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// count tells how many messages there are.
func (n *Mailbox) count(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	if err := v.recount(ctx, s); err != nil {
		return flowengine.Result{}, err
	}
	v.keep(s)
	outcome := "messages"
	if v.New+v.Old == 0 {
		outcome = "empty"
	}
	counts := map[string]any{"new": v.New, "old": v.Old}
	if err := n.tell(ctx, s, counted(v.MessageCount)...); err != nil {
		return flowengine.Result{}, err
	}
	return flowengine.Result{
		Outcome: outcome, Why: fmt.Sprintf("%s has %d new and %d old messages.", v.Box, v.New, v.Old), Details: counts, Values: counts,
	}, nil
}

// counted says numbers of messages in Asterisk's sounds: "You have two new and
// one old message".
func counted(c flowengine.MessageCount) []string {
	if c.New+c.Old == 0 {
		return []string{"sound:vm-youhave", "sound:vm-no", "sound:vm-messages"}
	}
	said := []string{"sound:vm-youhave"}
	last := c.New
	if c.New > 0 {
		said = append(said, fmt.Sprintf("number:%d", c.New), "sound:vm-INBOX")
	}
	if c.Old > 0 {
		if c.New > 0 {
			said = append(said, "sound:vm-and")
		}
		said = append(said, fmt.Sprintf("number:%d", c.Old), "sound:vm-Old")
		last = c.Old
	}
	if last == 1 {
		return append(said, "sound:vm-message")
	}
	return append(said, "sound:vm-messages")
}

// heardState is what playing a message keeps for a restart.
type heardState struct {
	Message int64 `json:"message"`
	Told    int   `json:"told"` // sounds of the announcement that are over
}

// next plays the next message.
func (n *Mailbox) next(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	var state heardState
	if s.Kept(&state) {
		return n.play(ctx, s, v, state)
	}
	m, err := s.Services().Mailboxes.Next(ctx, v.Box, v.Place)
	if errors.Is(err, flowengine.ErrNoSuch) {
		v.Message = 0
		v.keep(s)
		if err := n.tell(ctx, s, "sound:vm-nomore"); err != nil {
			return flowengine.Result{}, err
		}
		return flowengine.Result{Outcome: "empty", Why: "There are no more messages."}, nil
	}
	if err != nil {
		return flowengine.Result{}, err
	}
	v.Message, v.Place.Old, v.Place.ID = m.ID, m.Old, m.ID
	v.keep(s)
	state = heardState{Message: m.ID}
	s.Keep(state)
	return n.play(ctx, s, v, state)
}

// again plays the open message once more.
func (n *Mailbox) again(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	state := heardState{Message: v.Message}
	s.Kept(&state)
	return n.play(ctx, s, v, state)
}

// play plays a message after telling from whom it is. It is marked as heard
// when it was: to its end, or until a key.
func (n *Mailbox) play(ctx context.Context, s *flowengine.Session, v visit, state heardState) (flowengine.Result, error) {
	m, err := s.Services().Mailboxes.Message(ctx, v.Box, state.Message)
	if errors.Is(err, flowengine.ErrNoSuch) {
		return flowengine.Result{Outcome: "empty", Why: "No message is open: it was deleted, or none was played."}, nil
	}
	if err != nil {
		return flowengine.Result{}, err
	}
	for from := n.from(m); state.Told < len(from); {
		if err := s.PlayInterruptible(ctx, from[state.Told]); err != nil {
			return flowengine.Result{}, err
		}
		state.Told++
		s.Keep(state)
	}
	if err := s.PlayMedia(ctx, m.Sound, true); err != nil {
		return flowengine.Result{}, err
	}
	if err := s.Services().Mailboxes.MarkHeard(ctx, v.Box, m.ID, true); err != nil {
		s.Warn("Message %d could not be marked as heard: %v", m.ID, err)
	}
	values := map[string]any{"message": m.ID, "caller": m.Caller, "left": m.Left.UTC().Format("2006-01-02 15:04")}
	return flowengine.Result{Outcome: "played", Why: fmt.Sprintf("Message %d was played.", m.ID), Details: map[string]any{"message": m.ID, "box": v.Box}, Values: values}, nil
}

// from tells from whom a message is.
func (n *Mailbox) from(m flowengine.Message) []string {
	switch {
	case !n.Announce:
		return nil
	case m.Caller == "":
		return []string{"sound:vm-from", "sound:vm-unknown-caller"}
	case strings.Trim(m.Caller, "+0123456789") != "":
		return nil // a name, which Asterisk has no sound for
	}
	return []string{"sound:vm-from-phonenumber", "digits:" + strings.TrimPrefix(m.Caller, "+")}
}

// mark marks the open message as heard, or as new.
func (n *Mailbox) mark(ctx context.Context, s *flowengine.Session, v visit, heard bool) (flowengine.Result, error) {
	if v.Message == 0 {
		return flowengine.Result{Outcome: "done", Why: "No message is open."}, nil
	}
	err := s.Services().Mailboxes.MarkHeard(ctx, v.Box, v.Message, heard)
	if err != nil && !errors.Is(err, flowengine.ErrNoSuch) {
		return flowengine.Result{}, err
	}
	if err := n.tell(ctx, s, "sound:vm-msgsaved"); err != nil {
		return flowengine.Result{}, err
	}
	why := "Message %d was saved."
	if !heard {
		why = "Message %d is new again."
	}
	return flowengine.Result{Outcome: "done", Why: fmt.Sprintf(why, v.Message), Details: map[string]any{"message": v.Message, "box": v.Box}}, nil
}

// delete removes the open message.
func (n *Mailbox) delete(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	if v.Message == 0 {
		return flowengine.Result{Outcome: "done", Why: "No message is open."}, nil
	}
	if err := s.Services().Mailboxes.Delete(ctx, v.Box, v.Message); err != nil {
		return flowengine.Result{}, err
	}
	if err := n.tell(ctx, s, "sound:vm-deleted"); err != nil {
		return flowengine.Result{}, err
	}
	result := flowengine.Result{Outcome: "done", Why: fmt.Sprintf("Message %d was deleted.", v.Message), Details: map[string]any{"message": v.Message, "box": v.Box}}
	v.Message = 0
	v.keep(s)
	return result, nil
}
