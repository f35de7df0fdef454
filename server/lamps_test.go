package server

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/store"
)

// lampTest is a database, and an Asterisk that shows the lights it is told of.
type lampTest struct {
	*testing.T
	store      *store.Store
	lamps      *lamps
	connection int64
	shown      map[string]string
	told       int
	broken     error
}

func newLampTest(t *testing.T) *lampTest {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	l := &lampTest{T: t, store: s, connection: 1, shown: map[string]string{}}
	l.restart()
	return l
}

// restart is another callflow with the same database.
func (l *lampTest) restart() {
	l.lamps = &lamps{store: l.store, log: zerolog.Nop(), connection: func() int64 { return l.connection }, set: func(_ context.Context, lamp store.Lamp) error {
		l.told++
		if l.broken == nil {
			l.shown[lamp.Name] = fmt.Sprintf("%d/%d", lamp.New, lamp.Old)
		}
		return l.broken
	}}
}

func (l *lampTest) message(box string, n int) {
	l.Helper()
	_, err := l.store.KeepRecording(l.Context(), "default", flowengine.Recording{
		Name: fmt.Sprintf("m%d", n), Call: "c", Started: time.Now(), Voicemail: box,
	}, store.RecordingFile{Name: fmt.Sprintf("m%d.wav", n), Size: 1, Duration: time.Second})
	if err != nil {
		l.Fatal(err)
	}
}

// shows looks, and checks what lights there are and how often Asterisk was told.
func (l *lampTest) shows(told int, want string) {
	l.Helper()
	l.told = 0
	err := l.lamps.look(l.Context())
	if (err != nil) != (l.broken != nil) {
		l.Fatalf("looking: %v", err)
	}
	if got := fmt.Sprint(l.shown); got != want || l.told != told {
		l.Errorf("the lights show %s, told %d times; want %s, %d times", got, l.told, want, told)
	}
}

func TestLampsFollowTheMessages(t *testing.T) {
	l := newLampTest(t)
	l.shows(0, "map[]")
	l.message("user:alice", 1)
	l.message("group:sales", 2)
	l.shows(2, "map[alice@default:1/0 group.sales@default:1/0]")
	l.shows(0, "map[alice@default:1/0 group.sales@default:1/0]")
	l.message("user:alice", 3)
	l.shows(1, "map[alice@default:2/0 group.sales@default:1/0]")

	// Asterisk was restarted, and knows nothing any more.
	l.connection, l.shown = 0, map[string]string{}
	l.shows(0, "map[]")
	l.connection = 2
	l.shows(2, "map[alice@default:2/0 group.sales@default:1/0]")

	// callflow was not there when the messages went: the light still goes off.
	for _, v := range l.messages("user:alice") {
		if _, err := l.store.RemoveVoicemail(t.Context(), "default", v.ID); err != nil {
			t.Fatal(err)
		}
	}
	l.restart()
	l.shows(2, "map[alice@default:0/0 group.sales@default:1/0]")
	l.restart()
	l.shows(1, "map[alice@default:0/0 group.sales@default:1/0]")
}

func (l *lampTest) messages(box string) []store.Voicemail {
	l.Helper()
	all, err := l.store.Voicemails(l.Context(), "default", store.VoicemailFilter{Box: box})
	if err != nil {
		l.Fatal(err)
	}
	return all
}

// What Asterisk did not take is told again.
func TestLampsAreTriedAgain(t *testing.T) {
	l := newLampTest(t)
	l.message("user:alice", 1)
	l.broken = errors.New("no such context")
	l.shows(1, "map[]")
	l.broken = nil
	l.shows(1, "map[alice@default:1/0]")
	l.shows(0, "map[alice@default:1/0]")
}
