package aritest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
)

// Recorder stands between a client and a real Asterisk and writes what passes as a session that Replay takes.
type Recorder struct {
	t        testing.TB
	http     *httptest.Server
	upstream string

	mu    sync.Mutex
	lines []string
}

// Record starts a Recorder in front of the Asterisk at upstream, such as "http://127.0.0.1:8088".
func Record(t testing.TB, upstream string) *Recorder {
	r := &Recorder{t: t, upstream: upstream}
	r.http = httptest.NewServer(r)
	t.Cleanup(func() {
		r.http.CloseClientConnections()
		r.http.Close()
	})
	return r
}

// URL is where clients connect instead of to Asterisk.
func (r *Recorder) URL() string { return r.http.URL }

// Save writes the session so far, with each name in replace put in place of what it stands for, such as an id that differs
// from run to run.
func (r *Recorder) Save(file string, replace ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	text := strings.NewReplacer(replace...).Replace(strings.Join(r.lines, "\n") + "\n")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		r.t.Error(err)
	}
}

func (r *Recorder) add(direction, frame string) {
	if strings.Contains(frame, "eventFilter") || strings.Contains(frame, `"asterisk/info`) || strings.Contains(frame, "default_language") {
		return // what connecting asks for
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, direction+" "+frame)
}

func (r *Recorder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if strings.HasPrefix(q.URL.Path, "/ari/events") && q.Header.Get("Upgrade") != "" {
		r.socket(w, q)
		return
	}
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return // the client left
	}
	uri := strings.TrimPrefix(q.URL.RequestURI(), "/ari/")
	r.add(">", frame(map[string]any{"type": "RESTRequest", "request_id": "http", "method": q.Method, "uri": uri}))
	up, err := http.NewRequestWithContext(q.Context(), q.Method, r.upstream+q.URL.RequestURI(), strings.NewReader(string(body)))
	if err != nil {
		r.t.Error(err)
		return
	}
	up.Header = q.Header
	resp, err := http.DefaultTransport.RoundTrip(up)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	if !strings.Contains(uri, "eventFilter") {
		r.add("<", ResponseFrame("http", uri, Response{Status: resp.StatusCode, Body: string(reply)}))
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = w.Write(reply) // a client that left needs no answer
}

func frame(members map[string]any) string {
	data, err := json.Marshal(members)
	if err != nil {
		panic(fmt.Sprintf("aritest: %v", err)) // strings always marshal
	}
	return strings.ReplaceAll(string(data), `\u0026`, "&")
}

func (r *Recorder) socket(w http.ResponseWriter, q *http.Request) {
	up, _, err := websocket.Dial(q.Context(), strings.Replace(r.upstream, "http", "ws", 1)+q.URL.RequestURI(),
		&websocket.DialOptions{HTTPHeader: http.Header{"Authorization": q.Header["Authorization"]}})
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer up.CloseNow()
	down, err := websocket.Accept(w, q, nil)
	if err != nil {
		return
	}
	defer down.CloseNow()
	up.SetReadLimit(-1)
	down.SetReadLimit(-1)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go r.pump(ctx, cancel, down, up, ">")
	r.pump(ctx, cancel, up, down, "<")
}

func (r *Recorder) pump(ctx context.Context, cancel func(), from, to *websocket.Conn, direction string) {
	defer cancel()
	for {
		_, data, err := from.Read(ctx)
		if err != nil {
			return
		}
		r.add(direction, string(data))
		if to.Write(ctx, websocket.MessageText, data) != nil {
			return
		}
	}
}
