package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"regexp"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"callflow/flowengine"
)

// Attachments opens recordings that go with mails.
type Attachments interface {
	// Open returns a recording with the name under which it is attached.
	// [flowengine.ErrNoSuch] when there is none of that id any more.
	Open(ctx context.Context, company string, recording int64) (name string, sound io.ReadSeekCloser, err error)
}

// largestAttachment is from where on a recording does not go with a mail, in
// bytes: many servers take no mail over 25 MB, and base64 adds a third.
const largestAttachment = 16 << 20

// Mailer delivers mails over SMTP.
type Mailer struct {
	server      SMTP
	from        *mail.Address
	attachments Attachments
}

// NewMailer makes a Mailer. An error says which setting is wrong.
func NewMailer(server SMTP, attachments Attachments) (*Mailer, error) {
	from, err := server.check()
	if err != nil {
		return nil, err
	}
	return &Mailer{server: server, from: from, attachments: attachments}, nil
}

// Deliver implements [Deliverer]: it takes the mail to one of its recipients.
func (m *Mailer) Deliver(ctx context.Context, d Delivery) error {
	var letter flowengine.MailLetter
	if err := json.Unmarshal(d.Content, &letter); err != nil {
		return Permanent(fmt.Errorf("the mail cannot be read: %w", err))
	}
	message, done, err := m.compose(ctx, d, letter)
	defer done()
	if err != nil {
		return err
	}
	return m.server.send(ctx, message)
}

// compose writes the message. Its sounds stay open until done is called.
func (m *Mailer) compose(ctx context.Context, d Delivery, letter flowengine.MailLetter) (message *gomail.Msg, done func(), err error) {
	var open []io.Closer
	done = func() {
		for _, c := range open {
			c.Close() // it was only read
		}
	}
	recipient, err := address(d.Recipient)
	if err != nil {
		return nil, done, Permanent(err)
	}
	message = gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	message.FromMailAddress(m.from)
	// The headers name everybody; the mail goes to one of them.
	if err := addressHeader(message, "To", letter.To); err != nil {
		return nil, done, Permanent(err)
	}
	if err := addressHeader(message, "Cc", letter.Cc); err != nil {
		return nil, done, Permanent(err)
	}
	if err := message.Bcc(recipient.Address); err != nil {
		return nil, done, Permanent(fmt.Errorf("the address %q: %w", recipient.Address, err))
	}
	message.Subject(headerText(letter.Subject))
	message.SetDateWithValue(d.Posted)
	message.SetMessageIDWithValue(m.messageID(d.ID))
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office replies
	body := letter.Body
	for _, id := range letter.Attach {
		note, sound, err := m.attach(ctx, message, d.Company, id)
		if err != nil {
			return nil, done, err
		}
		if sound != nil {
			open = append(open, sound)
		}
		body += note
	}
	message.SetBodyString(gomail.TypeTextPlain, body)
	return message, done, nil
}

// attach adds a recording, or a note that says why it is not there.
func (m *Mailer) attach(ctx context.Context, message *gomail.Msg, company string, id int64) (note string, sound io.Closer, err error) {
	name, file, err := m.attachments.Open(ctx, company, id)
	if errors.Is(err, flowengine.ErrNoSuch) {
		return fmt.Sprintf("\n\nThe recording %d has been removed.", id), nil, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("opening recording %d: %w", id, err)
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return "", nil, fmt.Errorf("reading recording %d: %w", id, err)
	}
	if size > largestAttachment {
		file.Close()
		return fmt.Sprintf("\n\nThe recording %d of %d MB is too large to go with a mail.", id, size>>20), nil, nil
	}
	message.AttachReadSeeker(name, file, gomail.WithFileContentType("audio/wav"))
	return "", file, nil
}

// plainID are the letter ids that can stand in a Message-ID as they are.
var plainID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$`)

// messageID is the same for each try, each recipient and each process.
func (m *Mailer) messageID(letter string) string {
	if !plainID.MatchString(letter) || strings.Contains(letter, "..") {
		sum := sha256.Sum256([]byte(letter))
		letter = hex.EncodeToString(sum[:16])
	}
	_, domain, _ := strings.Cut(m.from.Address, "@")
	return letter + "@" + domain
}

// address reads one address, with nothing in it that could become another header.
func address(text string) (*mail.Address, error) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return nil, fmt.Errorf("the address %q has control characters", text)
	}
	a, err := mail.ParseAddress(text)
	if err != nil {
		return nil, fmt.Errorf("%q is no address: %w", text, err)
	}
	a.Name = headerText(a.Name)
	return a, nil
}

func addressHeader(message *gomail.Msg, header gomail.Header, list []string) error {
	var all []string
	for _, text := range list {
		a, err := address(text)
		if err != nil {
			return err
		}
		all = append(all, a.String()) // encoded, without line breaks
	}
	if len(all) > 0 {
		message.SetGenHeaderPreformatted(header, strings.Join(all, ",\r\n "))
	}
	return nil
}

// longestHeader bounds a subject, in characters.
const longestHeader = 250

// headerText makes any text safe for a header: one line, and not too long.
func headerText(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longestHeader {
		s = string(r[:longestHeader-1]) + "…"
	}
	return s
}
