package api

import (
	"bytes"
	"time"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
)

// madeTest is a flow test made of a call, in the order in which people write it.
type madeTest struct {
	Name   string         `yaml:"name"`
	Given  map[string]any `yaml:"given"`
	Expect map[string]any `yaml:"expect"`
}

// test writes the trial as a flow test, which expects the way that the call has
// taken.
func (t Trial) test(name string, steps []flowengine.StepDone, ended flowengine.CallEnded) madeTest {
	given := map[string]any{"caller": t.Caller, "number": t.Number, "at": t.At, "timezone": t.Timezone}
	for field, value := range map[string]string{
		"start": t.Start, "caller_name": t.CallerName, "endpoint": t.Endpoint, "digits": t.Digits, "speech": t.Speech,
	} {
		if value != "" {
			given[field] = value
		}
	}
	if len(t.Answers) > 0 {
		given["answers"] = t.Answers
	}
	if t.Hangup > 0 {
		given["hangup"] = (time.Duration(t.Hangup*1000) * time.Millisecond).String()
	}
	path := make([]string, len(steps))
	for i, s := range steps {
		path[i] = s.Node + " " + s.Outcome
	}
	expect := map[string]any{"path": path}
	if ended.Reason != "" {
		expect["ended"] = string(ended.Reason)
	}
	if ended.AnsweredBy != "" {
		expect["answered"] = ended.AnsweredBy
	}
	return madeTest{name, given, expect}
}

// inYAML writes a test, or a file of them, as people would.
func inYAML(content any) (string, error) {
	var text bytes.Buffer
	e := yaml.NewEncoder(&text)
	e.SetIndent(2)
	if err := e.Encode(content); err != nil {
		return "", err
	}
	return text.String(), e.Close()
}
