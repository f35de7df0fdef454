package simulator

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"callflow/flowengine"
)

// playback is a medium that plays to a party.
type playback struct {
	to    flowengine.Party
	media flowengine.Media
	owner *Call
	heard int // its index in World.heard
}

func (w *World) playing(to flowengine.Party) *playback {
	for _, p := range w.playbacks {
		if p.to == to {
			return p
		}
	}
	return nil
}

func (w *World) play(c *Call, to flowengine.Party, m flowengine.Media) error {
	if to == flowengine.Caller {
		if w.bridged != nil {
			return fmt.Errorf("playing %s: the caller is in a conversation", name(m))
		}
	} else if l := w.leg(to); l == nil || !l.up {
		// As with a real channel that leaves while the request is under way.
		w.emitTo(c, flowengine.PlayEnded{To: to, Failed: true})
		return nil
	}
	if p := w.playing(to); p != nil {
		if p.owner == c {
			return fmt.Errorf("playing %s: %s plays to %q already", name(m), name(p.media), to)
		}
		if p.media.URI == m.URI {
			p.owner = c
			return nil
		}
		w.endPlayback(p, false, true)
	}
	if to == flowengine.Caller {
		w.stopIndication()
		w.silence++
	}
	if w.script.Unplayable[m.URI] || w.script.Unplayable[m.Ref] {
		w.emitTo(c, flowengine.PlayEnded{To: to, Failed: true})
		return nil
	}
	p := &playback{to: to, media: m, owner: c, heard: len(w.heard)}
	w.hear(to, name(m))
	w.playbacks = append(w.playbacks, p)
	w.after(playTime(m), func() { w.endPlayback(p, false, false) })
	return nil
}

// endPlayback ends a playback if it still plays. cut says that it did not run
// out by itself.
func (w *World) endPlayback(p *playback, failed, cut bool) {
	i := slices.Index(w.playbacks, p)
	if i < 0 {
		return
	}
	w.playbacks = slices.Delete(w.playbacks, i, i+1)
	h := &w.heard[p.heard]
	h.For, h.Cut = w.since()-h.At, cut
	w.emitTo(p.owner, flowengine.PlayEnded{To: p.to, Failed: failed})
	if p.to == flowengine.Caller {
		if !cut {
			w.Listen()
		}
		return
	}
	if l := w.leg(p.to); l != nil && !cut {
		w.askLeg(l)
	}
}

// name is what a medium is called in a transcript.
func name(m flowengine.Media) string {
	if m.Ref != "" {
		return m.Ref
	}
	return m.URI
}

// playTime is how long a medium plays; unknown, as long as its name would take
// to say.
func playTime(m flowengine.Media) time.Duration {
	if m.Duration > 0 {
		return m.Duration
	}
	return SpeechTime(name(m))
}

// SpeechTime estimates how long it takes to say a text: twelve characters a
// second, and a second at least.
func SpeechTime(text string) time.Duration {
	return max(time.Second, time.Duration(utf8.RuneCountInString(text))*time.Second/12)
}
