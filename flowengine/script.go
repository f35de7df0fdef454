package flowengine

import (
	"context"
	"time"
)

// RunScript lends the call to an AGI script and waits until it is back. The
// time does not count for the session's limit, and the keys pressed meanwhile
// were for the script.
func (s *Session) RunScript(ctx context.Context, spec ScriptSpec) (ScriptEnded, error) {
	if s.gone {
		return ScriptEnded{}, ErrHungUp
	}
	scripter, ok := s.call.(Scripter)
	if !ok {
		return ScriptEnded{Name: spec.Name, Problem: "what drives this call cannot hand it to a script"}, nil
	}
	if err := scripter.RunScript(ctx, spec); err != nil {
		return ScriptEnded{}, s.failed(ctx, "handing the call to a script", err)
	}
	began := s.at.Entered // the same after a restart
	ended, err := s.awaitScript(ctx, spec.Name, began.Add(s.engine.Limits.Conversation))
	s.at.Exempt += s.Now().Sub(began)
	s.ForgetDigits()
	if err != nil || !ended.Answered || s.at.Answered {
		return ended, err
	}
	s.at.Answered = true
	s.save()
	return ended, s.beginRecording(ctx)
}

func (s *Session) awaitScript(ctx context.Context, name string, limit time.Time) (ScriptEnded, error) {
	for {
		event, err := s.pump(ctx, limit)
		if err != nil {
			return ScriptEnded{}, err
		}
		switch event := event.(type) {
		case ScriptEnded:
			if event.Name == name {
				return event, nil
			}
		case Elapsed:
			if !s.Now().Before(limit) {
				return ScriptEnded{}, ErrLimit
			}
		}
	}
}
