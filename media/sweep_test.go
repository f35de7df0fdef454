package media

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"
)

func TestSweep(t *testing.T) {
	l := library(t, LibraryOptions{})
	s := speaker(t, SpeakerOptions{Library: l})
	add := func(hz float64) Sound {
		sound, err := l.Add(t.Context(), bytes.NewReader(Tone(hz, time.Second)), "x.wav")
		if err != nil {
			t.Fatal(err)
		}
		return sound
	}
	used, unused, fresh := add(400), add(500), add(600)
	spoken, err := s.Say(t.Context(), Speech{Text: "Hello."})
	if err != nil {
		t.Fatal(err)
	}
	for _, sound := range []Sound{used, unused, fresh, spoken} {
		long := time.Now().Add(-2 * sweepAge)
		if err := os.Chtimes(l.path(sound.Hash), long, long); err != nil {
			t.Fatal(err)
		}
	}
	add(600) // again
	if err := l.Sweep(func() (map[string]bool, error) { return nil, errors.New("the disk is gone") }); err == nil {
		t.Error("swept without knowing what is used")
	}
	if err := l.Sweep(func() (map[string]bool, error) { return map[string]bool{used.Hash: true}, nil }); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		sound Sound
		there bool
	}{"used": {used, true}, "unused": {unused, false}, "fresh": {fresh, true}, "spoken": {spoken, true}} {
		f, err := l.Open(c.sound.Hash)
		if (err == nil) != c.there {
			t.Errorf("the %s one: %v", name, err)
		}
		if err == nil {
			f.Close()
		}
	}
}
