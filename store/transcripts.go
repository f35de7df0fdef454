package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// The states of turning a message into text. A message that nobody wants as
// text has none.
const (
	TranscriptWaiting = "waiting" // for its turn, or for another try
	TranscriptWorking = "working"
	TranscriptDone    = "done"
	TranscriptFailed  = "failed" // no more tries; callflow voicemail transcribe tries again
)

// TakeTranscript takes the next message that waits to be turned into text, and
// marks it as being worked on. ok is false when none waits now.
func (s *Store) TakeTranscript(ctx context.Context) (v Voicemail, ok bool, err error) {
	err = s.write(ctx, func(t *tx) error {
		now := timeText(t.store.now())
		err := scanVoicemail(t.QueryRowContext(ctx, `SELECT `+voicemailColumns+voicemailTables+`
			WHERE v.transcript_state = 'waiting' AND v.transcript_at <= ? ORDER BY v.transcript_at, v.id LIMIT 1`, now), &v)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for a message to transcribe: %w", err)
		}
		ok = true
		v.TranscriptState, v.TranscriptTries = TranscriptWorking, v.TranscriptTries+1
		_, err = t.exec("take a message to transcribe", `UPDATE voicemails SET transcript_state = 'working', transcript_tries = ?, transcript_at = ? WHERE id = ?`,
			v.TranscriptTries, now, v.ID)
		return err
	})
	return v, ok, err
}

// KeepTranscript stores what a message says. One that is gone is no error.
func (s *Store) KeepTranscript(ctx context.Context, id int64, text string) error {
	return s.transcript(ctx, `UPDATE voicemails SET transcript = ?, transcript_state = 'done', transcript_error = '', transcript_at = ? WHERE id = ?`,
		Printable(text, 64<<10), timeText(s.now()), id)
}

// FailTranscript stores why a message could not be turned into text. It is tried
// again after the time given, or not at all when that is 0.
func (s *Store) FailTranscript(ctx context.Context, id int64, why error, again time.Duration) error {
	state := TranscriptFailed
	if again > 0 {
		state = TranscriptWaiting
	}
	return s.transcript(ctx, `UPDATE voicemails SET transcript_state = ?, transcript_error = ?, transcript_at = ? WHERE id = ?`,
		state, Printable(why.Error(), 1000), timeText(s.now().Add(again)), id)
}

// AskTranscript lets a message be turned into text, again if need be, when its
// turn comes.
func (s *Store) AskTranscript(ctx context.Context, company string, id int64) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := voicemailByID(t.ctx, t, t.company, id)
		if err != nil {
			return err
		}
		if _, err = t.exec("ask for a transcript", `UPDATE voicemails SET transcript_state = 'waiting', transcript_error = '', transcript_tries = 0, transcript_at = ? WHERE id = ?`,
			timeText(t.store.now()), id); err != nil {
			return err
		}
		return t.audit("voicemail.transcribe", "voicemail", fmt.Sprint(id), map[string]string{"transcript_state": before.TranscriptState}, map[string]string{"transcript_state": TranscriptWaiting})
	})
}

// ReleaseTranscripts lets messages wait again that a process which is gone was
// working on, and returns how many.
func (s *Store) ReleaseTranscripts(ctx context.Context) (n int64, err error) {
	err = s.write(ctx, func(t *tx) error {
		result, err := t.exec("release transcripts", `UPDATE voicemails SET transcript_state = 'waiting' WHERE transcript_state = 'working'`)
		if err == nil {
			n, err = result.RowsAffected()
		}
		return err
	})
	return n, err
}

func (s *Store) transcript(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("keep a transcript", query, args...)
		return err
	})
}
