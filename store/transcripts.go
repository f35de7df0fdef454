package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"callflow/flowengine"
)

// The states of turning a message into text. A message that nobody wants as
// text has none.
const (
	TranscriptWaiting = "waiting" // for its turn, or for another try
	TranscriptWorking = "working"
	TranscriptDone    = "done"
	TranscriptFailed  = "failed" // and not tried again by itself
)

// BeginTranscript marks the message of a recording as being turned into text,
// and returns it. [flowengine.ErrNoSuch] when it is gone.
func (s *Store) BeginTranscript(ctx context.Context, recording int64) (v Voicemail, err error) {
	err = s.write(ctx, func(t *tx) error {
		err := scanVoicemail(t.QueryRowContext(ctx, `SELECT `+voicemailColumns+voicemailTables+` WHERE k.id = ?`, recording), &v)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("the message of recording %d: %w", recording, flowengine.ErrNoSuch)
		}
		if err != nil {
			return fmt.Errorf("look up the message of recording %d: %w", recording, err)
		}
		_, err = t.exec("begin a transcript", `UPDATE voicemails SET transcript_state = 'working', transcript_at = ? WHERE id = ?`, timeText(s.now()), v.ID)
		return err
	})
	return v, err
}

// AwaitTranscript notes that a message is to be turned into text.
func (s *Store) AwaitTranscript(ctx context.Context, id int64) error {
	return s.transcript(ctx, `UPDATE voicemails SET transcript_state = 'waiting', transcript_error = '', transcript_at = ? WHERE id = ?`, timeText(s.now()), id)
}

// KeepTranscript stores what a message says. One that is gone is no error.
func (s *Store) KeepTranscript(ctx context.Context, id int64, text string) error {
	return s.transcript(ctx, `UPDATE voicemails SET transcript = ?, transcript_state = 'done', transcript_error = '', transcript_at = ? WHERE id = ?`,
		Printable(text, 64<<10), timeText(s.now()), id)
}

// FailTranscript stores why a message could not be turned into text, and
// whether it is tried again. A message that is gone is no error.
func (s *Store) FailTranscript(ctx context.Context, id int64, why error, again bool) error {
	state := TranscriptFailed
	if again {
		state = TranscriptWaiting
	}
	return s.transcript(ctx, `UPDATE voicemails SET transcript_state = ?, transcript_error = ?, transcript_at = ? WHERE id = ?`,
		state, Printable(why.Error(), 1000), timeText(s.now()), id)
}

func (s *Store) transcript(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("keep a transcript", query, args...)
		return err
	})
}
