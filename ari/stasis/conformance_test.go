//go:build integration

package stasis_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/calltest"
	"callflow/integration/people"
	"callflow/integration/phone"
)

func TestConformance(t *testing.T) {
	calltest.Run(t, func(t *testing.T) calltest.Fixture {
		p := open(t, "conformance")
		dir := t.TempDir()
		short, long := people.Song(1300*time.Millisecond), people.Song(12*time.Second)
		p.must(phone.SaveWAV(filepath.Join(dir, "short.wav"), short))
		p.must(phone.SaveWAV(filepath.Join(dir, "long.wav"), long))
		server := httptest.NewServer(http.FileServerFS(os.DirFS(dir)))
		t.Cleanup(server.Close)
		return &fixture{
			place: p, carol: p.phone(t, "sipp"),
			short: flowengine.Media{URI: server.URL + "/short.wav", Duration: 1300 * time.Millisecond, Ref: "audio:short"},
			long:  flowengine.Media{URI: server.URL + "/long.wav", Duration: 12 * time.Second, Ref: "audio:long"},
			sounds: map[string]phone.Sound{
				"audio:short": phone.Audio("short", short), "audio:long": phone.Audio("long", long),
			},
		}
	})
}

type fixture struct {
	*place
	carol       *phone.Phone
	short, long flowengine.Media
	sounds      map[string]phone.Sound
}

func (f *fixture) Call(t *testing.T) calltest.Placed {
	call, h := f.dial(t, f.carol)
	t.Cleanup(func() {
		h.over()
		<-h.ctx.Done()
		f.empty(t)
	})
	return calltest.Placed{
		Context: h.ctx, Call: h.call, ID: h.in.ID, Caller: people.NewCaller(f.ctx, t, call, f.sounds),
		Alice: people.NewDesk(f.ctx, t, "alice", f.phone(t, "alice")), Bob: people.NewDesk(f.ctx, t, "bob", f.phone(t, "bob")),
		Unreachable: "PJSIP/frank",
		Short:       f.short, Long: f.long, Missing: flowengine.Media{URI: "sound:no-such-sound", Ref: "audio:missing"},
		Now: time.Now, Patience: 3 * time.Second,
	}
}
