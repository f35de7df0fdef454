package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"callflow/store"
	"callflow/web/api"
)

// strange are texts that people and programs send by mistake and on purpose.
func strange() map[string]string {
	return map[string]string{
		"right to left": "\u202eecila", "emoji": "☎️🥐", "a zero byte": "ali\x00ce", "a script": "<script>alert(1)</script>",
		"too long": strings.Repeat("x", 70_000), "a line feed": "ali\nce", "SQL": "'; DROP TABLE users; --", "a path": "../../etc/passwd", "half a character": "a\xff",
	}
}

// Each text in each param of each request is refused in words, or taken as it
// is; never is it trouble of ours, and never comes a page of it.
func TestStrangeTextsAreRefusedInWordsOrKeptAsTheyAre(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice"})
	gets[store.Group](o, 201, "POST", "/groups", object{"name": "sales"})
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100"})
	gets[api.Queue](o, 201, "POST", "/queues", object{"name": "support"})
	gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Main"})
	for _, request := range badInputs() {
		for name, text := range strange() {
			body := request.body(text)
			got := o.ask(request.method, request.path, body)
			switch {
			case got.Code >= 500:
				t.Errorf("%s %s with %s in %s: %d %s", request.method, request.path, name, request.param, got.Code, got.Body)
			case got.Code >= 400:
				var p api.Problem
				if err := json.Unmarshal(got.Body, &p); err != nil || p.Code == "" || p.Detail == "" || len(p.Detail) > 2000 {
					t.Errorf("%s %s with %s in %s: %d, and no problem in words: %.300s", request.method, request.path, name, request.param, got.Code, got.Body)
				}
			}
			if kind := got.Header.Get("Content-Type"); len(got.Body) > 0 && !strings.Contains(kind, "json") {
				t.Errorf("%s %s answers with %s", request.method, request.path, kind)
			}
		}
	}
}

// badInput is a request with one param in which a strange text stands.
type badInput struct {
	method, path, param string
	body                func(text string) any
}

// in is a request with the text in one field of its body, beside others that are right.
func in(method, path, param string, others object) badInput {
	return badInput{method, path, param, func(text string) any {
		body := object{param: text}
		for k, v := range others {
			if k != param {
				body[k] = v
			}
		}
		return body
	}}
}

func badInputs() (all []badInput) {
	for _, param := range []string{"number", "service", "group", "voice_flow", "text_flow", "driver"} {
		all = append(all, in(http.MethodPost, "/numbers", param, object{"number": "555"}))
		if param != "number" {
			all = append(all, in(http.MethodPatch, "/numbers/100", param, nil))
		}
	}
	for _, param := range []string{"name", "full_name", "email"} {
		all = append(all, in(http.MethodPost, "/users", param, object{"name": "zed"}))
	}
	all = append(all, in(http.MethodPost, "/flows", "name", nil), in(http.MethodPatch, "/flows/1", "name", nil), in(http.MethodPost, "/flows/1/copy", "name", nil))
	all = append(all, in(http.MethodPost, "/audio/speech", "name", object{"text": "Hello"}))
	for _, param := range []string{"group", "service", "voice_flow"} {
		all = append(all, badInput{http.MethodPatch, "/numbers", param, func(text string) any {
			return object{"numbers": []string{"100"}, "change": object{param: text}}
		}})
	}
	for _, param := range []string{"full_name", "email"} {
		all = append(all, in(http.MethodPatch, "/users/alice", param, nil))
	}
	for _, kind := range []string{"endpoint", "external"} {
		all = append(all, badInput{http.MethodPatch, "/users/alice", "phones", func(text string) any { return object{"phones": []object{{kind: text}}} }})
	}
	all = append(all, in(http.MethodPost, "/groups", "name", nil))
	all = append(all, badInput{http.MethodPut, "/groups/sales", "members", func(text string) any { return object{"members": []string{text}} }})
	for _, param := range []string{"timezone", "language", "outbound", "country"} {
		all = append(all, in(http.MethodPatch, "/company", param, nil))
	}
	for _, param := range []string{"name", "strategy", "music", "whisper", "periodic", "timezone"} {
		all = append(all, in(http.MethodPost, "/queues", param, object{"name": "zed"}))
		if param != "name" {
			all = append(all, in(http.MethodPatch, "/queues/support", param, nil))
		}
	}
	all = append(all, badInput{http.MethodPatch, "/queues/support", "hours", func(text string) any { return object{"hours": []string{text}} }})
	all = append(all, badInput{http.MethodPut, "/queues/support/members", "members", func(text string) any { return object{"members": []object{{"user": text}}} }})
	all = append(all, in(http.MethodPost, "/queues/support/close", "to", nil))
	for _, param := range []string{"number", "reason"} {
		all = append(all, in(http.MethodPost, "/blocked-callers", param, object{"number": "0412345678"}))
	}
	for _, param := range []string{"number", "action", "message", "flow"} {
		all = append(all, in(http.MethodPut, "/caller-policies/hidden", param, object{"action": "message", "message": "say:No."}))
	}
	all = append(all, in(http.MethodPut, "/caller-policies/hidden", "flow", object{"action": "flow"}))
	for _, param := range []string{"allowed", "forbidden"} {
		all = append(all, badInput{http.MethodPatch, "/caps", param, func(text string) any { return object{param: []string{text}} }})
	}
	all = append(all, in(http.MethodPatch, "/caps", "alert", nil))
	for _, param := range []string{"source", "keyword", "active_page", "landing_page", "campaign", "referrer"} {
		all = append(all, in(http.MethodPut, "/sources/100", param, object{"source": "Poster"}))
	}
	for _, param := range []string{"voicemail", "missed", "webhook"} {
		all = append(all, in(http.MethodPatch, "/notices/alice", param, nil))
	}
	for _, param := range []string{"number", "greeting"} {
		all = append(all, in(http.MethodPatch, "/mailboxes/user:alice", param, nil))
	}
	all = append(all, in(http.MethodPut, "/mailboxes/user:alice/pin", "pin", nil))
	return all
}
