package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/notify"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
	"callflow/web/signin"
)

// secret stands in all that the company has, and nowhere in what is asked.
const secret = "Marmalade"

// alice is an admin; those of two companies have the same name.
func alice(company string) access.Principal {
	return access.Principal{Company: company, User: "alice", Rights: access.RoleAdmin.Rights()}
}

// property is what a company has, by the params of the paths in which it stands:
// first by the path as it begins, then by the param alone.
type property map[string]string

func (p property) of(path, param string) (string, bool) {
	folder := strings.Split(path, "/")[1]
	if value, ok := p[folder+" "+param]; ok && !strings.Contains(path, "/revisions/") {
		return value, true
	}
	value, ok := p[param]
	return value, ok
}

// fill puts what a company has into a route's path.
func (p property) fill(t *testing.T, path string) string {
	return pathParam.ReplaceAllStringFunc(path, func(param string) string {
		value, ok := p.of(path, param)
		if !ok {
			t.Errorf("%s: nothing of a company is known for %s: add it to ownEverything", path, param)
		}
		return url.PathEscape(value)
	}) + p["?"+path]
}

// ownEverything gives the company one of each thing.
func ownEverything(t *testing.T) (*office, property) {
	var door *signin.Door
	o, flow := busyOffice(t, func(options *api.Options) {
		var err error
		door, err = signin.New(signin.Options{Store: options.Store, KeyFile: filepath.Join(t.TempDir(), "key"), Public: "http://pbx.test",
			Idle: time.Hour, Life: time.Hour, Now: time.Now, Log: zerolog.Nop()})
		if err != nil {
			t.Fatal(err)
		}
		options.Door = door
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := fmt.Sprintf("/flows/%d", flow.ID)
	gets[api.Flow](o, 200, "PATCH", at, object{"name": secret})
	again := shop()
	again["nodes"].(object)["hello"] = object{"type": "greeting", "params": object{"say": secret}, "next": object{"done": "ask"}}
	gets[object](o, 200, "PUT", at+"/draft", object{"document": again})
	test := gets[api.FlowTest](o, 201, "POST", at+"/tests", object{"test": object{"name": secret, "given": object{"caller": "0412345678"}, "expect": object{"path": []string{"hello"}}}})
	gets[store.User](o, 201, "POST", "/users", object{"name": "zoe", "full_name": secret})
	gets[store.Group](o, 201, "POST", "/groups", object{"name": "sales", "members": []string{"zoe", "alice"}})
	gets[api.Queue](o, 201, "POST", "/queues", object{"name": "support", "members": []object{{"user": "zoe"}}})
	gets[object](o, 204, "POST", "/blocked-callers", object{"number": "+61411111111", "reason": secret})
	gets[object](o, 200, "PATCH", "/caps/zoe", object{"calls_hour": 7})
	gets[object](o, 200, "PATCH", "/notices/zoe", object{"missed": "webhook", "webhook": "https://example.org/" + secret})
	gets[object](o, 200, "PUT", "/sources/+61299990000", object{"source": secret})
	gets[api.MailboxSettings](o, 200, "PATCH", "/mailboxes/group:sales", object{"number": "777"})
	uploads[object](o, 200, "PUT", "/mailboxes/group:sales/greeting", "beep.wav", beep())
	gets[store.Number](o, 200, "PATCH", "/numbers/+61299990000", object{"service": secret})
	gets[object](o, 201, "POST", "/direct-flows", object{"number": "101", "user": "zoe"})
	uploads[object](o, 201, "POST", "/audio", "beep.wav", beep(), "name", "welcome")
	o.leaves("A2", "user:alice")
	o.leaves("A1", "user:zoe")
	message := gets[api.List[api.Message]](o, 200, "GET", "/voicemail?box=user:alice", nil).Items[0].ID
	gets[api.Message](o, 200, "PATCH", fmt.Sprintf("/voicemail/%d", message), object{"note": secret})
	_, err := o.store.KeepRecording(t.Context(), "default", flowengine.Recording{Name: "talk.wav", Call: "A1", Step: 3, Started: morning, Caller: "+61412345678"},
		store.RecordingFile{Name: "r-A2user-alice.wav", Size: 32044, Duration: 2 * time.Second})
	must(err)
	_, err = o.store.AskCallback(t.Context(), "default", flowengine.CallbackWish{Queue: "support", Arrived: morning, To: "+61412345678", Endpoint: "PJSIP/x",
		Number: flowengine.NumberInfo{Number: "+61299990000"}, Call: "A1", Step: 2, Node: "ask", Revision: 1, Ring: time.Minute, Retry: time.Minute, Tries: 2})
	must(err)
	outbox, err := notify.New(notify.Options{Jobs: o.store.Jobs(), Worker: "test"})
	must(err)
	j := store.NewJournal(o.store, store.JournalOptions{Letters: outbox})
	j.Start()
	j.Post(flowengine.Letter{ID: "A1-1-0", Call: "A1", Company: "default", Posted: morning, Content: flowengine.MailLetter{To: []string{"ada@example.org"}, Subject: secret}})
	must(j.Stop(t.Context()))
	_, token, err := signin.NewToken(t.Context(), o.store, "default", time.Now(), signin.TokenWish{Name: secret, Rights: []access.Right{access.View}})
	must(err)
	for user, role := range map[string]string{"zoe": "viewer", "alice": "admin"} {
		_, _, err = door.Invite(t.Context(), "default", signin.Invitation{User: user, Role: role})
		must(err)
	}
	for _, path := range []string{"/callbacks", "/outbox", "/recordings"} {
		if l := gets[api.List[object]](o, 200, "GET", path, nil); len(l.Items) == 0 {
			t.Fatalf("%s has nothing", path)
		}
	}
	must(o.store.AddCompany(t.Context(), store.Company{Name: "other"}))
	_, err = o.store.AddUser(t.Context(), "other", store.User{Name: "alice"})
	must(err)
	id := func(path string) string {
		return fmt.Sprint(gets[api.List[object]](o, 200, "GET", path, nil).Items[0]["id"])
	}
	return o, property{
		"{flow}": fmt.Sprint(flow.ID), "{number}": "2", "numbers {number}": "+61299990000", "sources {number}": "+61299990000", "direct-flows {number}": "101",
		"{user}": "zoe", "{group}": "sales", "{queue}": "support", "{caller}": "+61411111111", "{callers}": "hidden", "{box}": "group:sales", "{audio}": "welcome",
		"{test}": fmt.Sprint(test.ID), "{call}": "A1", "{recording}": id("/recordings"), "{message}": fmt.Sprint(message), "{callback}": id("/callbacks"),
		"{letter}": id("/outbox"), "{entry}": id("/audit"), "?/flows/{flow}/diff": "?from=1&to=2", "{id}": fmt.Sprint(token.ID), "{tab}": "tab-12345678",
	}
}

// sent is what is sent along to a route.
type sent struct {
	body    any
	headers []string
}

// bodies are what routes need to get as far as looking for the thing.
func bodies(o *office) map[string]sent {
	all := map[string]sent{}
	for name, body := range map[string]object{
		"PATCH /flows/{flow}": {"name": "x"}, "POST /flows/{flow}/copy": {"name": "x"}, "PUT /flows/{flow}/draft": {"document": shop()},
		"POST /flows/{flow}/publish": {"revision": 1}, "POST /flows/{flow}/trials": {}, "POST /flows/{flow}/tests/run": {},
		"POST /flows/{flow}/tests": {"source": "name: x\nexpect: {path: [hello]}\n"}, "PUT /flows/{flow}/tests/{test}": {"source": "name: x\nexpect: {path: [hello]}\n"},
		"PUT /flows/{flow}/editors/{tab}": {}, "PATCH /numbers/{number}": {"service": "x"}, "PATCH /users/{user}": {"full_name": "x"},
		"PUT /groups/{group}": {"members": []string{"alice"}}, "PATCH /queues/{queue}": {"ring_s": 5}, "PUT /queues/{queue}/members": {"members": []object{}},
		"POST /queues/{queue}/close": {}, "POST /queues/{queue}/open": {}, "PATCH /caps/{user}": {"calls_hour": 1}, "PUT /sources/{number}": {"source": "x"},
		"PATCH /notices/{user}": {"missed": "off"}, "PATCH /mailboxes/{box}": {"number": "1"}, "PUT /mailboxes/{box}/pin": {"pin": "4711"},
		"PUT /me/mailboxes/{box}/pin": {"pin": "4711"}, "PUT /mailboxes/{box}/greeting/speech": {"text": "x"}, "PUT /me/mailboxes/{box}/greeting/speech": {"text": "x"},
		"PATCH /audio/{audio}": {"kind": "prompt"}, "PUT /audio/{audio}/speech": {"text": "x"}, "PATCH /direct-flows/{number}": {"user": "alice"},
		"PUT /calls/{call}/score": {"score": 1}, "PATCH /voicemail/{message}": {"heard": true}, "PATCH /me/voicemail/{message}": {"heard": true},
		"POST /me/queues/{queue}": {"do": "pause"}, "PUT /sign-ins/{user}": {"role": "admin"}, "POST /sign-ins/{user}/invite": {"role": "admin"},
	} {
		all[name] = sent{body: body}
	}
	file, kind := form(o.t, "beep.wav", beep())
	for _, at := range []string{"/audio/{audio}/sound", "/mailboxes/{box}/greeting", "/me/mailboxes/{box}/greeting"} {
		all["PUT "+at] = sent{file, []string{"Content-Type", kind}}
	}
	return all
}

// elsewhere are routes that do not take a thing of a company from their path.
var elsewhere = regexp.MustCompile(`^PUT /caller-policies/`)

// sees is what the one who asks gets for everything there is to see.
func (o *office) sees(t *testing.T, things property) map[string]reply {
	seen := map[string]reply{}
	for _, r := range o.api.Routes() {
		if r.Method == http.MethodGet && r.Right != access.Public && r.Path != "/events" && r.Path != "/health" && r.Path != "/phone/socket" {
			path := things.fill(t, r.Path)
			seen[path] = o.ask("GET", path, nil)
		}
	}
	for _, path := range []string{"/calls?flow={flow}", "/calls?after=A3", "/calls/missed?after=A3", "/voicemail?box=user:zoe", "/outbox?call=A1", "/numbers?after=1", "/audit?after=999999"} {
		path = things.fill(t, path)
		seen[path] = o.ask("GET", path, nil)
	}
	return seen
}

// Every route that takes something by its path is asked, by the admin of another
// company, for what our company has. There is no such thing for them; they are
// told nothing of it, and nothing of it changes.
func TestNothingOfAnotherCompanyIsThere(t *testing.T) {
	o, things := ownEverything(t)
	o.who = alice("default")
	before := o.sees(t, things)
	read := 0
	for path, got := range before {
		read += bytes.Count(got.Body, []byte(secret))
		if got.Code != 200 && path != "/phone" {
			t.Errorf("GET %s: our own admin gets %d %s", path, got.Code, got.Body)
		}
	}
	if read < 30 {
		t.Fatalf("our own admin reads the secret %d times only", read)
	}
	o.who = alice("other")
	theirs := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Theirs", "document": shop()})
	with, asked := bodies(o), 0
	for _, r := range o.api.Routes() {
		name := r.Method + " " + r.Path
		if !strings.Contains(r.Path, "{") || elsewhere.MatchString(name) {
			continue
		}
		paths := []string{r.Path}
		if strings.Count(r.Path, "{") > 1 && !strings.Contains(r.Path, "{tab}") {
			paths = append(paths, strings.Replace(r.Path, "{flow}", fmt.Sprint(theirs.ID), 1)) // ours, by way of theirs
		}
		for _, path := range paths {
			path = things.fill(t, path)
			got := o.ask(r.Method, path, with[name].body, with[name].headers...)
			asked++
			if got.Code != http.StatusNotFound && got.Code != http.StatusForbidden {
				t.Errorf("%s %s: %d, want 404 or 403 (when its body is refused, give it one in bodies): %s", r.Method, path, got.Code, got.Body)
			}
			if strings.Contains(fmt.Sprintf("%v %s", got.Header, got.Body), secret) {
				t.Errorf("%s %s tells: %s", r.Method, path, got.Body)
			}
		}
	}
	if asked < 80 {
		t.Errorf("only %d routes were asked", asked)
	}
	for path, got := range o.sees(t, things) {
		if strings.Contains(string(got.Body), secret) {
			t.Errorf("GET %s tells the other company: %s", path, got.Body)
		}
	}
	o.who = alice("default")
	for path, now := range o.sees(t, things) {
		if was := before[path]; now.Code != was.Code || !bytes.Equal(now.Body, was.Body) {
			t.Errorf("GET %s has changed:\n%s\nwas\n%s", path, now.Body, was.Body)
		}
	}
}
