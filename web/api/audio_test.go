package api_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"

	"callflow/media"
	"callflow/web/api"
)

// beep is a WAV file with a tone of one second.
func beep() []byte {
	const rate = 8000
	samples := make([]int16, rate)
	for i := range samples {
		samples[i] = int16(8000 * math.Sin(2*math.Pi*440*float64(i)/rate))
	}
	var b bytes.Buffer
	b.WriteString("RIFF")
	for _, v := range []any{uint32(36 + 2*rate), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate), uint16(2), uint16(16), []byte("data"), uint32(2 * rate), samples} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			panic(err) // memory takes everything
		}
	}
	return b.Bytes()
}

// form is a form with a file and fields: name, value, ….
func form(t *testing.T, filename string, file []byte, fields ...string) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if filename != "" {
		part, err := w.CreateFormFile("file", filename)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(file) // memory takes everything
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

// uploads sends a form and expects this status.
func uploads[T any](o *office, status int, method, path, filename string, file []byte, fields ...string) T {
	o.t.Helper()
	body, kind := form(o.t, filename, file, fields...)
	return gets[T](o, status, method, path, body, "Content-Type", kind)
}

func TestASoundFromUploadToRemoval(t *testing.T) {
	o := newOffice(t)
	s := uploads[api.Audio](o, 201, "POST", "/audio", "welcome.wav", beep(), "name", "welcome", "kind", "greeting")
	if s.Name != "welcome" || s.Kind != "greeting" || s.Size < 8000 || math.Abs(s.Duration-1) > 0.1 {
		t.Fatalf("uploaded: %+v", s)
	}
	if p := uploads[api.Problem](o, 409, "POST", "/audio", "welcome.wav", beep(), "name", "Welcome"); p.Code != "conflict" {
		t.Errorf("twice: %+v", p)
	}
	if s = gets[api.Audio](o, 200, "PATCH", "/audio/welcome", object{"kind": "prompt"}); s.Kind != "prompt" {
		t.Errorf("changed: %+v", s)
	}
	uploads[api.Audio](o, 201, "POST", "/audio", "night.wav", beep(), "name", "night")
	tag := o.ask("GET", "/audio/night", nil).Header.Get("ETag")
	if n := gets[api.Audio](o, 200, "PATCH", "/audio/night", object{"name": "evening", "kind": "greeting"}, "If-Match", tag); n.Name != "evening" || n.Kind != "greeting" {
		t.Errorf("renamed: %+v", n)
	}
	gets[api.Problem](o, 412, "PATCH", "/audio/evening", object{"name": "dusk"}, "If-Match", tag)
	gets[api.Problem](o, 404, "GET", "/audio/night", nil)
	if p := gets[api.Problem](o, 409, "PATCH", "/audio/evening", object{"name": "Welcome"}); p.Code != "conflict" {
		t.Errorf("a name that is taken: %+v", p)
	}
	gets[api.Problem](o, 422, "PATCH", "/audio/evening", object{"name": "two words"})
	whole := o.ask("GET", "/audio/welcome/sound", nil)
	if whole.Code != 200 || whole.Header.Get("Content-Type") != "audio/wav" || !bytes.HasPrefix(whole.Body, []byte("RIFF")) {
		t.Fatalf("played: %d %v", whole.Code, whole.Header)
	}
	part := o.ask("GET", "/audio/welcome/sound", nil, "Range", "bytes=8-11")
	if part.Code != 206 || string(part.Body) != "WAVE" || part.Header.Get("Content-Range") == "" {
		t.Errorf("a part: %d %q %v", part.Code, part.Body, part.Header)
	}
	if same := o.ask("GET", "/audio/welcome/sound", nil, "If-None-Match", whole.Header.Get("ETag")); same.Code != 304 {
		t.Errorf("asked again: %d", same.Code)
	}
	if w := gets[media.Peaks](o, 200, "GET", "/audio/welcome/peaks?points=50", nil); len(w.Peaks) != 1 || len(w.Peaks[0]) != 50 || w.Peaks[0][25] == 0 {
		t.Errorf("the waveform: %+v", w)
	}
	flow := hello("")
	flow["nodes"].(object)["n1"].(object)["params"] = object{"audio": "audio:welcome"}
	flowID := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Main", "document": flow, "publish": true}).ID
	uses := gets[api.List[object]](o, 200, "GET", "/audio/welcome/uses", nil)
	if len(uses.Items) != 1 || uses.Items[0]["node"] != "n1" || uses.Items[0]["flow"] != float64(flowID) {
		t.Errorf("played in: %+v", uses.Items)
	}
	if p := gets[api.Problem](o, 409, "DELETE", "/audio/welcome", nil); p.Code != "in_use" || len(p.Uses) == 0 {
		t.Errorf("removing what is played: %+v", p)
	}
	if p := gets[api.Problem](o, 409, "PATCH", "/audio/welcome", object{"name": "hello"}); p.Code != "in_use" || len(p.Uses) == 0 {
		t.Errorf("renaming what is played: %+v", p)
	}
	again := gets[api.Audio](o, 200, "PUT", "/audio/welcome/speech", object{"text": "Welcome to the bakery.", "language": "en"})
	if again.Hash == s.Hash || again.Text == "" || again.Kind != "prompt" {
		t.Errorf("spoken in its place: %+v", again)
	}
	back := uploads[api.Audio](o, 200, "PUT", "/audio/welcome/sound", "x.wav", beep())
	if back.Hash != s.Hash || back.Text != "" {
		t.Errorf("another file in its place: %+v", back)
	}
	gets[object](o, 204, "DELETE", "/audio/welcome?force=true", nil)
	gets[api.Problem](o, 404, "GET", "/audio/welcome/sound", nil)
}

func TestASoundFromText(t *testing.T) {
	o := newOffice(t)
	s := gets[api.Audio](o, 201, "POST", "/audio/speech", object{"name": "hours", "text": "We are closed now.", "kind": "prompt"})
	if s.Language != "en" || s.Duration < 0.5 {
		t.Errorf("spoken: %+v", s)
	}
	if l := gets[api.List[api.Audio]](o, 200, "GET", "/audio?q=closed", nil); len(l.Items) != 1 {
		t.Errorf("searched: %+v", l)
	}
	for _, wrong := range []struct {
		code string
		body object
	}{
		{"text_too_long", object{"name": "a", "text": strings.Repeat("long ", 1000)}},
		{"no_text", object{"name": "a", "text": " \n "}},
		{"no_such_voice", object{"name": "a", "text": "Hello.", "language": "<script>"}},
	} {
		if p := gets[api.Problem](o, 422, "POST", "/audio/speech", wrong.body); p.Code != wrong.code {
			t.Errorf("got %q, want %q: %s", p.Code, wrong.code, p.Detail)
		}
	}
}

func TestUploadsThatAreNotWhatTheySayAreRefusedWithTheReason(t *testing.T) {
	o := newOffice(t)
	silence := beep()
	clear(silence[44:])
	for name, wrong := range map[string]struct {
		filename string
		file     []byte
		code     string
	}{
		"a page":            {"welcome.mp3", []byte("<html><script>alert(1)</script></html>"), "not_audio"},
		"a picture":         {"welcome.wav", []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 500)), "not_audio"},
		"nothing":           {"welcome.wav", nil, "silent"},
		"silence":           {"welcome.wav", silence, "silent"},
		"half a header":     {"welcome.wav", beep()[:30], "not_audio"},
		"a path for a name": {"../../welcome.wav", []byte("no sound"), "not_audio"},
	} {
		p := uploads[api.Problem](o, 422, "POST", "/audio", wrong.filename, wrong.file, "name", "welcome")
		if p.Code != wrong.code || p.Detail == "" || strings.Contains(p.Detail, "media:") {
			t.Errorf("%s: %q, want %q: %s", name, p.Code, wrong.code, p.Detail)
		}
	}
	for name, text := range strange() {
		body, kind := form(t, "a.wav", beep(), "name", text, "kind", "greeting")
		if got := o.ask("POST", "/audio", body, "Content-Type", kind); got.Code != 422 {
			t.Errorf("%s as a name: %d %s", name, got.Code, got.Body)
		}
	}
	if p := uploads[api.Problem](o, 422, "POST", "/audio", "a.wav", beep(), "name", "a", "kind", "song"); p.Code != "invalid" {
		t.Errorf("another kind: %+v", p)
	}
	// Forms that are none.
	for name, request := range map[string]struct {
		body, kind string
	}{
		"no form":       {"{}", "application/json"},
		"no boundary":   {"x", "multipart/form-data"},
		"half a form":   {"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF", "multipart/form-data; boundary=b"},
		"no file in it": {"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nwelcome\r\n--b--\r\n", "multipart/form-data; boundary=b"},
	} {
		got := o.ask("POST", "/audio", request.body, "Content-Type", request.kind)
		if got.Code < 400 || got.Code >= 500 {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	if l := gets[api.List[api.Audio]](o, 200, "GET", "/audio", nil); len(l.Items) != 0 {
		t.Errorf("kept: %+v", l.Items)
	}
}

// A form with a file is kept in the folder for temporary files while it is read; whatever becomes of it, nothing stays there, and
// in the library there are whole sounds only.
func TestAnUploadLeavesNothingBehind(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	o := newOffice(t)
	whole, kind := form(t, "a.wav", beep(), "name", "welcome")
	for _, upload := range []struct {
		what   string
		body   []byte
		status int
	}{
		{"half of it", whole[:len(whole)/2], 422},
		{"what is no sound", bytes.ReplaceAll(whole, []byte("WAVEfmt"), []byte("nothing")), 422},
		{"all of it", whole, 201},
		{"the same once more", whole, 409},
	} {
		if got := o.ask("POST", "/audio", upload.body, "Content-Type", kind); got.Code != upload.status {
			t.Errorf("%s: %d %s", upload.what, got.Code, got.Body)
		}
		left, err := os.ReadDir(temporary)
		if err != nil || len(left) > 0 {
			t.Errorf("%s leaves behind %v %v", upload.what, left, err)
		}
	}
}

func TestAnUploadThatIsTooLargeIsCutOff(t *testing.T) {
	o := newOffice(t)
	body, kind := form(t, "a.wav", make([]byte, 66<<20), "name", "large")
	got := o.ask("POST", "/audio", body, "Content-Type", kind)
	if got.Code != http.StatusRequestEntityTooLarge || !strings.Contains(string(got.Body), "The file is too large: the limit is 64 MB.") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}
