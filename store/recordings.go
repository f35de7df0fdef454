package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Recording is one finished recording. The sound itself is a file.
type Recording struct {
	ID      int64  `json:"id"`
	Company string `json:"company"`
	// Name is unique in the company; the engine chooses it.
	Name string `json:"name"`
	Call string `json:"call"`
	Step int    `json:"step"`
	Node string `json:"node"`
	// File is its name in the recordings' folder, Size its bytes.
	File     string        `json:"file"`
	Size     int64         `json:"size"`
	Started  time.Time     `json:"started"`
	Duration time.Duration `json:"duration"`
	Caller   string        `json:"caller"`
	Number   string        `json:"number"`
}

// RecordingFile is where the sound of a recording is.
type RecordingFile struct {
	Name     string
	Size     int64
	Duration time.Duration
}

// KeepRecording writes the row of a finished recording whose file is in place,
// and of the message when it is one. With a name that is there already it
// replaces the file and keeps the id, and what was done with the message.
func (s *Store) KeepRecording(ctx context.Context, company string, r flowengine.Recording, file RecordingFile) (flowengine.KeptRecording, error) {
	var id int64
	err := s.change(ctx, company, func(t *tx) error {
		caller := Printable(r.Caller, maxCallText)
		err := t.QueryRowContext(t.ctx, `INSERT INTO recordings
			(company_id, name, call, step, node, file, size, started, duration_ms, caller, caller_key, number)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (company_id, name) DO UPDATE SET file = excluded.file, size = excluded.size, duration_ms = excluded.duration_ms
			RETURNING id`,
			t.company.ID, Printable(r.Name, maxCallText), r.Call, r.Step, Printable(r.Node, maxCallText), file.Name, file.Size,
			timeText(r.Started), file.Duration.Milliseconds(), caller, CallerKey(r.Caller), Printable(r.Number, maxCallText)).Scan(&id)
		if err != nil {
			return fmt.Errorf("keep the recording %q: %w", r.Name, err)
		}
		if r.Voicemail == "" {
			return nil
		}
		transcript := ""
		if r.Transcribe {
			transcript = TranscriptWaiting
		}
		_, err = t.exec("keep a message", `INSERT INTO voicemails (recording_id, box, reason, call_status, transcript_state, transcript_at)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (recording_id) DO NOTHING`,
			id, Printable(r.Voicemail, maxCallText), Printable(r.Reason, 1000), Printable(r.Status, maxCallText), transcript, timeText(t.store.now()))
		return err
	})
	return flowengine.KeptRecording{ID: id, Duration: file.Duration}, err
}

// RecordingFilter narrows a list of recordings; empty fields do not.
type RecordingFilter struct {
	Call         string
	Caller       string
	Since, Until time.Time
	// Limit is 100 by default.
	Limit int
}

const recordingColumns = `k.id, m.name, k.name, k.call, k.step, k.node, k.file, k.size, k.started, k.duration_ms, k.caller, k.number`
const recordingTables = ` FROM recordings k JOIN companies m ON m.id = k.company_id`

func (k *Recording) columns(ms *int64) []any {
	return []any{&k.ID, &k.Company, &k.Name, &k.Call, &k.Step, &k.Node, &k.File, &k.Size, when{&k.Started}, ms, &k.Caller, &k.Number}
}

func scanRecording(r interface{ Scan(...any) error }, k *Recording) error {
	var ms int64
	err := r.Scan(k.columns(&ms)...)
	k.Duration = time.Duration(ms) * time.Millisecond
	return err
}

// Recordings lists recordings, newest first.
func (s *Store) Recordings(ctx context.Context, company string, f RecordingFilter) ([]Recording, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	var w where
	w.add("k.company_id = ?", c.ID)
	w.is("k.call", f.Call)
	w.caller("k.caller_key", f.Caller)
	w.between("k.started", f.Since, f.Until)
	return collect(ctx, s.reader, "list recordings", func(r *sql.Rows, k *Recording) error { return scanRecording(r, k) },
		`SELECT `+recordingColumns+recordingTables+w.sql()+` ORDER BY k.started DESC, k.id DESC LIMIT ?`, w.with(limit(f.Limit, 100))...)
}

// Recording returns one recording.
func (s *Store) Recording(ctx context.Context, company string, id int64) (Recording, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Recording{}, err
	}
	return recordingByID(ctx, s.reader, c, id)
}

func recordingByID(ctx context.Context, q querier, c Company, id int64) (Recording, error) {
	var k Recording
	err := scanRecording(q.QueryRowContext(ctx, `SELECT `+recordingColumns+recordingTables+` WHERE k.company_id = ? AND k.id = ?`, c.ID, id), &k)
	if errors.Is(err, sql.ErrNoRows) {
		return k, &NotFoundError{Kind: "recording", Name: fmt.Sprint(id)}
	}
	if err != nil {
		return k, fmt.Errorf("look up recording %d: %w", id, err)
	}
	return k, nil
}

// RemoveRecording removes a recording, and the message that it is, and returns
// what it was, so that its file can be removed too.
func (s *Store) RemoveRecording(ctx context.Context, company string, id int64) (Recording, error) {
	var before Recording
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		if before, err = recordingByID(t.ctx, t, t.company, id); err != nil {
			return err
		}
		if _, err := t.exec("remove a recording", `DELETE FROM recordings WHERE id = ?`, id); err != nil {
			return err
		}
		return t.audit("recording.rm", "recording", before.Name, before, nil)
	})
	return before, err
}

// caller looks a caller up by his last nine digits. A number that is cut short
// ("0412…") finds every caller whose number goes on like that.
func (w *where) caller(column, caller string) {
	if caller == "" {
		return
	}
	key := CallerKey(caller)
	if key == "" {
		w.add(column + " = ''")
		return
	}
	cut := strings.HasSuffix(caller, "*") || strings.HasSuffix(caller, "…") || strings.HasSuffix(caller, "...")
	if !cut {
		w.add(column+" = ?", key)
		return
	}
	key = callerKey(caller[countryCode(caller):])
	w.add(column+" >= ? AND "+column+" < ?", key, key+":") // ':' is the character after '9'
}
