package simulator

import (
	"fmt"
	"time"

	"callflow/flowengine"
)

// Heard is one thing that a party of a simulated call hears.
type Heard struct {
	// At counts from the call's arrival.
	At time.Duration `json:"at"`
	// For is how long it lasted, 0 while it lasts.
	For   time.Duration    `json:"for"`
	Party flowengine.Party `json:"party,omitempty"`
	// What is a reference ("audio:welcome", "say:…"), "ringing", "music:…",
	// "beep", or "conversation with …".
	What string `json:"what"`
	// Cut says that it was ended before it ran out.
	Cut bool `json:"cut,omitempty"`
}

// String is one line of a transcript.
func (h Heard) String() string {
	who, cut := "caller", ""
	if h.Party != flowengine.Caller {
		who = string(h.Party)
	}
	if h.Cut {
		cut = ", cut"
	}
	return fmt.Sprintf("%7.1fs  %s hears %s (%.1fs%s)", h.At.Seconds(), who, h.What, h.For.Seconds(), cut)
}

// Heard is the transcript so far.
func (w *World) Heard() []Heard { return w.heard }

func (w *World) since() time.Duration { return w.now.Sub(w.started) }

func (w *World) hear(who flowengine.Party, what string) {
	w.heard = append(w.heard, Heard{At: w.since(), Party: who, What: what})
}

func (w *World) indicate(i flowengine.Indication) {
	what := ""
	switch {
	case i.Music != "":
		what = "music:" + i.Music
	case i.Ringing:
		what = "ringing"
	}
	if w.indication >= 0 && w.heard[w.indication].What == what {
		return
	}
	w.stopIndication()
	if what != "" {
		w.indication = len(w.heard)
		w.hear(flowengine.Caller, what)
	}
}

func (w *World) stopIndication() {
	if w.indication >= 0 {
		h := &w.heard[w.indication]
		h.For = w.since() - h.At
		w.indication = -1
	}
}
