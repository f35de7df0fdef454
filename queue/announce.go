package queue

import (
	"fmt"
	"math"
	"time"
)

// announced is what a caller has been told so far.
type announced struct {
	tick     int // the last tick that was looked at
	position int
}

// announce is what the caller is told at the present tick, nothing between
// ticks or when nothing is due. Ticks that passed while members were rung are
// not made up for.
func (p *Place) announce(now time.Time) []string {
	def := p.queue.def
	tick := int(p.waitedTicks(now) / def.cycle())
	if tick <= p.said.tick {
		return nil
	}
	p.said.tick = tick
	var sounds []string
	if position := p.queue.position(p); due(tick, def.PositionEvery) && (!def.PositionChanged || position != p.said.position) {
		p.said.position = position
		sounds = append(sounds, positionSounds(position)...)
		if wait, known := p.queue.estimate(position, now); known && def.WaitSaid {
			sounds = append(sounds, waitSounds(wait)...)
		}
	}
	if def.Periodic != "" && due(tick, def.PeriodicEvery) {
		sounds = append(sounds, def.Periodic)
	}
	return sounds
}

func due(tick, every int) bool { return every > 0 && tick%every == 0 }

// positionSounds and waitSounds say it in Asterisk's own sounds, in the
// language of the channel.
func positionSounds(position int) []string {
	if position == 1 {
		return []string{"sound:queue-youarenext"}
	}
	return []string{"sound:queue-thereare", fmt.Sprintf("number:%d", position), "sound:queue-callswaiting"}
}

func waitSounds(wait time.Duration) []string {
	minutes := max(1, int(math.Ceil(wait.Minutes())))
	unit := "sound:queue-minutes"
	if minutes == 1 {
		unit = "sound:queue-minute"
	}
	return []string{"sound:queue-holdtime", fmt.Sprintf("number:%d", minutes), unit}
}

// What an estimate is made from.
const (
	recentTalks = 20 // the last conversations
	fewestTalks = 3  // with fewer, nothing is said
)

// handled notes how long a conversation lasted.
func (q *queue) handled(d time.Duration) {
	q.talks = append(q.talks, d)
	if len(q.talks) > recentTalks {
		q.talks = q.talks[len(q.talks)-recentTalks:]
	}
}

// estimate is how long a caller at a position will have to wait: each member
// who is there takes one call in the time of a conversation, the mean of the
// last twenty, with its wrap-up; so the caller's turn comes after position
// times that, shared by those members. It is not known before three
// conversations, nor while nobody is there.
func (q *queue) estimate(position int, now time.Time) (time.Duration, bool) {
	serving := 0
	for _, m := range q.members {
		if q.room.there(m, now) {
			serving++
		}
	}
	if len(q.talks) < fewestTalks || serving == 0 {
		return 0, false
	}
	var sum time.Duration
	for _, d := range q.talks {
		sum += d
	}
	each := sum/time.Duration(len(q.talks)) + seconds(q.def.WrapUpS)
	return each * time.Duration(position) / time.Duration(serving), true
}
