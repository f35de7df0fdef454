//go:build integration

package integration

import (
	"strings"
	"time"

	"callflow/integration/phone"
)

// Hears waits for sounds, one after another: an audio of the story by its name, one of Asterisk's own as "sound:vm-intro",
// "ringing", "music", "speech", or "anything".
func (p *person) Hears(what ...string) {
	p.s.Helper()
	for _, w := range what {
		if w == "ringing" {
			p.must("hear ringing", p.talking().HearsRingback(p.soon()))
			continue
		}
		p.must("hear "+w, p.talking().Hears(within(p.s, 2*patience), p.s.known(w)))
	}
}

// known is the sound of that name.
func (s *story) known(what string) phone.Sound {
	s.Helper()
	if name, ok := strings.CutPrefix(what, "sound:"); ok {
		return asterisk.prompt(s, name)
	}
	switch what {
	case "music":
		return phone.Music()
	case "speech":
		return phone.Speech()
	case "anything":
		return phone.AnySound()
	case "beep":
		return phone.Tone(700)
	}
	hertz, ok := s.prompts[what]
	if !ok {
		s.Fatalf("the story has no sound %q", what)
	}
	return phone.Tone(float64(hertz))
}

// HearsVoice waits until somebody is heard.
func (p *person) HearsVoice(other *person) {
	p.s.Helper()
	p.must("hear "+other.name, p.talking().Hears(p.soon(), phone.Tone(float64(other.voice))))
}

// HearsNothing waits for that much silence.
func (p *person) HearsNothing(d time.Duration) {
	p.s.Helper()
	p.must("hear silence", p.talking().HearsSilence(within(p.s, d+2*patience), d))
}

// HasNotHeard checks that an audio of the story was not heard in the call up to now.
func (p *person) HasNotHeard(what string) {
	p.s.Helper()
	if toneIn(p.talking().Recorded(), p.s.prompts[what]) {
		p.s.Fatalf("%s heard %s", p.name, what)
	}
}

// Talk lets people speak and checks that each hears the other, for some tenths of a second, so that callflow knows of it too when
// the machine is busy. They speak on.
func (s *story) Talk(a, b *person) {
	s.Helper()
	a.talking().ListenFromNow()
	b.talking().ListenFromNow()
	a.Hums()
	b.Hums()
	for range 3 {
		a.HearsVoice(b)
		b.HearsVoice(a)
	}
}

// heardFor is how long a tone was heard in the call, in all.
func (p *person) heardFor(what string) time.Duration {
	p.s.Helper()
	const frame = 160
	pcm, n := p.talking().Recorded(), 0
	for ; len(pcm) >= frame; pcm = pcm[frame:] {
		if isTone(pcm[:frame], p.s.prompts[what]) {
			n++
		}
	}
	return time.Duration(n) * 20 * time.Millisecond
}

// toneIn says whether a tone lasts 100 ms anywhere.
func toneIn(pcm []int16, hertz int) bool {
	const frame = 160
	for run := 0; len(pcm) >= frame; pcm = pcm[frame:] {
		if run++; !isTone(pcm[:frame], hertz) {
			run = 0
		}
		if run == 5 {
			return true
		}
	}
	return false
}
