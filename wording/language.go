package wording

import (
	"context"

	"golang.org/x/text/language"
)

// Language is one that the console speaks.
type Language int

// The languages. English is the one of the code, and of what is stored.
const (
	English Language = iota
	German
	languages // how many there are
)

var (
	tags           = [languages]language.Tag{English: language.English, German: language.German}
	quotationMarks = [languages][2]string{English: {"“", "”"}, German: {"„", "“"}}
)

// catalogues are those of a language, by the packages whose texts they have.
func catalogues(l Language) []map[string]string {
	if l == German {
		return []map[string]string{germanNodes, germanChecks, germanParsing, germanFindings, germanDoctor, germanRefusals, germanProblems, germanTemplates, germanReasons, germanImports}
	}
	return nil
}

// Languages are all of them, English first.
func Languages() []Language { return []Language{English, German} }

// String is the language's tag, such as de.
func (l Language) String() string { return tags[l].String() }

// Wanted is the language that suits what the header Accept-Language of a request
// says best; English where none does.
func Wanted(header string) Language {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return English // a header that cannot be read asks for nothing
	}
	_, index, confidence := language.NewMatcher(tags[:]).Match(wanted...)
	if confidence == language.No {
		return English
	}
	return Language(index)
}

type key struct{}

// With is a context for somebody who reads a language.
func With(ctx context.Context, l Language) context.Context { return context.WithValue(ctx, key{}, l) }

// From is the language in a context; English when nothing was said.
func From(ctx context.Context) Language {
	l, _ := ctx.Value(key{}).(Language)
	return l
}
