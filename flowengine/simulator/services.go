package simulator

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
)

// Services makes the ports beside the call in memory. The catalog says which
// audio, users and groups there are; with nil, there is whatever a flow asks for.
func Services(catalog flowengine.Catalog) flowengine.Services {
	return flowengine.Services{
		Audio:     Library{Catalog: catalog},
		Directory: Phonebook{Catalog: catalog},
		Rotation:  &Turns{},
		Answers:   LastAnswers{},
		Keeper:    &Shelf{},
		Scripts:   AnyScript{},
		Flows:     Flows(nil),
		Mailboxes: NewBoxes(nil),
		Numbering: numbering.In("AU"),
		History:   PastCalls(nil),
		Tracking:  Visits(nil),
		Outbox:    &Mailbag{},
		Texts:     &Texted{},
		Marks:     &Marked{},
		Web:       Replies(nil),
		Callbacks: &Promises{},
		Notices:   Told(nil),
	}
}

// Library is audio without sound: it plays for as long as its text would take
// to say.
type Library struct {
	Catalog flowengine.Catalog
	// Durations are how long references play whose length is known.
	Durations map[string]time.Duration
}

// Media returns what a reference plays as.
func (l Library) Media(ctx context.Context, ref, _ string) (flowengine.Media, error) {
	kind, name, ok := strings.Cut(ref, ":")
	if !ok || name == "" {
		return flowengine.Media{}, fmt.Errorf("%q is no reference to audio", ref)
	}
	m := flowengine.Media{URI: ref, Ref: ref, Duration: l.Durations[ref]}
	switch kind {
	case "audio":
		if l.Catalog != nil {
			has, err := l.Catalog.Has(ctx, flowengine.Ref{Kind: kind, Name: name})
			if err != nil {
				return flowengine.Media{}, fmt.Errorf("looking up %s: %w", ref, err)
			}
			if !has {
				return flowengine.Media{}, fmt.Errorf("%s: %w", ref, flowengine.ErrNoSuch)
			}
		}
	case "say", "sound", "digits", "number", "characters", "tone":
	default:
		return flowengine.Media{}, fmt.Errorf("%q is no kind of audio", kind)
	}
	if m.Duration == 0 {
		m.Duration = SpeechTime(name)
	}
	return m, nil
}

// Phonebook is a directory in which everybody has one telephone.
type Phonebook struct {
	Catalog flowengine.Catalog
	// Groups are the members of the groups that have any; another group is
	// one telephone with the group's name.
	Groups map[string][]string
}

// User returns the user with the endpoint "SIM/user:NAME".
func (p Phonebook) User(ctx context.Context, name string) (flowengine.User, error) {
	if err := p.has(ctx, "user", name); err != nil {
		return flowengine.User{}, err
	}
	return flowengine.User{Name: name, Endpoints: []string{"SIM/user:" + name}, Weight: 1}, nil
}

// Group returns the members of a group.
func (p Phonebook) Group(ctx context.Context, name string) ([]flowengine.User, error) {
	members, known := p.Groups[name]
	if !known {
		if err := p.has(ctx, "group", name); err != nil {
			return nil, err
		}
		members = []string{name}
	}
	var users []flowengine.User
	for _, m := range members {
		users = append(users, flowengine.User{Name: m, Endpoints: []string{"SIM/user:" + m}, Weight: 1})
	}
	return users, nil
}

// Outbound returns the endpoint of an external number.
func (p Phonebook) Outbound(_ context.Context, number string) (string, error) {
	return "SIM/" + number, nil
}

func (p Phonebook) has(ctx context.Context, kind, name string) error {
	if p.Catalog == nil {
		return nil
	}
	has, err := p.Catalog.Has(ctx, flowengine.Ref{Kind: kind, Name: name})
	if err != nil {
		return fmt.Errorf("looking up %s:%s: %w", kind, name, err)
	}
	if !has {
		return fmt.Errorf("%s:%s: %w", kind, name, flowengine.ErrNoSuch)
	}
	return nil
}

// Turns counts the turns of round robins.
type Turns struct {
	mu    sync.Mutex
	turns map[string]int
}

// Turn returns 0, 1, 2, … for each key.
func (t *Turns) Turn(_ context.Context, key string) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.turns == nil {
		t.turns = map[string]int{}
	}
	n := t.turns[key]
	t.turns[key]++
	return n, nil
}

// LastAnswers says who answered a caller last, by the caller's number.
type LastAnswers map[string]string

// LastAnswered returns who answered the caller last, at whichever node.
func (l LastAnswers) LastAnswered(_ context.Context, caller, _, _ string) (string, bool, error) {
	target, ok := l[caller]
	return target, ok, nil
}

// Shelf keeps recordings in memory, without their sound.
type Shelf struct {
	mu   sync.Mutex
	kept []Kept
}

// Kept is a recording on a [Shelf].
type Kept struct {
	flowengine.Recording
	flowengine.KeptRecording
}

// Keep measures a recording and notes it, unless it is too short.
func (s *Shelf) Keep(_ context.Context, r flowengine.Recording, wav io.Reader) (flowengine.KeptRecording, error) {
	var head [wavHeader]byte
	if _, err := io.ReadFull(wav, head[:]); err != nil {
		return flowengine.KeptRecording{}, fmt.Errorf("keeping %s: it is no WAV file: %w", r.Name, err)
	}
	size, err := io.Copy(io.Discard, wav)
	if err != nil {
		return flowengine.KeptRecording{}, fmt.Errorf("reading recording %s: %w", r.Name, err)
	}
	length := time.Duration(size) * time.Second / time.Duration(max(1, binary.LittleEndian.Uint32(head[28:])))
	if length < r.Shortest {
		return flowengine.KeptRecording{Duration: length}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.kept {
		if s.kept[i].Name == r.Name {
			s.kept[i].Recording, s.kept[i].Duration = r, length
			return s.kept[i].KeptRecording, nil
		}
	}
	k := flowengine.KeptRecording{ID: int64(len(s.kept) + 1), Duration: length}
	s.kept = append(s.kept, Kept{r, k})
	return k, nil
}

// All are the recordings kept so far.
func (s *Shelf) All() []Kept {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Kept(nil), s.kept...)
}
