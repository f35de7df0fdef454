package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"callflow/doctor"
)

// fakeAsterisk answers as much of ARI as the doctor asks. What a field takes
// away is missing.
type fakeAsterisk struct {
	version       string
	noSpool       bool
	noRequests    bool // no REST over WebSocket
	noApplication bool
	lacks         string // a module or a sound
}

func (f fakeAsterisk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if user != "callflow" || password != "secret" {
		http.Error(w, `{"error":"Authentication required"}`, http.StatusUnauthorized)
		return
	}
	say := func(status int, text string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, text)
	}
	path := strings.TrimPrefix(r.URL.Path, "/ari/")
	sound, isSound := strings.CutPrefix(path, "sounds/")
	switch {
	case path == "events":
		f.events(w, r)
	case path == "asterisk/info":
		say(200, fmt.Sprintf(`{"system":{"version":%q,"entity_id":"x"}}`, f.version))
	case path == "asterisk/modules":
		var modules []string
		for _, m := range append(doctor.Modules(), [2]string{"app_stasis_broadcast.so"}, [2]string{"res_pjsip_messaging.so"}) {
			if m[0] != f.lacks {
				modules = append(modules, fmt.Sprintf(`{"name":%q,"status":"Running"}`, m[0]))
			}
		}
		say(200, "["+strings.Join(modules, ",")+"]")
	case path == "applications/callflow" && !f.noApplication:
		say(200, `{"name":"callflow","channel_ids":[],"bridge_ids":[],"endpoint_ids":[],"device_names":[],"events_allowed":[],"events_disallowed":[]}`)
	case isSound && sound != f.lacks:
		say(200, `{"id":"x","formats":[]}`)
	case path == "recordings/stored" && f.noSpool:
		say(500, `{"message":"Allocation failed"}`)
	case path == "recordings/stored":
		say(200, "[]")
	default:
		say(404, `{"message":"Not Found"}`)
	}
}

func (f fakeAsterisk) events(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer socket.CloseNow()
	if _, _, err := socket.Read(r.Context()); err == nil && !f.noRequests {
		socket.Write(r.Context(), websocket.MessageText, []byte(`{"type":"RESTResponse","request_id":"doctor","status_code":200}`))
	}
}

// visit runs the doctor and returns its findings by what they are about.
func visit(t *testing.T, address, password string) (map[string]doctor.Finding, int) {
	t.Helper()
	t.Setenv("CALLFLOW_ARI_PASSWORD", password)
	db := filepath.Join(t.TempDir(), "callflow.db")
	var out, errs bytes.Buffer
	status := run(t.Context(), []string{"doctor", "--json", "--ari", address, "--http", "127.0.0.1:1", "--db", db}, nil, &out, &errs)
	var list []doctor.Finding
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatalf("%v: %s%s", err, out.String(), errs.String())
	}
	found := map[string]doctor.Finding{}
	for _, d := range list {
		if d.State != "ok" && d.Do.Empty() {
			t.Errorf("%s: %s, but not what to do", d.What, d.Found.String())
		}
		found[d.What] = d
	}
	return found, status
}

func TestDoctor(t *testing.T) {
	for _, test := range []struct {
		name  string
		with  fakeAsterisk
		what  string
		state doctor.State
		says  string // in what was found, or in what to do
	}{
		{"all is well", fakeAsterisk{}, "Asterisk", "ok", "22.10.1"},
		{"requests on the socket", fakeAsterisk{}, "events", "ok", "REST over WebSocket works"},
		{"old", fakeAsterisk{version: "18.9.0"}, "Asterisk", "fail", "20 or newer"},
		{"own build", fakeAsterisk{version: "GIT-master-abc"}, "Asterisk", "warn", "GIT-master"},
		{"no requests on the socket", fakeAsterisk{noRequests: true}, "events", "warn", "uses HTTP"},
		{"no callflow", fakeAsterisk{noApplication: true}, "application", "warn", "callflow serve"},
		{"no bridges", fakeAsterisk{lacks: "bridge_softmix.so"}, "modules", "fail", "bridge_softmix.so"},
		{"no broadcast", fakeAsterisk{lacks: "app_stasis_broadcast.so"}, "broadcast", "warn", "22.7"},
		{"no texts", fakeAsterisk{lacks: "res_pjsip_messaging.so"}, "texts", "warn", "no text can be sent"},
		{"no beep", fakeAsterisk{lacks: "beep"}, "Asterisk's sounds", "fail", "asterisk-core-sounds-en-wav"},
		{"no spool", fakeAsterisk{noSpool: true}, "recordings", "fail", "/var/spool/asterisk/recording"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.with.version == "" {
				test.with.version = "22.10.1"
			}
			server := httptest.NewServer(test.with)
			defer server.Close()
			found, status := visit(t, server.URL, "secret")
			d := found[test.what]
			if d.State != test.state || !strings.Contains(d.Found.String()+d.Do.String(), test.says) {
				t.Errorf("%s: got %+v, want %s with %q", test.what, d, test.state, test.says)
			}
			if failed := test.state == doctor.Fail; failed != (status == 1) && found["sox"].State == "ok" && found["espeak-ng"].State == "ok" {
				t.Errorf("the exit status is %d: %v", status, found)
			}
		})
	}
}

func TestDoctorWithoutAsterisk(t *testing.T) {
	server := httptest.NewServer(fakeAsterisk{version: "22.10.1"})
	defer server.Close()
	empty := httptest.NewServer(http.NotFoundHandler())
	defer empty.Close()
	for _, test := range []struct{ name, address, password, what, says string }{
		{"no password", server.URL, "", "ARI password", "CALLFLOW_ARI_PASSWORD"},
		{"wrong password", server.URL, "wrong", "ARI", `refuses the user "callflow"`},
		{"something else", empty.URL, "secret", "ARI", "has no ARI"},
		{"nothing", "http://127.0.0.1:1", "secret", "ARI", "nothing answers at http://127.0.0.1:1 "},
		{"no address", "nonsense", "secret", "ARI", "such as http://127.0.0.1:8088"},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, status := visit(t, test.address, test.password)
			if d := found[test.what]; d.State != "fail" || !strings.Contains(d.Found.String()+d.Do.String(), test.says) || strings.Contains(d.Found.String(), "\n") || status != 1 {
				t.Errorf("got %+v and status %d, want %q", d, status, test.says)
			}
		})
	}
}
