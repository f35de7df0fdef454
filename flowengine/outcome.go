package flowengine

import "callflow/wording"

// Outcome is a named exit of a node.
type Outcome struct {
	Name string `json:"name"`
	// About says in a few words when the call goes this way.
	About string `json:"about,omitempty"`
	// Else names the outcome whose edge is taken when this one has none.
	// An outcome without Else must be wired or caught by "*".
	Else string `json:"else,omitempty"`

	about wording.Phrase // when it is not from a catalogue as it stands
}

// OutcomeAbout is an outcome of which something is told that has names in it.
func OutcomeAbout(name string, about wording.Phrase) Outcome {
	return Outcome{Name: name, About: about.String(), about: about}
}

// In is the outcome as it is told of in a language.
func (o Outcome) In(l wording.Language) Outcome {
	o.About = o.phrase().In(l)
	return o
}

// phrase is what is told of the outcome.
func (o Outcome) phrase() wording.Phrase {
	if !o.about.Empty() {
		return o.about
	}
	return wording.Of(o.About)
}

// Equal says whether another outcome is the same, wherever each was read from.
func (o Outcome) Equal(other Outcome) bool {
	o.about, other.about = wording.Phrase{}, wording.Phrase{}
	return o == other
}
