package flowengine

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Texts sends texts to telephones. Whoever implements it knows who carries
// them, and minds the company's caps.
type Texts interface {
	// Send hands a text on within the context's time. nil means that it was
	// accepted for delivery. A [*TextRefusedError] says that it was not, and will not
	// be; after any other error it is not known to have gone, and may be sent
	// again.
	Send(ctx context.Context, t TextMessage) error
}

// TextMessage is one text to somebody.
type TextMessage struct {
	// ID is the same when a text is sent again; Call is the call that it belongs
	// to, "" for none.
	ID, Call string
	// From is who it comes from: a number, or a name of up to 11 letters and digits.
	From string
	// To is user:NAME, external:NUMBER with + and the country code, or
	// endpoint:DIALSTRING.
	To string
	// Body is what it says, as [CleanText] makes it.
	Body string
}

// TextRefusedError says why a text does not go.
type TextRefusedError struct {
	// Why is a sentence without its full stop.
	Why string
	// Rule is the cap that refused it, "" for another reason.
	Rule string
	// Later says that it may be accepted another time: the telephone is not
	// there now.
	Later bool
}

func (e *TextRefusedError) Error() string { return e.Why }

// LongestText bounds a text, in characters: what ten joined messages of a
// mobile network hold, and what most carriers take.
const LongestText = 1600

var (
	textNumber = regexp.MustCompile(`^[+*#]?[0-9*#]{1,20}$`)
	textName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ]{0,9}[A-Za-z0-9]$`)
	textTo     = regexp.MustCompile(`^(user:[^\x00-\x1f\x7f]{1,128}|external:\+[1-9][0-9]{4,14}|endpoint:[A-Za-z0-9]+/[^\x00-\x20\x7f&,;|"'` + "`" + `$(){}\\<>]{1,200})$`)
)

// IsTextSender says whether a text can come from that: a number, or a name.
func IsTextSender(from string) bool {
	return textNumber.MatchString(from) || textName.MatchString(from)
}

// CleanText is a text as it is sent: lines end with a line feed alone, and what
// no telephone shows is left out.
func CleanText(body string) string {
	body = strings.ToValidUTF8(strings.ReplaceAll(body, "\r\n", "\n"), "�")
	body = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			return -1
		}
		return r
	}, body)
	return strings.TrimSpace(body)
}

// Check says why a text can never be sent, whoever carries it; nil when it can.
// Who carries texts asks it first, so that no text becomes a header.
func (t TextMessage) Check() error {
	refuse := func(format string, args ...any) error { return &TextRefusedError{Why: fmt.Sprintf(format, args...)} }
	switch n := utf8.RuneCountInString(t.Body); {
	case !textTo.MatchString(t.To):
		return refuse("%q is nobody to whom a text can go", t.To)
	case t.From == "":
		return refuse("it is not known from whom the text comes")
	case !IsTextSender(t.From):
		return refuse("a text cannot come from %q: use a number, or a name of 2 to 11 letters and digits", t.From)
	case t.Body == "":
		return refuse("the text is empty")
	case t.Body != CleanText(t.Body):
		return refuse("the text has characters that cannot be sent")
	case n > LongestText:
		return refuse("the text has %d characters, and at most %d can be sent", n, LongestText)
	}
	return nil
}
