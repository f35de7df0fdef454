package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Voicemail is one message in somebody's box.
type Voicemail struct {
	ID int64 `json:"id"`
	// Box is such as user:alice.
	Box string `json:"box"`
	// Reason is why the caller reached voicemail.
	Reason string `json:"reason"`
	// Status is the same as an outcome: busy, unanswered, slot:closed, …
	Status string `json:"call_status,omitempty"`
	// Heard is when it was marked as heard, zero while unread.
	Heard      time.Time `json:"heard,omitzero"`
	Flagged    bool      `json:"flagged"`
	Note       string    `json:"note"`
	Transcript string    `json:"transcript,omitempty"`
	// TranscriptState is how far that is, see transcripts.go, since TranscriptAt;
	// TranscriptError is why the last try failed.
	TranscriptState string    `json:"transcript_state,omitempty"`
	TranscriptError string    `json:"transcript_error,omitempty"`
	TranscriptAt    time.Time `json:"transcript_at,omitzero"`
	// Recording has its file, caller, length and call.
	Recording Recording `json:"recording"`
}

// VoicemailFilter narrows a list of messages; empty fields do not.
type VoicemailFilter struct {
	Box, Caller string
	// Boxes are several, of which one must be the message's; Before is a message's id, for paging.
	Boxes        []string
	Before       int64
	Unread       bool
	Since, Until time.Time
	// Limit is 100 by default.
	Limit int
}

const voicemailColumns = `v.id, v.box, v.reason, v.heard, v.flagged, v.note, v.transcript, v.call_status, v.transcript_state, v.transcript_error, v.transcript_at, ` + recordingColumns
const voicemailTables = recordingTables + ` JOIN voicemails v ON v.recording_id = k.id`

func scanVoicemail(r interface{ Scan(...any) error }, v *Voicemail) error {
	var ms int64
	err := r.Scan(append([]any{&v.ID, &v.Box, &v.Reason, when{&v.Heard}, &v.Flagged, &v.Note, &v.Transcript, &v.Status, &v.TranscriptState, &v.TranscriptError, when{&v.TranscriptAt}}, v.Recording.columns(&ms)...)...)
	v.Recording.Duration = time.Duration(ms) * time.Millisecond
	return err
}

// Voicemails lists messages, newest first.
func (s *Store) Voicemails(ctx context.Context, company string, f VoicemailFilter) ([]Voicemail, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	var w where
	w.add("k.company_id = ?", c.ID)
	w.is("v.box", f.Box)
	if len(f.Boxes) > 0 {
		boxes := make([]any, len(f.Boxes))
		for i, b := range f.Boxes {
			boxes[i] = b
		}
		w.add("v.box COLLATE NOCASE IN (?"+strings.Repeat(", ?", len(boxes)-1)+")", boxes...)
	}
	if f.Before > 0 {
		w.add("v.id < ?", f.Before)
	}
	w.caller("k.caller_key", f.Caller)
	if f.Unread {
		w.add("v.heard IS NULL")
	}
	w.between("k.started", f.Since, f.Until)
	return collect(ctx, s.reader, "list messages", func(r *sql.Rows, v *Voicemail) error { return scanVoicemail(r, v) },
		`SELECT `+voicemailColumns+voicemailTables+w.sql()+` ORDER BY v.id DESC LIMIT ?`, w.with(limit(f.Limit, 100))...)
}

// Voicemail returns one message.
func (s *Store) Voicemail(ctx context.Context, company string, id int64) (Voicemail, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Voicemail{}, err
	}
	return voicemailByID(ctx, s.reader, c, id)
}

func voicemailByID(ctx context.Context, q querier, c Company, id int64) (Voicemail, error) {
	var v Voicemail
	err := scanVoicemail(q.QueryRowContext(ctx, `SELECT `+voicemailColumns+voicemailTables+` WHERE k.company_id = ? AND v.id = ?`, c.ID, id), &v)
	if errors.Is(err, sql.ErrNoRows) {
		return v, &NotFoundError{Kind: "message", Name: fmt.Sprint(id)}
	}
	if err != nil {
		return v, fmt.Errorf("look up message %d: %w", id, err)
	}
	return v, nil
}

// VoicemailMark says what to change about a message; nil leaves it.
type VoicemailMark struct {
	Heard, Flagged   *bool
	Note, Transcript *string
}

// MarkVoicemail changes what is noted about a message.
func (s *Store) MarkVoicemail(ctx context.Context, company string, id int64, m VoicemailMark) (Voicemail, error) {
	var after Voicemail
	err := s.change(ctx, company, func(t *tx) error {
		before, err := voicemailByID(t.ctx, t, t.company, id)
		if err != nil {
			return err
		}
		after = before
		if m.Heard != nil && *m.Heard != !before.Heard.IsZero() {
			after.Heard = time.Time{}
			if *m.Heard {
				after.Heard = t.store.now()
			}
		}
		if m.Flagged != nil {
			after.Flagged = *m.Flagged
		}
		if m.Note != nil {
			if err := checkText("note", strings.ReplaceAll(*m.Note, "\n", " "), 4000); err != nil {
				return err
			}
			after.Note = *m.Note
		}
		if m.Transcript != nil {
			after.Transcript = Printable(*m.Transcript, 64<<10)
		}
		if _, err := t.exec("mark a message", `UPDATE voicemails SET heard = ?, flagged = ?, note = ?, transcript = ? WHERE id = ?`,
			timeOrNull(after.Heard), after.Flagged, after.Note, after.Transcript, id); err != nil {
			return err
		}
		return t.audit("voicemail.mark", "voicemail", fmt.Sprint(id), before, after)
	})
	return after, err
}

// RemoveVoicemail removes a message with its recording and returns what it
// was, so that its file can be removed too.
func (s *Store) RemoveVoicemail(ctx context.Context, company string, id int64) (Voicemail, error) {
	var before Voicemail
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		if before, err = voicemailByID(t.ctx, t, t.company, id); err != nil {
			return err
		}
		if _, err := t.exec("remove a message", `DELETE FROM recordings WHERE id = ?`, before.Recording.ID); err != nil {
			return err
		}
		return t.audit("voicemail.rm", "voicemail", fmt.Sprint(id), before, nil)
	})
	return before, err
}
