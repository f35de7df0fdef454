//go:build integration

package media

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestAsteriskPlaysASound wants the private Asterisk of scripts/asterisk, with
// its `env` in the environment. One channel plays a sound that is served here,
// twice, and another one records what it hears.
func TestAsteriskPlaysASound(t *testing.T) {
	l := library(t, LibraryOptions{})
	sound, err := l.Add(t.Context(), bytes.NewReader(Tone(523, 1500*time.Millisecond)), "prompt.wav")
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		l.Handler().ServeHTTP(w, r)
	}))
	defer server.Close()

	heard := filepath.Join(env(t, "ASTERISK_SPOOL"), "heard-"+sound.Hash[:8]+".wav")
	defer os.Remove(heard)
	_ = os.Remove(heard) // of a test that was killed
	console(t, "module load app_record.so")
	play := "Playback(" + server.URL + Path(sound.Hash) + ")"
	for i, app := range []string{"Answer()", "Wait(0.5)", play, "Wait(0.5)", play, "Hangup()"} {
		console(t, fmt.Sprintf(`dialplan add extension "play,%d,%s" into mediatest replace`, i+1, app))
	}
	console(t, fmt.Sprintf(`dialplan add extension "record,1,Record(%s,0,10,qk)" into mediatest replace`, heard))
	originate(t, "play@mediatest", "record")

	wav := await(t, heard)
	d, err := Duration(bytes.NewReader(wav))
	if err != nil || d < 2900*time.Millisecond || d > 6*time.Second {
		t.Errorf("heard %v, %v; want both tones of 1.5 s. If Asterisk's log says that the file does not exist in any format, there is a dot in astcachedir", d, err)
	}
	samples := samplesOf(wav)
	if right, wrong := loudness(samples, 523), loudness(samples, 440); right < 1500 || wrong > right/20 {
		t.Errorf("523 Hz: %.0f, 440 Hz: %.0f", right, wrong)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("Asterisk asked %d times, want once for both", n)
	}
}

func env(t *testing.T, name string) string {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		t.Fatalf("%s is not set: start Asterisk with `scripts/asterisk up`, and export what `scripts/asterisk env` prints", name)
	}
	return v
}

// console runs one command on Asterisk's command line.
func console(t *testing.T, command string) string {
	t.Helper()
	out, err := exec.Command("../scripts/asterisk", "--instance", env(t, "ASTERISK_INSTANCE"), "cli", command).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", command, err, out)
	}
	return string(out)
}

// originate calls place, and runs the dialplan of mediatest at extension for it.
func originate(t *testing.T, place, extension string) {
	t.Helper()
	query := url.Values{"endpoint": {"Local/" + place + "/n"}, "context": {"mediatest"}, "extension": {extension}, "priority": {"1"}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, env(t, "ASTERISK_ARI_URL")+"/ari/channels?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(env(t, "ASTERISK_ARI_USER"), env(t, "ASTERISK_ARI_PASSWORD"))
	defer http.DefaultClient.CloseIdleConnections()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if out, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		t.Fatalf("originate: %s: %s", resp.Status, out)
	}
}

// await waits for the end of the calls and returns the recording.
func await(t *testing.T, file string) []byte {
	t.Helper()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for range 100 {
		<-tick.C
		if !strings.Contains(console(t, "core show channels concise"), "mediatest") {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("nothing was recorded: %v", err)
			}
			return b
		}
	}
	t.Fatal("the calls do not end")
	return nil
}
