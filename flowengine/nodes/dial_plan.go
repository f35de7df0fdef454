package nodes

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"callflow/flowengine"
)

var (
	externalNumber = regexp.MustCompile(`^\+[1-9][0-9]{4,14}$`) // E.164
	callerIDNumber = regexp.MustCompile(`^\+?[0-9]{2,20}$`)
)

// try is the phones that ring at once.
type try []flowengine.RingLeg

func (t try) names() string {
	var names []string
	for _, leg := range t {
		if !slices.Contains(names, leg.Target) {
			names = append(names, leg.Target)
		}
	}
	return strings.Join(names, ", ")
}

// plan turns the targets into tries, in the order in which they ring. What
// cannot be rung at all is said in problems.
func (n *Dial) plan(ctx context.Context, s *flowengine.Session) (plan []try, problems []string, err error) {
	var people []try
	var weights []int
	for _, target := range n.Targets {
		found, err := resolve(ctx, s, target)
		if err != nil {
			if ctx.Err() != nil {
				return nil, nil, context.Cause(ctx)
			}
			s.Warn("%s cannot be rung: %v", target, err)
			problems = append(problems, target+": "+err.Error())
			continue
		}
		for _, person := range found {
			if len(person.legs) == 0 {
				problems = append(problems, fmt.Sprintf("%s: has no phone", person.name))
				continue
			}
			people = append(people, person.legs)
			weights = append(weights, n.weight(target, person))
		}
	}
	switch n.Strategy {
	case "all":
		if len(people) > 0 {
			plan = []try{slices.Concat(people...)}
		}
	case "round_robin":
		turn, err := s.Services().Rotation.Turn(ctx, s.FlowName()+"/"+s.NodeID())
		if err != nil {
			s.Warn("The round robin starts at its first, because its turn is not known: %v", err)
		}
		plan = rotate(people, weights, turn)
	default:
		plan = people
	}
	if n.Sticky {
		plan = n.stick(ctx, s, plan, people)
	}
	return plan, problems, nil
}

func (n *Dial) weight(target string, p person) int {
	for _, name := range []string{p.name, target} {
		if w := n.Weights[name]; w > 0 {
			return w
		}
	}
	return max(p.weight, 1)
}

// rotate lists everybody once, starting with whose turn it is when each has as
// many turns as his weight.
func rotate(people []try, weights []int, turn int) []try {
	var turns []int
	for i, w := range weights {
		for range w {
			turns = append(turns, i)
		}
	}
	if len(turns) == 0 {
		return nil
	}
	first := turns[turn%len(turns)]
	return slices.Concat(people[first:], people[:first])
}

// stick puts whoever answered this caller before in front.
func (n *Dial) stick(ctx context.Context, s *flowengine.Session, plan, people []try) []try {
	caller := s.Call().CallerNumber
	if caller == "" {
		return plan // a withheld caller is nobody's
	}
	last, ok, err := s.Services().Answers.LastAnswered(ctx, caller, s.FlowName(), s.NodeID())
	if err != nil {
		s.Warn("Who answered this caller before is not known: %v", err)
	}
	if !ok {
		return plan
	}
	i := slices.IndexFunc(people, func(t try) bool { return t[0].Target == last })
	if i < 0 {
		return plan
	}
	rest := slices.DeleteFunc(slices.Clone(plan), func(t try) bool { return t.names() == last })
	return slices.Insert(rest, 0, people[i])
}

// person is somebody who can be rung, with all his phones.
type person struct {
	name   string
	weight int
	legs   try
}

func resolve(ctx context.Context, s *flowengine.Session, target string) ([]person, error) {
	directory := s.Services().Directory
	kind, name, _ := strings.Cut(target, ":")
	switch kind {
	case "user":
		user, err := directory.User(ctx, name)
		if err != nil {
			return nil, err
		}
		return []person{userPerson(user)}, nil
	case "group":
		users, err := directory.Group(ctx, name)
		if err != nil {
			return nil, err
		}
		if len(users) == 0 {
			return nil, errors.New("the group has no members")
		}
		var people []person
		for _, user := range users {
			people = append(people, userPerson(user))
		}
		return people, nil
	case "external":
		endpoint, err := directory.Outbound(ctx, name)
		if err != nil {
			return nil, err
		}
		return []person{{name: target, legs: try{{Target: target, Endpoint: endpoint}}}}, nil
	case "endpoint":
		return []person{{name: target, legs: try{{Target: target, Endpoint: name}}}}, nil
	}
	return nil, fmt.Errorf("%q is not something that can be rung", target)
}

func userPerson(u flowengine.User) person {
	p := person{name: "user:" + u.Name, weight: u.Weight}
	for _, endpoint := range u.Endpoints {
		p.legs = append(p.legs, flowengine.RingLeg{Target: p.name, Endpoint: endpoint})
	}
	return p
}
