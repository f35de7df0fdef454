package api

import (
	"context"
	"slices"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/explain"
	"callflow/store"
	"callflow/wording"
)

// read is what callflow has said before, and stored in English, in the reader's
// language.
func read(ctx context.Context, text string) string {
	return wording.Read(wording.From(ctx), text)
}

func readAll(ctx context.Context, texts []string) []string {
	if wording.From(ctx) == wording.English || texts == nil {
		return texts
	}
	there := make([]string, len(texts))
	for i, text := range texts {
		there[i] = read(ctx, text)
	}
	return there
}

// tellingDetails are those details of steps that are sentences.
var tellingDetails = []string{"legs", "problems", "not_taken", "recorded"}

// readSteps are the steps of a call with their reasons in the reader's language.
// Tests and simulations are made of the steps as they were.
func readSteps(ctx context.Context, steps []flowengine.StepDone) []flowengine.StepDone {
	if wording.From(ctx) == wording.English {
		return steps
	}
	steps = slices.Clone(steps)
	for i, s := range steps {
		steps[i].Why, steps[i].Warnings = read(ctx, s.Why), readAll(ctx, s.Warnings)
		steps[i].Details = readDetails(ctx, s.Details)
	}
	return steps
}

func readDetails(ctx context.Context, details map[string]any) map[string]any {
	if details == nil {
		return nil
	}
	there := make(map[string]any, len(details))
	for name, value := range details {
		if slices.Contains(tellingDetails, name) {
			value = readValue(ctx, value)
		}
		there[name] = value
	}
	return there
}

func readValue(ctx context.Context, value any) any {
	switch value := value.(type) {
	case string:
		return read(ctx, value)
	case []string:
		return readAll(ctx, value)
	case []any:
		there := make([]any, len(value))
		for i, one := range value {
			there[i] = readValue(ctx, one)
		}
		return there
	}
	return value
}

// readTrial is a simulated call with its reasons in the reader's language.
func readTrial(ctx context.Context, t authoring.Trial) authoring.Trial {
	t.Steps, t.End.Why = readSteps(ctx, t.Steps), read(ctx, t.End.Why)
	return t
}

// readWay is a way that a call would go with its reasons in the reader's language.
func readWay(ctx context.Context, way explain.Way) explain.Way {
	way.Steps = slices.Clone(way.Steps)
	for i, s := range way.Steps {
		way.Steps[i].Why, way.Steps[i].Warnings = read(ctx, s.Why), readAll(ctx, s.Warnings)
	}
	way.End = read(ctx, way.End)
	way.Choices = slices.Clone(way.Choices)
	for i, c := range way.Choices {
		way.Choices[i].Then = readWay(ctx, c.Then)
	}
	return way
}

// readLetters are letters with why they were not delivered in the reader's language.
func readLetters(ctx context.Context, letters []store.Letter) []store.Letter {
	for i, l := range letters {
		letters[i].Reason = read(ctx, l.Reason)
	}
	return letters
}

// readLetter is a letter with why each of its tries failed in the reader's language.
func readLetter(ctx context.Context, l store.LetterDetails) store.LetterDetails {
	l.Reason = read(ctx, l.Reason)
	for i, f := range l.Failures {
		l.Failures[i].Error = read(ctx, f.Error)
	}
	return l
}

// readCallbacks are callbacks with what came of their last tries in the reader's language.
func readCallbacks(ctx context.Context, callbacks []store.Callback) []store.Callback {
	for i, c := range callbacks {
		callbacks[i].Why = read(ctx, c.Why)
	}
	return callbacks
}
