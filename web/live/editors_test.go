package live

import (
	"testing"
	"time"
)

// Whoever finds out that a tab has been silent for too long, all are told.
func TestASilentTabIsTold(t *testing.T) {
	for name, ask := range map[string]func(*Editors){
		"a beat that comes late": func(e *Editors) { e.Beat("default", 1, "b", Beat{User: "user:bob", At: 1}) },
		"a list":                 func(e *Editors) { e.Of(1) },
		"the hub":                func(e *Editors) { e.expire() },
	} {
		t.Run(name, func(t *testing.T) {
			now, told := time.Now(), 0
			e := newEditors(func() time.Time { return now }, func(any) { told++ })
			e.Beat("default", 1, "a", Beat{User: "user:ann"})
			now = now.Add(away + time.Second)
			e.Leave("default", 1, "b", "user:bob", 2)
			told = 0
			ask(e)
			if told != 1 {
				t.Errorf("told %d times", told)
			}
		})
	}
}
