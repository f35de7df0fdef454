package store

import (
	"context"
	"errors"

	"callflow/flowengine"
	"callflow/wording"
)

// NumberChange is what to change about numbers; nil leaves it. An empty flow
// takes it away.
type NumberChange struct {
	Service, Group, Driver *string
	VoiceFlow, TextFlow    *string
}

// ChangeNumbers changes many numbers alike: all of them or none. It returns them
// as they are then.
func (s *Store) ChangeNumbers(ctx context.Context, company string, numbers []string, change NumberChange) ([]Number, error) {
	after := []Number{}
	err := s.change(ctx, company, func(t *tx) error {
		after = after[:0]
		for _, number := range numbers {
			n, err := t.changeNumber(number, change)
			if err != nil {
				return err
			}
			after = append(after, n)
		}
		return nil
	})
	return after, err
}

func (t *tx) changeNumber(number string, change NumberChange) (Number, error) {
	before, err := numberByName(t.ctx, t, t.company, number)
	if err != nil {
		return before, err
	}
	n := before
	for to, value := range map[*string]*string{&n.Service: change.Service, &n.Group: change.Group, &n.Driver: change.Driver} {
		if value != nil {
			*to = *value
		}
	}
	if err := errors.Join(checkNumberTexts(n), checkDriver(n.Driver)); err != nil {
		return n, err
	}
	if _, err := t.exec("change a number", `UPDATE numbers SET service = ?, service_group = ?, driver = ? WHERE id = ?`, n.Service, n.Group, n.Driver, n.ID); err != nil {
		return n, err
	}
	for _, f := range []struct {
		flow         *string
		kind, column string
	}{{change.VoiceFlow, "voice", "voice_flow_id"}, {change.TextFlow, "text", "text_flow_id"}} {
		if f.flow == nil {
			continue
		}
		if err := t.giveFlow(n, *f.flow, f.kind, f.column); err != nil {
			return n, err
		}
	}
	if n, err = numberByName(t.ctx, t, t.company, number); err != nil || n == before {
		return n, err
	}
	return n, t.audit("number.change", "number", n.Number, before, n)
}

// WrongKind is what is wrong with a flow of this kind where one of the other is meant.
func WrongKind(kind flowengine.Kind) wording.Phrase {
	if kind == flowengine.Text {
		return wording.Of("it is a text flow")
	}
	return wording.Of("it is a voice flow")
}

// giveFlow lets a number run a flow of this kind, or none.
func (t *tx) giveFlow(n Number, flow, kind, column string) error {
	if flow == "" {
		_, err := t.exec("unassign a number", `UPDATE numbers SET `+column+` = NULL WHERE id = ?`, n.ID)
		return err
	}
	f, err := flowByName(t.ctx, t, t.company, flow)
	if err != nil {
		return err
	}
	if string(f.Kind) != kind {
		return &InvalidError{Field: kind + " flow", Value: flow, Problem: WrongKind(f.Kind)}
	}
	_, err = t.assign(n, flow)
	return err
}

// RemoveNumbers removes many numbers: all of them or none. Their calls stay in
// the history.
func (s *Store) RemoveNumbers(ctx context.Context, company string, numbers []string) error {
	return s.change(ctx, company, func(t *tx) error {
		for _, number := range numbers {
			if err := t.removeNumber(number); err != nil {
				return err
			}
		}
		return nil
	})
}
