package media

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// heard is what a service was asked.
type heard struct {
	path, key, contentType string
	fields                 map[string]any
	seconds                time.Duration
}

// service is one that answers every request in the same way.
func service(t *testing.T, status int, contentType string, answer []byte) (*Service, *[]heard) {
	t.Helper()
	var all []heard
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := heard{path: r.URL.Path, key: r.Header.Get("Authorization"), contentType: r.Header.Get("Content-Type"), fields: map[string]any{}}
		if strings.HasPrefix(h.contentType, "application/json") {
			if err := json.NewDecoder(r.Body).Decode(&h.fields); err != nil {
				t.Error(err)
			}
		} else if err := r.ParseMultipartForm(1 << 20); err == nil {
			for name, values := range r.MultipartForm.Value {
				h.fields[name] = values[0]
			}
			f, err := r.MultipartForm.File["file"][0].Open()
			if err != nil {
				t.Error(err)
			}
			if h.seconds, err = Duration(f); err != nil {
				t.Error(err)
			}
			f.Close()
		}
		all = append(all, h)
		if status == http.StatusFound {
			w.Header().Set("Location", "http://127.0.0.1:1/elsewhere")
		}
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return &Service{URL: server.URL + "/v1", Model: "m", Voice: "v", Header: http.Header{"Authorization": {"Bearer secret"}}}, &all
}

func TestAServiceSpeaks(t *testing.T) {
	from, all := service(t, 200, "audio/wav", Tone(440, time.Second))
	s := speaker(t, SpeakerOptions{Service: from})
	for range 2 {
		sound, err := s.Say(t.Context(), Speech{Text: " Good\nday. ", Language: "en-AU", Speed: 320})
		if err != nil || sound.Duration != time.Second {
			t.Fatalf("%v, %v", sound, err)
		}
	}
	if len(*all) != 1 {
		t.Fatalf("it was asked %d times", len(*all))
	}
	h := (*all)[0]
	if h.path != "/v1/audio/speech" || h.key != "Bearer secret" || h.fields["input"] != "Good day." || h.fields["voice"] != "v" || h.fields["model"] != "m" ||
		h.fields["response_format"] != "wav" || h.fields["speed"] != 2.0 {
		t.Errorf("it was asked %+v", h)
	}
	if _, err := s.Say(t.Context(), Speech{Text: "Good day.", Voice: "nova"}); err != nil || (*all)[1].fields["voice"] != "nova" {
		t.Errorf("%v, %+v", err, *all)
	}
}

func TestAServiceListens(t *testing.T) {
	from, all := service(t, 200, "application/json", []byte(`{"text": " Call  me\nback. "}`))
	tr := NewTranscriber(TranscriberOptions{Service: from})
	text, err := tr.Transcribe(t.Context(), bytes.NewReader(Tone(440, 2*time.Second)), "en-AU")
	if err != nil || text != "Call me back." {
		t.Fatalf("%q, %v", text, err)
	}
	h := (*all)[0]
	if h.path != "/v1/audio/transcriptions" || h.key != "Bearer secret" || h.fields["model"] != "m" || h.fields["language"] != "en" || h.seconds != 2*time.Second {
		t.Errorf("it was asked %+v", h)
	}
}

func TestServicesFail(t *testing.T) {
	speech := Speech{Text: "x"}
	for name, c := range map[string]struct {
		status int
		answer string
		want   error
		says   string
	}{
		"not found":       {404, "no such model", ErrService, "answers 404 Not Found: no such model"},
		"wrong key":       {401, `{"error": "invalid key"}`, ErrService, "invalid key"},
		"redirect":        {302, "", ErrService, "302"},
		"JSON for sound":  {200, `{"error": "later"}`, ErrNotAudio, ""},
		"nothing":         {200, "", ErrSilent, ""},
		"too much":        {200, strings.Repeat("x", 2<<20), ErrTooLarge, "more than"},
		"control letters": {500, "bad\x1b[2J\x00news", ErrService, "bad [2J news"},
	} {
		t.Run(name, func(t *testing.T) {
			from, _ := service(t, c.status, "", []byte(c.answer))
			_, err := speaker(t, SpeakerOptions{Service: from, Library: library(t, LibraryOptions{MaxBytes: 1 << 20})}).Say(t.Context(), speech)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("not there", func(t *testing.T) {
		_, err := speaker(t, SpeakerOptions{Service: &Service{URL: "http://127.0.0.1:1/v1"}}).Say(t.Context(), speech)
		if !errors.Is(err, ErrService) || !strings.Contains(err.Error(), "does it run?") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("hangs", func(t *testing.T) {
		hold := make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			<-hold
		}))
		defer server.Close()
		defer close(hold)
		_, err := speaker(t, SpeakerOptions{Service: &Service{URL: server.URL}, Timeout: 100 * time.Millisecond}).Say(t.Context(), speech)
		if !errors.Is(err, ErrTimeout) {
			t.Errorf("got %v", err)
		}
	})
	for _, address := range []string{"", "127.0.0.1:8000", "ftp://host/v1", "http://user:pass@host/v1", "http://"} {
		if err := (Service{URL: address}).Check(); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}

func TestTranscriberFails(t *testing.T) {
	script := func(text string) []string {
		file := filepath.Join(t.TempDir(), "listen")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{"/bin/sh", file, "{file}", "{language}"}
	}
	odd, _ := service(t, 200, "application/json", []byte(`{"words": []}`))
	busy, _ := service(t, 503, "text/plain", []byte("later"))
	tone := Tone(440, time.Second)
	for name, c := range map[string]struct {
		opts TranscriberOptions
		in   []byte
		want error
		says string
	}{
		"no audio":    {TranscriberOptions{Command: script("echo x")}, []byte("Dear Sir"), ErrNotAudio, ""},
		"fails":       {TranscriberOptions{Command: script("echo no model >&2; exit 3")}, tone, ErrTranscriber, "no model"},
		"endless":     {TranscriberOptions{Command: script("exec yes"), MaxText: 1000}, tone, ErrTooLarge, ""},
		"hangs":       {TranscriberOptions{Command: script("exec sleep 60"), Timeout: 300 * time.Millisecond}, tone, ErrTimeout, ""},
		"not there":   {TranscriberOptions{Command: []string{"nosuchprogram"}}, tone, ErrNoProgram, "nosuchprogram"},
		"too large":   {TranscriberOptions{Command: script("echo x"), MaxBytes: 100}, tone, ErrTooLarge, ""},
		"odd service": {TranscriberOptions{Service: odd}, tone, ErrService, "no text"},
		"busy":        {TranscriberOptions{Service: busy}, tone, ErrService, "503"},
		"none":        {TranscriberOptions{}, tone, ErrNoTranscriber, "--transcribe-command"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := NewTranscriber(c.opts).Transcribe(t.Context(), bytes.NewReader(c.in), "en"); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	text, err := NewTranscriber(TranscriberOptions{Command: script(`printf '%s\n\033[2J%s' "$2" "$(sox --i -r "$1")"`)}).Transcribe(t.Context(), bytes.NewReader(tone), "en-AU")
	if err != nil || text != "en-AU [2J16000" {
		t.Errorf("%q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "callflow-transcript-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
