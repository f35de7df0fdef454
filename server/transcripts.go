package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/media"
	"callflow/notify"
	"callflow/store"
)

// transcripts turns messages into text, as letters of the outbox: a job that
// failed is tried again, and one that never can is kept as a dead letter.
type transcripts struct {
	store       *store.Store
	transcriber *media.Transcriber // nil where nothing can
	folder      string             // of recordings
	log         zerolog.Logger
}

// How much of the machine transcribing may take: recognisers use a whole core.
const (
	transcriptWorkers = 1
	transcriptLimit   = 15 * time.Minute // for one message
)

// transcriptKind is how the outbox delivers transcripts.
func (s *Server) transcriptKind() notify.Kind {
	return notify.Kind{
		Deliverer: &transcripts{store: s.store, transcriber: s.cfg.Transcriber(), folder: s.cfg.RecordingFolder(), log: s.log},
		Workers:   transcriptWorkers, Limit: transcriptLimit,
	}
}

// Deliver implements [notify.Deliverer].
func (t *transcripts) Deliver(ctx context.Context, d notify.Delivery) error {
	var wanted flowengine.TranscriptLetter
	if err := json.Unmarshal(d.Content, &wanted); err != nil {
		return notify.Permanent(fmt.Errorf("reading what is to be transcribed: %w", err))
	}
	v, err := t.store.BeginTranscript(ctx, wanted.Recording)
	if errors.Is(err, flowengine.ErrNoSuch) {
		return nil // the message was deleted meanwhile
	}
	if err != nil {
		return err
	}
	text, err := Transcribe(ctx, t.store, t.transcriber, t.folder, d.Company, v)
	if err == nil {
		t.log.Info().Str("call", d.Call).Int64("message", v.ID).Int("characters", len(text)).Msg("a message was transcribed")
		return nil
	}
	if hopeless(err) {
		return notify.Permanent(err)
	}
	return err
}

// Transcribe turns a message into text and stores that, or why it could not.
func Transcribe(ctx context.Context, s *store.Store, transcriber *media.Transcriber, folder, company string, v store.Voicemail) (string, error) {
	text, err := transcribe(ctx, s, transcriber, folder, company, v)
	if err != nil {
		if ctx.Err() != nil {
			return "", err // this process ends; the next one tries again
		}
		return "", errors.Join(err, s.FailTranscript(ctx, v.ID, err, !hopeless(err)))
	}
	return text, s.KeepTranscript(ctx, v.ID, text)
}

func transcribe(ctx context.Context, s *store.Store, transcriber *media.Transcriber, folder, company string, v store.Voicemail) (string, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return "", err
	}
	sound, err := os.Open(filepath.Join(folder, v.Recording.File))
	if err != nil {
		return "", fmt.Errorf("the message's file is not there: %w", err)
	}
	defer sound.Close()
	return transcriber.Transcribe(ctx, sound, c.Language)
}

// hopeless says that another try would end the same.
func hopeless(err error) bool {
	var answer *media.ServiceError
	if errors.As(err, &answer) {
		return answer.Useless()
	}
	for _, why := range []error{media.ErrNoTranscriber, media.ErrNotAudio, media.ErrTooLarge, fs.ErrNotExist} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}
