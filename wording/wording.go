// Package wording has callflow's texts for people in the languages that the
// console speaks.
//
// English stands in the code, where a text is made; that of other languages in
// catalogues, of which the English text is the key. A [Phrase] is a text in all
// languages at once: who makes one need not know who will read it. Whatever does
// not ask for a language (the command line, the log, what is stored) has English.
package wording

import (
	"fmt"
	"strings"
)

// Phrase is a text in every language. The zero value is the empty text. Phrases
// can be compared: equal ones read the same in every language.
type Phrase struct{ in [languages]string }

// Say makes a phrase as fmt.Sprintf makes a text. A catalogue has the format, with
// the same arguments. An argument that is a phrase, or an error of which people
// are told, is put in in the language of the rest.
func Say(format string, args ...any) Phrase {
	var p Phrase
	p.in[English] = fmt.Sprintf(format, args...)
	for l := English + 1; l < languages; l++ {
		p.in[l] = fmt.Sprintf(translated(l, format), localized(l, args)...)
	}
	return p
}

// Of is a text without arguments, which a catalogue has; one that none has reads
// the same in every language.
func Of(text string) Phrase {
	var p Phrase
	for l := range languages {
		p.in[l] = translated(l, text)
	}
	return p
}

// Count says how many there are: one is the text for a single thing, many a format
// with the number.
func Count(n int, one, many string) Phrase {
	if n == 1 {
		return Of(one)
	}
	return Say(many, n)
}

// Join writes texts and phrases one after the other.
func Join(parts ...any) Phrase {
	var p Phrase
	for l := range languages {
		var out strings.Builder
		for _, part := range localized(l, parts) {
			fmt.Fprint(&out, part)
		}
		p.in[l] = out.String()
	}
	return p
}

// List is words as a sentence lists them, the last after the conjunction, "and" or
// "or"; with none, as a mere list.
func List[T any](words []T, conjunction string) Phrase {
	parts := make([]any, 0, 2*len(words))
	for i, word := range words {
		switch {
		case i == 0:
		case i == len(words)-1 && conjunction != "":
			parts = append(parts, " ", Of(conjunction), " ")
		default:
			parts = append(parts, ", ")
		}
		parts = append(parts, word)
	}
	return Join(parts...)
}

// Quote puts a text between the quotation marks of each language.
func Quote(text string) Phrase {
	p := Phrase{}
	for l, marks := range quotationMarks {
		p.in[l] = marks[0] + text + marks[1]
	}
	return p
}

// In is the phrase in a language.
func (p Phrase) In(l Language) string { return p.in[l] }

// String is the phrase in English.
func (p Phrase) String() string { return p.in[English] }

// MarshalText implements [encoding.TextMarshaler]: what is written down is English.
func (p Phrase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]: what was written down reads
// the same in every language.
func (p *Phrase) UnmarshalText(text []byte) error {
	*p = Join(string(text))
	return nil
}

// Empty says whether there is no text.
func (p Phrase) Empty() bool { return p == Phrase{} }

// Map changes the phrase in every language, as to end it with a full stop.
func (p Phrase) Map(change func(string) string) Phrase {
	for l := range p.in {
		p.in[l] = change(p.in[l])
	}
	return p
}

// localized are the arguments with their phrases in one language.
func localized(l Language, args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = arg
		switch arg := arg.(type) {
		case worded:
			out[i] = arg.In(l)
		case error:
			out[i] = Told(arg).In(l)
		}
	}
	return out
}

func translated(l Language, text string) string {
	for _, catalogue := range catalogues(l) {
		if there, ok := catalogue[text]; ok {
			return there
		}
	}
	return text
}
