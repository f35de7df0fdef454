package queue

import (
	"slices"
	"strings"

	"callflow/flowengine"
)

// Act is what an agent asked for by telephone, done to the company's queues:
// those that change, as they are then. A [flowengine.QueueRefusal] says why it
// cannot be done. Without a user it is the operator, who may close and open a
// queue. Definitions given are not changed.
func Act(all []*Definition, a flowengine.QueueAct) (did flowengine.QueueVerb, changed []*Definition, err error) {
	var meant []*Definition
	for _, d := range all {
		if a.Queue == "" && d.member(a.User) != nil || a.Queue != "" && strings.EqualFold(d.Name, a.Queue) {
			meant = append(meant, d)
		}
	}
	switch {
	case len(meant) == 0 && a.Queue != "":
		return "", nil, flowengine.RefuseQueue("there is no queue %s", a.Queue)
	case len(meant) == 0:
		return "", nil, flowengine.RefuseQueue("%s is in no queue", a.User)
	}
	for _, d := range meant {
		if a.User != "" && d.member(a.User) == nil {
			return "", nil, flowengine.RefuseQueue("%s is not a member of the queue %s", a.User, d.Name)
		}
	}
	did = decide(meant, a)
	for _, d := range meant {
		c := *d
		c.Members = slices.Clone(d.Members)
		c.apply(did, a)
		changed = append(changed, &c)
	}
	return did, changed, nil
}

// decide says what a toggle means: to leave what holds anywhere.
func decide(meant []*Definition, a flowengine.QueueAct) flowengine.QueueVerb {
	anywhere := func(holds func(*Definition) bool) bool { return slices.ContainsFunc(meant, holds) }
	choose := func(holds bool, then, otherwise flowengine.QueueVerb) flowengine.QueueVerb {
		if holds {
			return then
		}
		return otherwise
	}
	switch a.Do {
	case flowengine.QueueToggleLogin:
		return choose(anywhere(func(d *Definition) bool { return d.member(a.User).LoggedIn }), flowengine.QueueLogout, flowengine.QueueLogin)
	case flowengine.QueueTogglePause:
		return choose(anywhere(func(d *Definition) bool { return d.member(a.User).Paused }), flowengine.QueueResume, flowengine.QueuePause)
	case flowengine.QueueToggleClose:
		return choose(anywhere(func(d *Definition) bool { return d.Closed }), flowengine.QueueOpen, flowengine.QueueClose)
	}
	return a.Do
}

func (d *Definition) apply(did flowengine.QueueVerb, a flowengine.QueueAct) {
	m := d.member(a.User)
	switch did {
	case flowengine.QueueLogin:
		m.LoggedIn, m.Paused, m.PauseWhy, m.Missed = true, false, "", 0
	case flowengine.QueueLogout:
		m.LoggedIn = false
	case flowengine.QueuePause:
		m.Paused, m.PauseWhy = true, "by telephone"
	case flowengine.QueueResume:
		m.Paused, m.PauseWhy, m.Missed = false, "", 0
	case flowengine.QueueClose:
		d.Closed, d.ClosedTo = true, a.To
	case flowengine.QueueOpen:
		d.Closed, d.ClosedTo = false, ""
	}
}

func (d *Definition) member(user string) *Member {
	for i := range d.Members {
		if strings.EqualFold(d.Members[i].User, user) {
			return &d.Members[i]
		}
	}
	return nil
}
