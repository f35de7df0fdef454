package store

import (
	"context"
	"database/sql"
	"maps"
	"time"
)

// read reads what earlier processes counted in a company, once, and forgets
// what is too old to count. It wants the lock.
func (o *Outside) read(ctx context.Context, company string) error {
	now := o.clock.Now()
	for key, l := range o.legs {
		if !l.ended.IsZero() && l.ended.Before(now.Add(-longestDay)) && !o.unsent[key] {
			delete(o.legs, key)
		}
	}
	if o.known[company] {
		return nil
	}
	type row struct {
		legKey
		outsideLeg
	}
	rows, err := collect(ctx, o.store.reader, "count calls outside", func(r *sql.Rows, v *row) error {
		return r.Scan(&v.call, &v.leg, &v.user, &v.number, when{&v.started}, when{&v.talking}, when{&v.ended}, &v.text)
	}, `SELECT l.call, l.leg, l.user, l.number, l.started, l.talking, coalesce(l.ended, c.ended), l.text FROM outside_legs l
		JOIN companies m ON m.id = l.company_id LEFT JOIN calls c ON c.id = l.call
		WHERE m.name = ? AND (l.started > ? OR l.ended IS NULL AND c.ended IS NULL)`, company, timeText(now.Add(-longestDay)))
	if err != nil {
		return err
	}
	for _, r := range rows {
		l := r.outsideLeg
		l.company = company
		if _, newer := o.legs[r.legKey]; !newer {
			o.legs[r.legKey] = &l
		}
	}
	o.known[company] = true
	return nil
}

// changed notes that a leg is to be written. It wants the lock.
func (o *Outside) changed(key legKey) {
	o.unsent[key] = true
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// write is the goroutine that writes legs down.
func (o *Outside) write() {
	defer close(o.done)
	failing := false
	for {
		stopping := false
		select {
		case <-o.wake:
		case <-o.stop:
			stopping = true
		}
		err := o.flush()
		switch {
		case err != nil && !failing:
			o.store.log.Error().Err(err).Msg("calls outside cannot be written down; a restart would forget them")
		case err == nil && failing:
			o.store.log.Info().Msg("calls outside are written down again")
		}
		failing = err != nil
		if stopping {
			return
		}
		if failing {
			timer := time.NewTimer(retry)
			select {
			case <-timer.C:
				o.mu.Lock()
				o.again()
				o.mu.Unlock()
			case <-o.stop:
			}
			timer.Stop()
		}
	}
}

func (o *Outside) again() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// flush writes what has changed.
func (o *Outside) flush() error {
	o.mu.Lock()
	sending := o.unsent
	o.unsent = map[legKey]bool{}
	rows := make(map[legKey]outsideLeg, len(sending))
	for key := range sending {
		if l := o.legs[key]; l != nil {
			rows[key] = *l
		}
	}
	o.mu.Unlock()
	if len(rows) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := o.store.write(ctx, func(t *tx) error {
		for key, l := range rows {
			if _, err := t.exec("write a call outside", `INSERT INTO outside_legs (call, leg, company_id, user, number, started, talking, ended, text)
				SELECT ?1, ?2, id, ?3, ?4, ?5, ?6, ?7, ?8 FROM companies WHERE name = ?9
				ON CONFLICT (call, leg) DO UPDATE SET talking = excluded.talking, ended = excluded.ended`,
				key.call, string(key.leg), l.user, l.number, timeText(l.started), timeOrNull(l.talking), timeOrNull(l.ended), l.text, l.company); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.mu.Lock()
		maps.Copy(o.unsent, sending)
		o.mu.Unlock()
	}
	return err
}
