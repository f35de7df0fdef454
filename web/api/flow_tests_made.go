package api

import (
	"time"

	"callflow/flowengine"
)

// test writes the trial as a flow test, which expects the way that the call has
// taken.
func (t Trial) test(name string, steps []flowengine.StepDone, ended flowengine.CallEnded) map[string]any {
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
	return map[string]any{"name": name, "given": given, "expect": expect}
}
