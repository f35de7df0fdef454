package queue

import (
	"cmp"
	"slices"
	"time"
)

// choose picks whom to ring for a caller among the members who are ready, nil
// for nobody: of the best level in which anybody is, those who did not leave
// this caller unanswered in this round, and of these whom the strategy says. A
// level that is worse has its turn only while nobody of a better one is ready,
// be it that all of them are left alone for a cycle.
func (q *queue) choose(p *Place, ready []*member, now time.Time) []*member {
	waited := p.waitedTicks(now)
	candidates := slices.DeleteFunc(slices.Clone(ready), func(m *member) bool { return waited < seconds(m.DelayS) })
	if len(candidates) == 0 {
		return nil
	}
	best := slices.MinFunc(candidates, func(a, b *member) int { return cmp.Compare(a.Priority, b.Priority) }).Priority
	candidates = slices.DeleteFunc(candidates, func(m *member) bool { return m.Priority != best })
	if q.def.Strategy == All {
		return candidates
	}
	if untried := slices.DeleteFunc(slices.Clone(candidates), func(m *member) bool { return p.tried[m.User] }); len(untried) > 0 {
		candidates = untried
	}
	return []*member{q.pick(candidates)}
}

// pick is the one of the candidates, who are in the order of the members, that
// the strategy says.
func (q *queue) pick(candidates []*member) *member {
	switch q.def.Strategy {
	case RoundRobin:
		last := slices.IndexFunc(q.members, func(m *member) bool { return m.User == q.last })
		for _, m := range candidates {
			if slices.Index(q.members, m) > last {
				return m
			}
		}
	case LongestIdle:
		return slices.MinFunc(candidates, func(a, b *member) int { return a.agent.idleSince.Compare(b.agent.idleSince) })
	case Random:
		return candidates[q.room.hall.o.Random.IntN(len(candidates))]
	}
	return candidates[0]
}

// waitedTicks is how long a caller had waited at the last tick.
func (p *Place) waitedTicks(now time.Time) time.Duration {
	cycle := p.queue.def.cycle()
	return now.Sub(p.Entered) / cycle * cycle
}
