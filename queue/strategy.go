package queue

import (
	"slices"
	"time"
)

// choose picks whom to ring for a caller among the members who are ready, nil
// for nobody. A member who did not take this caller before is rung again when
// all others who are ready did not either.
func (q *queue) choose(p *Place, ready []*member, now time.Time) []*member {
	var candidates []*member
	for _, m := range ready {
		if p.waitedTicks(now) >= seconds(m.DelayS) {
			candidates = append(candidates, m)
		}
	}
	if untried := slices.DeleteFunc(slices.Clone(candidates), func(m *member) bool { return p.tried[m.User] }); len(untried) > 0 {
		candidates = untried
	}
	if len(candidates) == 0 {
		return nil
	}
	level := candidates[0].Priority
	for _, m := range candidates {
		level = min(level, m.Priority)
	}
	candidates = slices.DeleteFunc(candidates, func(m *member) bool { return m.Priority != level })
	if q.def.Strategy == All {
		return candidates
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
