package queue_test

import (
	"slices"
	"time"

	"callflow/queue"
)

// The slow reader of a day: who may be rung for whom, from the text of
// docs/queues.md alone.

func (d *day) cycle() time.Duration { return time.Duration(d.f.def.CycleS * float64(time.Second)) }

// free says whether a member can be rung at all.
func (d *day) free(m queue.Member) bool {
	for _, g := range d.callers {
		if g.doing == "talking" && g.with == m.User || g.doing == "ringing" && slices.Contains(g.rung, m.User) {
			return false
		}
	}
	return m.LoggedIn && !m.Paused && d.beside[m.User] == nil && !d.f.now.Before(d.wrap[m.User]) && !d.f.now.Before(d.away[m.User])
}

// level is the level whose turn it is for a caller, with everybody in it, and
// fits are those of it who are to be rung; with the strategy random, one of them.
func (d *day) level(g *guest) (level []queue.Member, fits []string) {
	ticks := d.f.now.Sub(g.arrived) / d.cycle()
	var free []queue.Member
	for priority := 1; priority <= 10 && len(free) == 0; priority++ {
		level = nil
		for _, m := range d.f.def.Members {
			if m.Priority != priority {
				continue
			}
			level = append(level, m)
			if joined := ticks*d.cycle() >= time.Duration(m.DelayS)*time.Second; joined && d.free(m) {
				free = append(free, m)
			}
		}
	}
	if untried := slices.DeleteFunc(slices.Clone(free), func(m queue.Member) bool { return g.tried[m.User] }); len(untried) > 0 && d.f.def.Strategy != queue.All {
		free = untried
	}
	if len(free) == 0 {
		return level, nil
	}
	switch d.f.def.Strategy {
	case queue.InOrder:
		free = free[:1]
	case queue.RoundRobin:
		free = []queue.Member{d.afterLast(free)}
	case queue.LongestIdle:
		free = []queue.Member{slices.MinFunc(free, func(a, b queue.Member) int {
			return d.done[a.User].Compare(d.done[b.User])
		})}
	}
	for _, m := range free {
		fits = append(fits, m.User)
	}
	return level, fits
}

// afterLast walks the round from the one who completed the last call on.
func (d *day) afterLast(free []queue.Member) queue.Member {
	members := d.f.def.Members
	at := slices.IndexFunc(members, func(m queue.Member) bool { return m.User == d.last })
	for {
		at = (at + 1) % len(members)
		if i := slices.IndexFunc(free, func(m queue.Member) bool { return m.User == members[at].User }); i >= 0 {
			return free[i]
		}
	}
}
