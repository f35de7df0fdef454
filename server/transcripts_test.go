package server

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/media"
	"callflow/notify"
	"callflow/store"
)

func TestTranscripts(t *testing.T) {
	folder := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(folder, "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := os.WriteFile(filepath.Join(folder, "m.wav"), media.Tone(440, time.Second), 0o600); err != nil {
		t.Fatal(err)
	}
	kept, err := s.KeepRecording(t.Context(), "default", flowengine.Recording{Name: "m", Call: "c", Started: time.Now(), Voicemail: "user:alice", Transcribe: true},
		store.RecordingFile{Name: "m.wav", Size: 1, Duration: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	letter := func(recording int64) notify.Delivery {
		content, err := json.Marshal(flowengine.TranscriptLetter{Recording: recording, Box: "user:alice"})
		if err != nil {
			t.Fatal(err)
		}
		return notify.Delivery{Company: "default", Call: "c", Kind: flowengine.LetterTranscript, Content: content}
	}
	by := func(command ...string) *transcripts {
		return &transcripts{store: s, transcriber: media.NewTranscriber(media.TranscriberOptions{Command: command}), folder: folder, log: zerolog.Nop()}
	}
	is := func(state, text, why string) {
		t.Helper()
		all, err := s.Voicemails(t.Context(), "default", store.VoicemailFilter{})
		if err != nil || len(all) != 1 {
			t.Fatalf("%v, %v", all, err)
		}
		if v := all[0]; v.TranscriptState != state || v.Transcript != text || !strings.Contains(v.TranscriptError, why) {
			t.Errorf("%+v", v)
		}
	}
	is(store.TranscriptWaiting, "", "")

	// What may be better next time is tried again; what cannot is not.
	if err := by("false").Deliver(t.Context(), letter(kept.ID)); err == nil || errors.Is(err, media.ErrNoTranscriber) {
		t.Errorf("a failing program: %v", err)
	}
	is(store.TranscriptWaiting, "", "the transcription program failed")
	if err := by().Deliver(t.Context(), letter(kept.ID)); !errors.Is(err, media.ErrNoTranscriber) {
		t.Errorf("no transcriber: %v", err)
	}
	is(store.TranscriptFailed, "", "--transcribe-command")
	if err := by("echo", "Call me", "{language}").Deliver(t.Context(), letter(kept.ID)); err != nil {
		t.Error(err)
	}
	is(store.TranscriptDone, "Call me en", "")

	// A process that ends in the middle leaves it for the next.
	ending, end := context.WithCancel(t.Context())
	end()
	if err := by("sleep", "60").Deliver(ending, letter(kept.ID)); err == nil {
		t.Error("it was done")
	}
	if err := by("echo", "x").Deliver(t.Context(), letter(999)); err != nil {
		t.Errorf("a message that is gone: %v", err)
	}
	if err := by("echo").Deliver(t.Context(), notify.Delivery{Content: []byte("no JSON")}); err == nil {
		t.Error("a letter that cannot be read was delivered")
	}
}
