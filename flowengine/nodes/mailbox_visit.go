package nodes

import (
	"context"
	"encoding/json"

	"callflow/flowengine"
)

// mailboxVariable is the session's variable in which a visit is kept from one
// mailbox node to the next. Flows can read it: vars.mailbox.new.
const mailboxVariable = "mailbox"

// visit is somebody's visit to a box.
type visit struct {
	Box string `json:"box"`
	flowengine.MessageCount
	Place flowengine.MessagePlace `json:"place"`
	// Message is the one that is open, 0 for none.
	Message int64 `json:"message,omitempty"`
	// Greeting was recorded and is not in use yet.
	Greeting *flowengine.GreetingSound `json:"greeting,omitempty"`
}

func visitOf(s *flowengine.Session) (v visit) {
	data, err := json.Marshal(s.Var(mailboxVariable))
	if err != nil || json.Unmarshal(data, &v) != nil {
		return visit{} // a flow has used the name for something else
	}
	return v
}

// keep stores the visit in the form that it has after a restart, too.
func (v visit) keep(s *flowengine.Session) {
	var plain map[string]any
	data, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(data, &plain)
	}
	if err != nil {
		panic("nodes: a visit to a mailbox cannot be stored: " + err.Error()) // it has no such fields
	}
	s.Set(mailboxVariable, plain)
}

// recount brings the numbers of messages up to date.
func (v *visit) recount(ctx context.Context, s *flowengine.Session) (err error) {
	v.MessageCount, err = s.Services().Mailboxes.Count(ctx, v.Box)
	return err
}

// tell plays short sounds one after another, unless a key stops it. It goes on
// with the one that played after a restart, when the node keeps nothing else.
func (n *Mailbox) tell(ctx context.Context, s *flowengine.Session, refs ...string) error {
	if !n.Announce {
		return nil
	}
	var told int
	s.Kept(&told)
	for ; told < len(refs); told++ {
		if told > 0 {
			s.Keep(told)
		}
		if err := s.PlayInterruptible(ctx, refs[told]); err != nil {
			return err
		}
	}
	return nil
}
