package nodes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
)

// Webhook asks a web server, or tells it something.
type Webhook struct {
	URL      string            `json:"url" jsonschema:"minLength=1" jsonschema_description:"The address; {{ expressions }} are filled in."`
	Method   string            `json:"method" jsonschema:"enum=GET,enum=POST,enum=PUT,enum=PATCH,enum=DELETE" jsonschema_description:"The request's method."`
	Headers  map[string]string `json:"headers,omitempty" jsonschema_description:"Headers of the request; {{ expressions }} in their values are filled in."`
	Body     string            `json:"body,omitempty" jsonschema_description:"What is sent, filled in likewise; when empty, what is known of the call as JSON. A GET has no body."`
	TimeoutS float64           `json:"timeout_s" jsonschema:"minimum=0.1,maximum=60" jsonschema_description:"How long the call waits for the whole reply, in seconds."`
	SaveAs   string            `json:"save_as,omitempty" jsonschema_description:"The variable that gets the reply: its JSON, else its text."`
	Wait     bool              `json:"wait" jsonschema_description:"Whether the call waits for the reply; otherwise the request goes to the outbox, and is tried again until it is taken."`
	Comfort  string            `json:"comfort" jsonschema_description:"What the caller hears meanwhile: silence, ring, music, or music:CLASS for a class of music on hold."`
}

func newWebhook() flowengine.Runner {
	return &Webhook{Method: "POST", TimeoutS: 5, Wait: true, Comfort: "music"}
}

// Outcomes implements [flowengine.Runner].
func (n *Webhook) Outcomes() []flowengine.Outcome {
	if !n.Wait {
		return []flowengine.Outcome{{Name: "done", About: "the request is in the outbox"}}
	}
	return []flowengine.Outcome{
		{Name: "done", About: "the server took the request (a status from 200 to 299), or the request is in the outbox"},
		{Name: "failure", About: "it did not, it could not be reached, or the reply was too large or too late"},
	}
}

var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// Check implements [flowengine.Checker].
func (n *Webhook) Check(c *flowengine.Check) {
	c.Template("url", n.URL)
	c.Template("body", n.Body)
	if before, _, _ := strings.Cut(n.URL, "{{"); !strings.Contains(n.URL, "{{") || strings.Contains(before, "://") {
		if u, err := url.Parse(before); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" && before == n.URL {
			c.Error("url", "bad_url", "“%s” is no address of the web: write it as https://example.org/calls", n.URL)
		} else if u.Scheme == "http" {
			c.Warn("url", "not_private", "what is sent to an http:// address can be read on its way: use https://")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.Headers)) {
		if !headerName.MatchString(name) {
			c.Error("headers."+name, "bad_header", "“%s” is no name of a header: use letters, digits and -", name)
		}
		c.Template("headers."+name, n.Headers[name])
	}
	if n.SaveAs != "" && !variableName.MatchString(n.SaveAs) {
		c.Error("save_as", "bad_name", "the variable “%s” has a bad name: use letters, digits and _, and start with a letter", n.SaveAs)
	}
	if !n.Wait && n.SaveAs != "" {
		c.Warn("save_as", "unused", "there is no reply to save when the call does not wait for it: remove save_as, or set wait")
	}
	if n.Comfort != "silence" && n.Comfort != "ring" && n.Comfort != "music" && !strings.HasPrefix(n.Comfort, "music:") {
		c.Error("comfort", "unknown", "the comfort is “%s”: write silence, ring, music, or music:CLASS", n.Comfort)
	}
}

// Run implements [flowengine.Runner].
func (n *Webhook) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	request := flowengine.WebRequest{
		ID: fmt.Sprintf("%s-%d-0", s.Call().ID, s.Step()), Method: n.Method, URL: s.Text(n.URL), Headers: map[string]string{}, Limit: seconds(n.TimeoutS),
	}
	for name, value := range n.Headers {
		request.Headers[name] = s.Text(value)
	}
	if n.Method != "GET" {
		request.Body = n.body(s)
	}
	if !n.Wait {
		id := s.Post(0, flowengine.WebhookLetter{URL: request.URL, Method: n.Method, Headers: request.Headers, Body: request.Body})
		return flowengine.Result{Outcome: "done", Why: "The request is in the outbox.", Details: map[string]any{"letter": id, "host": host(request.URL)}}, nil
	}
	if n.Comfort != "silence" {
		if err := s.Indicate(ctx, ringback(n.Comfort)); err != nil && !errors.Is(err, flowengine.ErrHungUp) {
			return flowengine.Result{}, err
		}
	}
	var reply flowengine.WebReply
	began := s.Now()
	err := s.Aside(ctx, request.Limit+time.Second, func(ctx context.Context) (err error) {
		reply, err = s.Services().Web.Ask(ctx, request)
		return err
	})
	if errors.Is(err, flowengine.ErrHungUp) || errors.Is(err, flowengine.ErrHandedOver) || errors.Is(err, flowengine.ErrLimit) {
		return flowengine.Result{Why: "The caller hung up before the reply was there."}, err
	}
	details := map[string]any{"host": host(request.URL), "took_s": tenths(s.Now().Sub(began))}
	if err != nil {
		return flowengine.Result{Outcome: "failure", Why: fmt.Sprintf("The request failed: %s.", firstLine(err)), Details: details}, nil
	}
	return n.replied(s, reply, details), nil
}

// replied is the result for a reply.
func (n *Webhook) replied(s *flowengine.Session, reply flowengine.WebReply, details map[string]any) flowengine.Result {
	details["status"] = reply.Status
	values := map[string]any{"status": reply.Status}
	if len(reply.Body) > longestSaved {
		return flowengine.Result{Outcome: "failure", Details: details, Values: values,
			Why: fmt.Sprintf("The reply has %d bytes, and at most %d can be kept.", len(reply.Body), longestSaved)}
	}
	value := replyValue(reply)
	switch {
	case n.SaveAs == "" || s.Sensitive():
		values["reply"] = value
	default:
		s.Set(n.SaveAs, value)
	}
	if reply.Status < 200 || reply.Status > 299 {
		return flowengine.Result{Outcome: "failure", Details: details, Values: values, Why: fmt.Sprintf("The server answered with the status %d.", reply.Status)}
	}
	return flowengine.Result{Outcome: "done", Details: details, Values: values, Why: fmt.Sprintf("The server answered with the status %d.", reply.Status)}
}

// longestSaved bounds what is kept of a reply, in bytes: it is stored with every
// checkpoint of the call.
const longestSaved = 16 << 10

// replyValue is the reply's JSON, else its text.
func replyValue(reply flowengine.WebReply) any {
	var value any
	if len(reply.Body) > 0 && json.Unmarshal(reply.Body, &value) == nil {
		return value
	}
	return strings.ToValidUTF8(string(reply.Body), "�")
}

// body is what is sent: the flow's, else what is known of the call.
func (n *Webhook) body(s *flowengine.Session) string {
	if n.Body != "" {
		return s.Text(n.Body)
	}
	in := s.Call()
	text, err := json.Marshal(map[string]any{
		"call": in.ID, "caller": in.CallerNumber, "caller_name": in.CallerName, "number": in.Number,
		"arrived": in.Arrived.UTC(), "flow": s.FlowName(), "node": s.NodeID(),
	})
	if err != nil {
		return "{}" // a time out of JSON's range
	}
	return string(text)
}

// host is the part of an address that has no secrets in it.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
