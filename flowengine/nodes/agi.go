package nodes

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"callflow/flowengine"
)

// AGI lends the call to an existing AGI script.
type AGI struct {
	URL     string   `json:"url" jsonschema:"minLength=1" jsonschema_description:"Where the script is served: agi://HOST/SCRIPT, or agi://HOST:PORT/SCRIPT."`
	Args    []string `json:"args,omitempty" jsonschema:"maxItems=32" jsonschema_description:"What the script gets as agi_arg_1, agi_arg_2, … {{ expressions }} are filled in."`
	Returns []string `json:"returns,omitempty" jsonschema:"maxItems=32" jsonschema_description:"The channel variables that the script sets and later nodes read, such as CUSTOMER."`
}

func newAGI() flowengine.Runner { return &AGI{} }

// Outcomes implements [flowengine.Runner].
func (*AGI) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "done", About: "the script ran, and gave the call back"},
		{Name: "failure", About: "the script could not be reached, or is not allowed"},
	}
}

// WaitsForCaller implements [flowengine.Waiter]. A script may be over at once.
func (*AGI) WaitsForCaller() bool { return false }

var channelVariable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,79}$`)

// Needs implements [flowengine.Needy].
func (*AGI) Needs() []flowengine.Capability { return []flowengine.Capability{flowengine.RunsScripts} }

// Check implements [flowengine.Checker].
func (n *AGI) Check(c *flowengine.Check) {
	u, err := url.Parse(n.URL)
	switch {
	case err != nil || u.Scheme != "agi" || u.Hostname() == "" || strings.Trim(u.Path, "/") == "":
		c.Error("url", "not_agi", "the url “%s” is not a FastAGI script's: write it as agi://HOST/SCRIPT", n.URL)
	case u.User != nil || u.Fragment != "" || strings.ContainsAny(n.URL, "\",\\"):
		c.Error("url", "not_agi", "the url “%s” has characters in it that Asterisk does not take in one: write it as agi://HOST/SCRIPT", n.URL)
	}
	for i, arg := range n.Args {
		c.Template(fmt.Sprintf("args[%d]", i), arg)
	}
	for i, name := range n.Returns {
		if !channelVariable.MatchString(name) {
			c.Error(fmt.Sprintf("returns[%d]", i), "bad_name", "“%s” is not the name of a channel variable: use letters, digits and _, and start with a letter", name)
		}
	}
}

// Run implements [flowengine.Runner].
func (n *AGI) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	result := flowengine.Result{Outcome: "failure", Details: map[string]any{"url": n.URL}}
	var handed bool
	if !s.Kept(&handed) {
		if err := s.Services().Scripts.Allowed(n.URL); err != nil {
			result.Why = fmt.Sprintf("The call was not handed to %s: %v.", n.URL, err)
			return result, nil
		}
		s.Keep(true)
	}
	spec := flowengine.ScriptSpec{Name: s.RecordingName(0), URL: n.URL, Returns: n.Returns}
	for _, arg := range n.Args {
		spec.Args = append(spec.Args, s.Text(arg))
	}
	ended, err := s.RunScript(ctx, spec)
	if err != nil {
		return flowengine.Result{Why: "The caller hung up while the script had the call.", Details: result.Details}, err
	}
	result.Values = map[string]any{"status": ended.Status}
	result.Details["status"] = ended.Status
	for _, name := range n.Returns {
		result.Values[name] = ended.Values[name]
		result.Details[name] = ended.Values[name]
	}
	switch {
	case ended.Problem != "":
		result.Why = fmt.Sprintf("The script was not run: %s.", ended.Problem)
	case ended.Status == "SUCCESS":
		result.Outcome, result.Why = "done", fmt.Sprintf("The script %s ran.", n.URL)
	default:
		result.Why = fmt.Sprintf("Asterisk says %s of the script %s.", ended.Status, n.URL)
	}
	return result, nil
}
