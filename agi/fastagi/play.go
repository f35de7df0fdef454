package fastagi

import (
	"context"
	"strconv"
	"strings"
	"time"

	"callflow/agi"
	"callflow/flowengine"
)

// everyKey are the digits that a caller can press. Each of them interrupts a
// stream, because only so does Asterisk tell of it; the stream then goes on
// where it was, unless the engine stops it.
const everyKey = "0123456789*#ABCD"

// ran is the code of the reply to a command that Asterisk ran.
const ran = 200

// playback is one medium that plays to a party.
type playback struct {
	media  flowengine.Media
	tone   bool
	stop   bool          // no more of it is wanted
	decide chan struct{} // has an element when the engine has made up its mind about a digit
}

// play starts a medium on the line.
func (l *line) play(m flowengine.Media) {
	p := &playback{media: m, decide: make(chan struct{}, 1)}
	l.mu.Lock()
	l.playing = p
	l.mu.Unlock()
	l.do(func() {
		if failed := l.stream(p); !p.tone {
			l.played(p, failed)
		}
	})
}

// played tells the end of a medium, once.
func (l *line) played(p *playback, failed bool) {
	l.mu.Lock()
	playing := l.playing == p
	if playing {
		l.playing = nil
	}
	l.mu.Unlock()
	if playing {
		l.call.tell(flowengine.PlayEnded{To: l.party, Failed: failed})
	}
}

// stopPlay ends the medium.
func (l *line) stopPlay() {
	l.mu.Lock()
	p := l.playing
	if p == nil || p.stop {
		l.mu.Unlock()
		return
	}
	p.stop = true
	tone := p.tone
	l.interrupt()
	l.mu.Unlock()
	if tone {
		l.do(func() { l.exec("StopPlayTones", ""); l.played(p, false) })
		return
	}
	p.decided()
}

// cutPlay tells the end of a medium whose listener has left.
func (l *line) cutPlay() {
	l.mu.Lock()
	p := l.playing
	l.mu.Unlock()
	if p != nil {
		l.played(p, false)
	}
}

func (p *playback) decided() {
	select {
	case p.decide <- struct{}{}:
	default:
	}
}

// goOn is called when the engine waits for what comes: it has seen the
// digit and does not want the medium to end.
func (l *line) goOn() {
	l.mu.Lock()
	p := l.playing
	l.mu.Unlock()
	if p != nil {
		p.decided()
	}
}

func (l *line) stopped(p *playback) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return p.stop
}

// stream plays a medium and says whether it could not be played.
func (l *line) stream(p *playback) (failed bool) {
	kind, what, _ := strings.Cut(p.media.URI, ":")
	if l.stopped(p) {
		return false
	}
	if l.party == flowengine.Caller {
		l.call.beforeSound()
	}
	switch kind {
	case "http", "https":
		return l.file(p, p.media.URI)
	case "sound":
		return l.file(p, what)
	case "digits", "characters":
		for _, sound := range spelled(what) {
			if failed := l.file(p, sound); failed {
				return true
			}
		}
		return false
	case "number":
		// How a number is said depends on the language, which Asterisk knows. A
		// digit ends it.
		for !l.stopped(p) {
			reply, err := l.streaming("SAY NUMBER", what, everyKey)
			if err != nil || reply.Code != ran || reply.Result == "-1" {
				return true
			}
			l.pressed(reply)
			if !reply.Interrupted {
				break
			}
			l.runHurried()
		}
		return false
	case "tone":
		l.mu.Lock()
		p.tone = true
		l.mu.Unlock()
		if !l.exec("PlayTones", what) {
			l.played(p, true)
		}
		return false
	}
	return true
}

// streaming runs a command that an interruption ends.
func (l *line) streaming(name string, args ...string) (agi.Reply, error) {
	l.mu.Lock()
	if l.playing != nil && l.playing.stop {
		l.mu.Unlock()
		return agi.Reply{Code: ran, Interrupted: true, EndPos: -1}, nil
	}
	owed, err := l.send(name, args...)
	l.streams = err == nil
	if l.urgent {
		l.interrupt()
	}
	l.mu.Unlock()
	l.heard()
	if err != nil {
		return agi.Reply{}, err
	}
	defer func() {
		l.mu.Lock()
		l.streams = false
		l.mu.Unlock()
	}()
	push := time.NewTicker(stuck)
	defer push.Stop()
	for {
		select {
		case reply := <-owed.Reply():
			return reply, nil
		case <-l.ctx.Done():
			return agi.Reply{}, context.Cause(l.ctx)
		case <-push.C:
			l.mu.Lock()
			if l.urgent || l.playing != nil && l.playing.stop {
				l.interrupt()
			}
			l.mu.Unlock()
		}
	}
}

// file plays a file from its start to its end, through the digits that come
// meanwhile.
func (l *line) file(p *playback, name string) (failed bool) {
	for at := int64(0); !l.stopped(p) && l.ctx.Err() == nil; {
		// What was decided before is not about the next digit.
		select {
		case <-p.decide:
		default:
		}
		began := time.Now()
		reply, err := l.streaming("STREAM FILE", name, everyKey, strconv.FormatInt(at, 10))
		switch {
		case err != nil || reply.Code != ran || reply.Result == "-1":
			l.lost(err)
			return l.ctx.Err() == nil
		case reply.Interrupted:
			// Where it was is not told.
			at += int64(time.Since(began) * samples / time.Second)
			l.runHurried()
			continue
		case reply.Result == "0":
			// A file that cannot be opened ends where it was to begin.
			return reply.EndPos <= 0
		}
		at = reply.EndPos
		if l.pressed(reply) {
			l.decision(p)
		}
	}
	return false
}

func (l *line) runHurried() {
	for job := l.hurried(); job != nil; job = l.hurried() {
		job()
	}
}

// hurried is the job that is not to wait for a stream, nil when there is none.
func (l *line) hurried() func() {
	l.mu.Lock()
	urgent := l.urgent
	l.mu.Unlock()
	if !urgent {
		return nil
	}
	return l.take()
}

// decision hears what else is pressed until the engine stops the medium, or
// shows by waiting for more that it does not.
func (l *line) decision(p *playback) {
	for decided := false; !decided && l.ctx.Err() == nil; {
		l.hear(p.decide)
		// hear does not tell why it ended.
		select {
		case <-p.decide:
			decided = true
		default:
			decided = l.waiting != nil
		}
	}
}

// spelled are the core sounds of letters and digits; what has none is left out.
func spelled(text string) []string {
	var sounds []string
	for _, r := range strings.ToLower(text) {
		switch {
		case '0' <= r && r <= '9':
			sounds = append(sounds, "digits/"+string(r))
		case 'a' <= r && r <= 'z':
			sounds = append(sounds, "letters/"+string(r))
		case r == '*':
			sounds = append(sounds, "digits/star")
		case r == '#':
			sounds = append(sounds, "digits/pound")
		case r == '-':
			sounds = append(sounds, "letters/dash")
		case r == '.':
			sounds = append(sounds, "letters/dot")
		case r == ' ':
			sounds = append(sounds, "letters/space")
		}
	}
	return sounds
}
