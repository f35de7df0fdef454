package flowengine

import (
	"encoding/json"
	"fmt"
	"time"
)

// Outbox takes what leaves after or beside a call: mail, signed web requests,
// texts, and other work that may be tried again. Post never blocks and never
// fails: a letter is on disk with the history of its call, in the same
// transaction, and is delivered at least once whatever becomes of callflow.
type Outbox interface {
	// Post takes a letter. Of letters with the same ID only the first counts.
	Post(Letter)
}

// Letter is one thing that is to be delivered.
type Letter struct {
	// ID is unique for ever and the same when a node runs again after a
	// restart; [Session.Post] makes it from the call, the step and a number.
	ID string `json:"id"`
	// Company is whose letter it is.
	Company string `json:"company"`
	// Call is the call that it belongs to, "" for none.
	Call string `json:"call,omitempty"`
	// Posted is when it was written.
	Posted time.Time `json:"posted"`
	// Content is what is delivered.
	Content LetterContent `json:"-"`
}

// LetterContent is one kind of content. It is data, and is kept as JSON.
type LetterContent interface {
	// LetterKind tells which delivery a letter takes, such as "mail". Each has
	// its own workers: one that hangs does not hold up the others.
	LetterKind() string
	// LetterTo says in a few words to whom it goes, for lists.
	LetterTo() string
}

// The kinds of letters that callflow delivers itself.
const (
	LetterMail    = "mail"
	LetterWebhook = "webhook"
	LetterText    = "text"
	// LetterTranscript is a message that is to be turned into text.
	LetterTranscript = "transcript"
)

// MailLetter is a mail. The addresses are checked and every header is made safe
// when it is sent: texts that come from callers may stand in any field.
type MailLetter struct {
	To      []string `json:"to"`
	Cc      []string `json:"cc,omitempty"`
	Bcc     []string `json:"bcc,omitempty"`
	Subject string   `json:"subject"`
	// Body is plain text.
	Body string `json:"body"`
	// Attach are recordings, by their ids, that go with the mail.
	Attach []int64 `json:"attach,omitempty"`
}

// LetterKind implements [LetterContent].
func (MailLetter) LetterKind() string { return LetterMail }

// LetterTo implements [LetterContent].
func (m MailLetter) LetterTo() string {
	switch n := len(m.To) + len(m.Cc) + len(m.Bcc); {
	case n == 0:
		return "nobody"
	case len(m.To) > 0 && n == 1:
		return m.To[0]
	case len(m.To) > 0:
		return fmt.Sprintf("%s and %d more", m.To[0], n-1)
	default:
		return fmt.Sprintf("%d copies", n)
	}
}

// WebhookLetter is a signed web request.
type WebhookLetter struct {
	URL string `json:"url"`
	// Method is POST when empty.
	Method  string            `json:"method,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	// Body is sent as it is; its Content-Type is application/json unless
	// Headers say something else.
	Body string `json:"body"`
	// Event says what the request tells of, such as "missed_call".
	Event string `json:"event,omitempty"`
}

// LetterKind implements [LetterContent].
func (WebhookLetter) LetterKind() string { return LetterWebhook }

// LetterTo implements [LetterContent].
func (w WebhookLetter) LetterTo() string { return w.URL }

// TextLetter is a text to a telephone; see [TextMessage] for what stands in it.
type TextLetter struct {
	From string `json:"from"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// LetterKind implements [LetterContent].
func (TextLetter) LetterKind() string { return LetterText }

// LetterTo implements [LetterContent].
func (t TextLetter) LetterTo() string { return t.To }

// PostedLetter is a letter as it is stored.
type PostedLetter struct {
	ID, Kind string
	// JSON is the whole letter, as it encodes itself.
	JSON []byte
}

// MarshalJSON keeps a letter with its content.
func (l Letter) MarshalJSON() ([]byte, error) {
	type plain Letter // without this method
	return json.Marshal(struct {
		plain
		Kind    string        `json:"kind"`
		To      string        `json:"to"`
		Content LetterContent `json:"content"`
	}{plain(l), l.Content.LetterKind(), l.Content.LetterTo(), l.Content})
}

// Post puts a letter of the running node into the outbox. N tells the letters
// of one step apart; when the node runs again after a restart, the same n
// posts nothing twice.
func (s *Session) Post(n int, content LetterContent) (id string) {
	letter := s.letter(n, content)
	s.services.Outbox.Post(letter)
	return letter.ID
}

func (s *Session) letter(n int, content LetterContent) Letter {
	return Letter{
		ID: fmt.Sprintf("%s-%d-%d", s.at.Call.ID, s.at.Seq, n), Company: s.at.Company, Call: s.at.Call.ID, Posted: s.Now(), Content: content,
	}
}
