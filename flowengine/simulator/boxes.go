package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"callflow/flowengine"
)

// Box is one mailbox of a simulation, as a flow test gives it.
type Box struct {
	Number string `yaml:"number"`
	PIN    string `yaml:"pin"`
	// New and Old are how many messages there are, of five seconds each.
	New int `yaml:"new"`
	Old int `yaml:"old"`
	// Greeting says that the owner has recorded one.
	Greeting bool `yaml:"greeting"`
	// Locked says that too many wrong PINs were typed.
	Locked bool `yaml:"locked"`
}

// Boxes are mailboxes in memory.
type Boxes struct {
	// Owners tells whose telephone an endpoint is; nil means that SIM/user:alice
	// is alice's.
	Owners func(ctx context.Context, endpoint string) (user string, err error)

	mu    sync.Mutex
	boxes map[string]*boxed
}

type boxed struct {
	Box
	messages []flowengine.Message
	greeting *flowengine.GreetingSound
}

// messageLength is how long each message of a simulated box is.
const messageLength = 5 * time.Second

// NewBoxes makes boxes by their names, such as user:alice.
func NewBoxes(given map[string]Box) *Boxes {
	b := &Boxes{boxes: map[string]*boxed{}}
	for name, box := range given {
		kept := &boxed{Box: box}
		for i := range box.New + box.Old {
			id := int64(i + 1)
			kept.messages = append(kept.messages, flowengine.Message{
				ID: id, Heard: i < box.Old, Caller: fmt.Sprintf("04120000%02d", id), Left: DefaultAt.Add(-time.Hour),
				Sound: flowengine.Media{URI: fmt.Sprintf("message:%d", id), Ref: fmt.Sprintf("message:%d", id), Duration: messageLength},
			})
		}
		if box.Greeting {
			kept.greeting = greetingOf(name+", as it was", 3*time.Second)
		}
		b.boxes[name] = kept
	}
	return b
}

func greetingOf(id string, d time.Duration) *flowengine.GreetingSound {
	return &flowengine.GreetingSound{ID: id, Sound: flowengine.Media{URI: "greeting:" + id, Ref: "greeting:" + id, Duration: d}}
}

// box is the box of that name, made when it is asked for the first time.
func (b *Boxes) box(name string) *boxed {
	if b.boxes == nil {
		b.boxes = map[string]*boxed{}
	}
	if b.boxes[name] == nil {
		b.boxes[name] = &boxed{}
	}
	return b.boxes[name]
}

// Owner implements [flowengine.Mailboxes].
func (b *Boxes) Owner(ctx context.Context, endpoint string) (string, error) {
	if b.Owners != nil {
		return b.Owners(ctx, endpoint)
	}
	if user, ok := strings.CutPrefix(endpoint, "SIM/user:"); ok {
		return user, nil
	}
	return "", flowengine.ErrNoSuch
}

// MayOpen implements [flowengine.Mailboxes]: everybody is in every group.
func (b *Boxes) MayOpen(_ context.Context, user, box string) (bool, error) {
	return box == "user:"+user || strings.HasPrefix(box, "group:"), nil
}

// OpenByPIN implements [flowengine.Mailboxes].
func (b *Boxes) OpenByPIN(_ context.Context, number, pin string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for name, box := range b.boxes {
		switch {
		case box.Number != number || number == "":
		case box.Locked:
			return "", flowengine.ErrBoxLocked
		case box.PIN == pin && pin != "":
			return name, nil
		}
	}
	return "", flowengine.ErrWrongPIN
}

// Count implements [flowengine.Mailboxes].
func (b *Boxes) Count(_ context.Context, box string) (c flowengine.MessageCount, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.box(box).messages {
		if m.Heard {
			c.Old++
		} else {
			c.New++
		}
	}
	return c, nil
}

// Next implements [flowengine.Mailboxes]. Which messages were old when the box
// was opened is known from the start.
func (b *Boxes) Next(_ context.Context, box string, after flowengine.MessagePlace) (flowengine.Message, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := b.box(box)
	for _, old := range []bool{false, true} {
		for _, m := range kept.messages {
			if m.Old = m.ID <= int64(kept.Old); m.Old != old || after.Old && !old || after.Old == old && m.ID <= after.ID {
				continue
			}
			return m, nil
		}
	}
	return flowengine.Message{}, flowengine.ErrNoSuch
}

// Message implements [flowengine.Mailboxes].
func (b *Boxes) Message(_ context.Context, box string, id int64) (flowengine.Message, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.box(box).messages {
		if m.ID == id {
			return m, nil
		}
	}
	return flowengine.Message{}, flowengine.ErrNoSuch
}

// MarkHeard implements [flowengine.Mailboxes].
func (b *Boxes) MarkHeard(_ context.Context, box string, id int64, heard bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := b.box(box)
	for i := range kept.messages {
		if kept.messages[i].ID == id {
			kept.messages[i].Heard = heard
			return nil
		}
	}
	return flowengine.ErrNoSuch
}

// Delete implements [flowengine.Mailboxes].
func (b *Boxes) Delete(_ context.Context, box string, id int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := b.box(box)
	for i := range kept.messages {
		if kept.messages[i].ID == id {
			kept.messages = append(kept.messages[:i:i], kept.messages[i+1:]...)
			return nil
		}
	}
	return nil
}

// Greeting implements [flowengine.Mailboxes].
func (b *Boxes) Greeting(_ context.Context, box string) (flowengine.GreetingSound, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if g := b.box(box).greeting; g != nil {
		return *g, nil
	}
	return flowengine.GreetingSound{}, flowengine.ErrNoSuch
}

// KeepGreeting implements [flowengine.Mailboxes]. Nobody says anything of
// importance in less than half a second.
func (b *Boxes) KeepGreeting(_ context.Context, box string, r flowengine.Recording, wav io.Reader) (flowengine.GreetingSound, error) {
	size, err := io.Copy(io.Discard, wav)
	if err != nil {
		return flowengine.GreetingSound{}, fmt.Errorf("reading recording %s: %w", r.Name, err)
	}
	if size < wavHeader {
		return flowengine.GreetingSound{}, errors.New("keeping " + r.Name + ": it is no WAV file")
	}
	length := time.Duration(size-wavHeader) * time.Second / (wavRate * 2)
	if length < 500*time.Millisecond {
		return flowengine.GreetingSound{}, flowengine.ErrSilent
	}
	return *greetingOf(box+", new", length), nil
}

// SetGreeting implements [flowengine.Mailboxes].
func (b *Boxes) SetGreeting(_ context.Context, box string, g flowengine.GreetingSound) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.box(box).greeting = nil
	if g.ID != "" {
		b.box(box).greeting = &g
	}
	return nil
}
