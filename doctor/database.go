package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"callflow/store"
	"callflow/wording"
)

// restore is what to do with a database that cannot be read.
func restore() wording.Phrase { return say("restore a backup of the database") }

// database looks at the file, and at what is in it.
func (l *look) database() {
	s := l.Store
	if s == nil {
		if _, err := os.Stat(l.Database); errors.Is(err, fs.ErrNotExist) {
			l.warn("database", say("there is no %s yet", l.Database), say("the first import or start makes it; say with --db if it is elsewhere"))
			return
		}
		var err error
		if s, err = store.Open(l.ctx, store.Options{Path: l.Database, Logger: l.Log, BusyTimeout: 2 * time.Second}); err != nil {
			var open *store.OpenError
			if errors.As(err, &open) {
				l.fail("database", say("%s", open.Path), say("%s", open.Advice))
				return
			}
			l.fail("database", say("%v", err), say("restore a backup, or choose another file with --db"))
			return
		}
		defer s.Close()
	} else if err := s.Ping(l.ctx); err != nil {
		l.fail("database", say("%v", err), say("look into callflow's log; restore a backup if the file is damaged"))
		return
	}
	l.ok("database", "%s, schema %d", s.Path(), store.SchemaVersion())
	if err := l.numbers(s); err != nil {
		l.fail("numbers", say("%v", err), restore())
	}
	if err := l.sounds(s); err != nil {
		l.fail("sounds", say("%v", err), restore())
	}
}

// numbers looks for numbers that lead nowhere.
func (l *look) numbers(s *store.Store) error {
	all, err := s.Numbers(l.ctx, l.Company, store.NumberFilter{})
	if err != nil {
		return err
	}
	var without []string
	for _, n := range all {
		if n.VoiceFlow == "" {
			without = append(without, n.Number)
		}
	}
	switch {
	case len(all) == 0:
		l.warn("numbers", say("there are none"), say("add one: callflow number add NUMBER --flow FLOW"))
	case len(without) > 0:
		shown := strings.Join(without[:min(5, len(without))], ", ")
		if len(without) > 5 {
			shown += ", …"
		}
		l.warn("numbers", say("%d of %d have no flow: %s", len(without), len(all), shown), say("assign one: callflow number assign %s FLOW", without[0]))
	default:
		l.ok("numbers", "%s, each with a flow", wording.Count(len(all), "1 number", "%d numbers"))
	}
	return nil
}

// sounds looks whether the library's files are there.
func (l *look) sounds(s *store.Store) error {
	all, err := s.AudioList(l.ctx, l.Company)
	if err != nil {
		return err
	}
	for _, a := range all {
		if _, err := os.Stat(filepath.Join(l.Sounds, a.File)); err != nil {
			l.fail("sounds", say("the file of audio:%s is not in %s", a.Name, l.Sounds), say("correct --data, or add the sound again: callflow audio add FILE --name %s", a.Name))
			return nil
		}
	}
	l.ok("sounds", "%s in the library", wording.Count(len(all), "1 sound", "%d sounds"))
	return nil
}
