package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"callflow/flowengine"
)

// MessageCount counts the messages of a box.
func (s *Store) MessageCount(ctx context.Context, company, box string) (n flowengine.MessageCount, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return n, err
	}
	err = s.reader.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE v.heard IS NULL), count(*) FILTER (WHERE v.heard IS NOT NULL)
		FROM voicemails v JOIN recordings k ON k.id = v.recording_id WHERE k.company_id = ? AND v.box = ? COLLATE NOCASE`, c.ID, box).Scan(&n.New, &n.Old)
	if err != nil {
		return n, fmt.Errorf("count the messages of %s: %w", box, err)
	}
	return n, nil
}

// NextVoicemail is the message of a box after a place: the new ones first, each
// kind from the oldest on. [flowengine.ErrNoSuch] when there is none.
func (s *Store) NextVoicemail(ctx context.Context, company, box string, after flowengine.MessagePlace) (v Voicemail, old bool, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return v, false, err
	}
	// What was heard since the box was opened is still among the new.
	const isOld = `(v.heard IS NOT NULL AND v.heard < ?3)`
	err = scanVoicemail(s.reader.QueryRowContext(ctx, `SELECT `+voicemailColumns+voicemailTables+`
		WHERE k.company_id = ?1 AND v.box = ?2 COLLATE NOCASE AND (`+isOld+` > ?4 OR `+isOld+` = ?4 AND v.id > ?5)
		ORDER BY `+isOld+`, v.id LIMIT 1`, c.ID, box, timeText(after.Opened), after.Old, after.ID), &v)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, flowengine.ErrNoSuch
	}
	if err != nil {
		return v, false, fmt.Errorf("look up the next message of %s: %w", box, err)
	}
	return v, !v.Heard.IsZero() && v.Heard.Before(after.Opened), nil
}
