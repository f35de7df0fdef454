package store

import (
	"context"
	"database/sql"
	"fmt"

	"callflow/flowengine"
)

// Lamp is the light of a box: how many messages are in it.
type Lamp struct {
	// Name is what Asterisk knows it by, see [LampName].
	Name string
	flowengine.MessageCount
}

// MessageVersion changes with each change to how many messages are in which
// box, by whatever process.
func (s *Store) MessageVersion(ctx context.Context) (version int64, err error) {
	if err := s.reader.QueryRowContext(ctx, `SELECT version FROM message_changes`).Scan(&version); err != nil {
		return 0, fmt.Errorf("read the version of the messages: %w", err)
	}
	return version, nil
}

// Lamps are the lights of all companies' boxes that have messages, and those
// that had some when Asterisk was told last: see [Store.LampLit].
func (s *Store) Lamps(ctx context.Context) ([]Lamp, error) {
	lamps, err := collect(ctx, s.reader, "count the messages of all boxes", func(r *sql.Rows, l *Lamp) error {
		var company, box string
		err := r.Scan(&company, &box, &l.New, &l.Old)
		l.Name = LampName(company, box)
		return err
	}, `SELECT m.name, n.box, n.new, n.old FROM (`+messageCounts+`) n JOIN companies m ON m.id = n.company_id ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, l := range lamps {
		known[l.Name] = true
	}
	lit, err := names(ctx, s.reader, `SELECT name FROM lamps ORDER BY name`)
	for _, name := range lit {
		if !known[name] {
			lamps = append(lamps, Lamp{Name: name})
		}
	}
	return lamps, err
}

// LampLit notes that a light may be on from now on, or that it is certainly off.
func (s *Store) LampLit(ctx context.Context, name string, lit bool) error {
	query := `DELETE FROM lamps WHERE name = ?`
	if lit {
		query = `INSERT INTO lamps (name) VALUES (?) ON CONFLICT DO NOTHING`
	}
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("note the state of a light", query, name)
		return err
	})
}
