package media

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func speaker(t *testing.T, opts SpeakerOptions) *Speaker {
	t.Helper()
	if opts.Library == nil {
		opts.Library = library(t, LibraryOptions{})
	}
	s := NewSpeaker(opts)
	t.Cleanup(s.Close)
	return s
}

// counting is a speech program that notes each run in a file, and says a tone.
func counting(t *testing.T, more string) (command []string, runs func() []string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tone.wav"), Tone(440, time.Second), 0o600); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(dir, "speak")
	text := "#!/bin/sh\n{ echo \"$@\" \"[$(cat)]\"; } >>" + dir + "/runs\n" + more + "\ncat " + dir + "/tone.wav\n"
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	// By its shell: a program that was just written can still be open for writing in
	// a child of another test.
	return []string{"/bin/sh", script, "-l", "{language}", "-v{voice}", "{speed}"}, func() []string {
		b, _ := os.ReadFile(filepath.Join(dir, "runs"))
		return strings.Split(strings.TrimSpace(string(b)), "\n")
	}
}

func TestEspeak(t *testing.T) {
	s := speaker(t, SpeakerOptions{})
	short, err := s.Say(t.Context(), Speech{Text: "Hello."})
	if err != nil {
		t.Fatal(err)
	}
	long, err := s.Say(t.Context(), Speech{Text: "Good morning. You have reached the main line; please hold for a moment."})
	if err != nil {
		t.Fatal(err)
	}
	german, err := s.Say(t.Context(), Speech{Text: "Hello.", Language: "de", Speed: 100})
	if err != nil {
		t.Fatal(err)
	}
	if short.Duration < 200*time.Millisecond || long.Duration < 3*short.Duration || german.Hash == short.Hash {
		t.Errorf("short %v, long %v, German %v", short, long, german)
	}
	if _, err := s.Say(t.Context(), Speech{Text: "Hello.", Language: "zz-nosuch"}); !errors.Is(err, ErrSpeech) || !strings.Contains(err.Error(), "voice does not exist") {
		t.Errorf("no such voice: %v", err)
	}
	// An option, a shell's syntax and espeak's own in a text are just text.
	if _, err := s.Say(t.Context(), Speech{Text: "--version; $(id) `id` | \"quoted\" [[h@]] <break/>"}); err != nil {
		t.Error(err)
	}
}

func TestSayOnce(t *testing.T) {
	command, runs := counting(t, "")
	s := speaker(t, SpeakerOptions{Command: command})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if _, err := s.Say(t.Context(), Speech{Text: " one\n two\x00"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := runs(); len(got) != 1 || got[0] != "-l en -ven 160 [one two]" {
		t.Errorf("runs: %q", got)
	}
	// A new process with the same folder does not speak it again.
	again := speaker(t, SpeakerOptions{Command: command, Library: library(t, LibraryOptions{Dir: s.opts.Library.opts.Dir})})
	sound, err := again.Say(t.Context(), Speech{Text: "one two"})
	if err != nil || sound.Duration != time.Second || len(runs()) != 1 {
		t.Errorf("%v, %v, runs %q", sound, err, runs())
	}
	// It does when the sound has gone, and for another voice.
	if err := s.opts.Library.Remove(sound.Hash); err != nil {
		t.Fatal(err)
	}
	for _, speech := range []Speech{{Text: "one two"}, {Text: "one two", Voice: "en+f3"}} {
		if _, err := again.Say(t.Context(), speech); err != nil {
			t.Error(err)
		}
	}
	if got := runs(); len(got) != 3 || got[2] != "-l en -ven+f3 160 [one two]" {
		t.Errorf("runs: %q", got)
	}
}

func TestSayRefuses(t *testing.T) {
	command, runs := counting(t, "")
	s := speaker(t, SpeakerOptions{Command: command, MaxText: 5})
	for name, c := range map[string]struct {
		speech Speech
		want   error
	}{
		"nothing":        {Speech{}, ErrNoText},
		"only spaces":    {Speech{Text: " \n\x00"}, ErrNoText},
		"too much":       {Speech{Text: "sixsix"}, ErrTextTooLong},
		"an option":      {Speech{Text: "x", Language: "-w/etc/passwd"}, ErrVoice},
		"another option": {Speech{Text: "x", Voice: "--path"}, ErrVoice},
		"a way out":      {Speech{Text: "x", Voice: "../../x"}, ErrVoice},
		"a path":         {Speech{Text: "x", Voice: "/etc/passwd"}, ErrVoice},
		"a newline":      {Speech{Text: "x", Voice: "en\n"}, ErrVoice},
	} {
		if _, err := s.Say(t.Context(), c.speech); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Say(t.Context(), Speech{Text: "äöüßé"}); err != nil || len(runs()) != 1 {
		t.Errorf("five characters: %v, runs %q", err, runs())
	}
}

func TestSpeechProgramFails(t *testing.T) {
	fails, _ := counting(t, "echo out of words >&2; exit 3")
	endless, _ := counting(t, "exec yes")
	hangs, _ := counting(t, "exec sleep 60")
	text, _ := counting(t, "echo not audio; exit 0")
	for name, c := range map[string]struct {
		opts SpeakerOptions
		want error
		says string
	}{
		"fails":     {SpeakerOptions{Command: fails}, ErrSpeech, "out of words"},
		"endless":   {SpeakerOptions{Command: endless, Library: library(t, LibraryOptions{MaxBytes: 1 << 20})}, ErrTooLarge, ""},
		"hangs":     {SpeakerOptions{Command: hangs, Timeout: 200 * time.Millisecond}, ErrTimeout, ""},
		"no audio":  {SpeakerOptions{Command: text}, ErrNotAudio, ""},
		"not there": {SpeakerOptions{Command: []string{"nosuchprogram"}}, ErrNoProgram, "nosuchprogram"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := speaker(t, c.opts).Say(t.Context(), Speech{Text: "x"}); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOneWhoGivesUpDoesNotStopTheOthers(t *testing.T) {
	gate := filepath.Join(t.TempDir(), "gate")
	command, runs := counting(t, "while [ ! -e "+gate+" ]; do sleep 0.02; done")
	s := speaker(t, SpeakerOptions{Command: command})
	impatient, leave := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() { _, err := s.Say(impatient, Speech{Text: "x"}); first <- err }()
	leave()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the impatient one: %v", err)
	}
	second := make(chan error, 1)
	go func() { _, err := s.Say(t.Context(), Speech{Text: "x"}); second <- err }()
	if err := os.WriteFile(gate, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := <-second; err != nil || len(runs()) != 1 {
		t.Errorf("the other one: %v, runs %q", err, runs())
	}
}

func TestCloseGivesUp(t *testing.T) {
	command, _ := counting(t, "exec sleep 60")
	s := speaker(t, SpeakerOptions{Command: command})
	said := make(chan error, 1)
	go func() { _, err := s.Say(t.Context(), Speech{Text: "x"}); said <- err }()
	s.Close()
	s.Close()
	if err := <-said; !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Say(t.Context(), Speech{Text: "x"}); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
