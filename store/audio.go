package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/wording"
)

// Audio is a named sound in the library. The sound itself is a file, which
// package media keeps.
type Audio struct {
	ID int64 `json:"-"`
	// Name is what flows call it: welcome in audio:welcome.
	Name string `json:"name"`
	// Kind is greeting, prompt, whisper, music or invalid; "" when nobody said.
	Kind string `json:"kind,omitempty"`
	// Hash is the hexadecimal SHA-256 of the file.
	Hash string `json:"hash"`
	// File is its name in the library's folder.
	File     string        `json:"file"`
	Duration time.Duration `json:"duration"`
	// Text is what is said, when it was spoken from text, in Language.
	Text     string    `json:"text,omitempty"`
	Language string    `json:"language,omitempty"`
	Created  time.Time `json:"created"`
}

const audioColumns = `id, name, kind, hash, file, duration_ms, text, language, created`

func scanAudio(r interface{ Scan(...any) error }, a *Audio) error {
	var ms int64
	err := r.Scan(&a.ID, &a.Name, &a.Kind, &a.Hash, &a.File, &ms, &a.Text, &a.Language, when{&a.Created})
	a.Duration = time.Duration(ms) * time.Millisecond
	return err
}

// AudioList lists a company's sounds by name.
func (s *Store) AudioList(ctx context.Context, company string) ([]Audio, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list audio", func(r *sql.Rows, a *Audio) error { return scanAudio(r, a) },
		`SELECT `+audioColumns+` FROM audio WHERE company_id = ? ORDER BY name`, c.ID)
}

// Audio returns one sound.
func (s *Store) Audio(ctx context.Context, company, name string) (Audio, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Audio{}, err
	}
	return audioByName(ctx, s.reader, c, name)
}

func audioByName(ctx context.Context, q querier, c Company, name string) (Audio, error) {
	var a Audio
	err := scanAudio(q.QueryRowContext(ctx, `SELECT `+audioColumns+` FROM audio WHERE company_id = ? AND name = ?`, c.ID, name), &a)
	if errors.Is(err, sql.ErrNoRows) {
		return a, notFound(ctx, q, "audio", name, `SELECT name FROM audio WHERE company_id = ?`, c.ID)
	}
	if err != nil {
		return a, fmt.Errorf("look up the audio %q: %w", name, err)
	}
	return a, nil
}

// PutAudio adds a sound, or replaces the one of that name. Replaced is the
// file that is not needed by that name any more, "" for none.
func (s *Store) PutAudio(ctx context.Context, company string, a Audio) (kept Audio, replaced string, err error) {
	if err := checkAudio(a); err != nil {
		return a, "", err
	}
	err = s.change(ctx, company, func(t *tx) error {
		before, err := audioByName(t.ctx, t, t.company, a.Name)
		var missing *NotFoundError
		if err != nil && !errors.As(err, &missing) {
			return err
		}
		var was any
		if err == nil {
			was = before
			if before.File != a.File {
				replaced = before.File
			}
		}
		if _, err := t.exec("keep an audio", `INSERT INTO audio (company_id, name, kind, hash, file, duration_ms, text, language, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (company_id, name) DO UPDATE SET kind = excluded.kind, hash = excluded.hash,
			file = excluded.file, duration_ms = excluded.duration_ms, text = excluded.text, language = excluded.language`,
			t.company.ID, a.Name, a.Kind, a.Hash, a.File, a.Duration.Milliseconds(), a.Text, a.Language, timeText(t.store.now())); err != nil {
			return err
		}
		if kept, err = audioByName(t.ctx, t, t.company, a.Name); err != nil {
			return err
		}
		return t.audit("audio.put", "audio", kept.Name, was, kept)
	})
	return kept, replaced, err
}

// RenameAudio gives a sound another name. What plays it knows it by its name, and
// a published revision never changes: one that is in use keeps its name, and the
// [*InUseError] lists where. Only upper and lower case may change then.
func (s *Store) RenameAudio(ctx context.Context, company, name, newName string) error {
	if err := checkIdentifier("audio", newName); err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		before, err := audioByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if !strings.EqualFold(before.Name, newName) {
			if err := t.unused("audio", before.Name, nil); err != nil {
				return err
			}
		}
		_, err = t.exec("rename an audio", `UPDATE audio SET name = ? WHERE id = ?`, newName, before.ID)
		if isUnique(err) {
			return &ConflictError{Kind: "audio", Name: newName, Problem: wording.Say("there is a sound %q already; choose another name", newName)}
		}
		if err != nil {
			return err
		}
		return t.audit("audio.rename", "audio", before.Name, before.Name, newName)
	})
}

// RemoveAudio removes a sound and returns what it was, so that its file can be
// removed too. One that a flow uses is not removed, unless by force: the
// [*InUseError] lists where.
func (s *Store) RemoveAudio(ctx context.Context, company, name string, force bool) (Audio, error) {
	var before Audio
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		if before, err = audioByName(t.ctx, t, t.company, name); err != nil {
			return err
		}
		if !force {
			if err := t.unused("audio", before.Name, nil); err != nil {
				return err
			}
		}
		if _, err := t.exec("remove an audio", `DELETE FROM audio WHERE id = ?`, before.ID); err != nil {
			return err
		}
		return t.audit("audio.rm", "audio", before.Name, before, nil)
	})
	return before, err
}

// SoundsInUse are the hashes of the sounds that some company's audio or
// mailbox needs.
func (s *Store) SoundsInUse(ctx context.Context) (map[string]bool, error) {
	hashes, err := names(ctx, s.reader, `SELECT hash FROM audio UNION SELECT greeting FROM mailboxes`)
	if err != nil {
		return nil, err
	}
	used := make(map[string]bool, len(hashes))
	for _, h := range hashes {
		used[h] = true
	}
	return used, nil
}

var audioKinds = []string{"", "greeting", "prompt", "whisper", "music", "invalid"}

func checkAudio(a Audio) error {
	if err := checkIdentifier("audio", a.Name); err != nil {
		return err
	}
	if !slices.Contains(audioKinds, a.Kind) {
		return &InvalidError{Field: "kind", Value: a.Kind, Problem: wording.Say("it is one of %s", strings.Join(audioKinds[1:], ", "))}
	}
	if a.Hash == "" || a.File == "" || strings.ContainsAny(a.File, "\x00\n") {
		return &InvalidError{Field: "file", Value: a.File, Problem: wording.Of("a sound needs a file and its hash")}
	}
	if a.Language != "" && !languageTag.MatchString(a.Language) {
		return &InvalidError{Field: "language", Value: a.Language, Problem: wording.Of("use a language tag such as en or en-AU")}
	}
	return checkText("text", strings.ReplaceAll(a.Text, "\n", " "), 10000)
}
