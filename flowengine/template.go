package flowengine

import (
	"context"
	"slices"
	"strings"
	"time"
)

// TextWith is Text with names such as $callerid beside expressions. Each part of
// the template is filled in once: what a value contains is never looked at.
func (s *Session) TextWith(template string, names map[string]string) string {
	var pairs []string
	for _, name := range longestFirst(names) {
		pairs = append(pairs, "$"+name, names[name])
	}
	fill := strings.NewReplacer(pairs...)
	var out strings.Builder
	err := eachPart(template, func(literal string) { out.WriteString(fill.Replace(literal)) }, func(src string) error {
		value, err := s.Eval(src)
		if err != nil {
			s.Warn("{{%s}} has no value: %v", src, firstLine(err))
			return nil
		}
		out.WriteString(display(value))
		return nil
	})
	if err != nil {
		s.Warn("%v", err)
	}
	if out.Len() <= maxText {
		return out.String()
	}
	s.Warn("A text was cut off at %d bytes.", maxText)
	return strings.ToValidUTF8(out.String()[:maxText], "")
}

func longestFirst(names map[string]string) []string {
	list := sortedKeys(names)
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

// LetterNames are the names that templates of mails can use.
func (s *Session) LetterNames(ctx context.Context) map[string]string {
	zone := time.UTC
	if s.services.Notices != nil {
		zone = s.services.Notices.Zone(ctx)
	}
	return map[string]string{
		"callerid": s.callerName(), "datetime": s.Now().In(zone).Format("Monday 2 January 2006 15:04 MST"),
		"servicenumber": s.serviceName(), "calleduser": "", "callstatus": s.at.Status, "voicemaillink": "", "reason": s.at.CameBy,
		"callid": s.at.Call.ID,
	}
}

// callerName is the caller as people read it.
func (s *Session) callerName() string {
	in := s.at.Call
	switch {
	case in.CallerNumber == "":
		return "a withheld number"
	case in.CallerName != "" && in.CallerName != in.CallerNumber:
		return in.CallerName + " (" + in.CallerNumber + ")"
	}
	return in.CallerNumber
}

func (s *Session) serviceName() string {
	if s.at.Number.Service != "" {
		return s.at.Number.Service + " (" + s.at.Call.Number + ")"
	}
	return s.at.Call.Number
}

// NoticeOf returns how a user is told of things.
func (s *Session) NoticeOf(ctx context.Context, user string) (Notice, error) {
	if s.services.Notices == nil {
		return Notice{}, ErrNoSuch
	}
	return s.services.Notices.Of(ctx, user)
}

// Link is an address at which a recording can be listened to, "" when there is none.
func (s *Session) Link(recording int64) string {
	if s.services.Notices == nil || recording == 0 {
		return ""
	}
	return s.services.Notices.Link(recording, s.Now())
}

// KeptNote is a recording that a session has kept.
type KeptNote struct {
	ID      int64 `json:"id"`
	Message bool  `json:"message,omitempty"` // it is a voicemail
}

// maxKept bounds how many recordings a session remembers.
const maxKept = 20

// Recordings are what this session has kept so far, the oldest first.
func (s *Session) Recordings() []KeptNote { return s.at.Kept }

func (s *Session) noteKept(r Recording, kept KeptRecording) {
	if kept.ID == 0 || slices.ContainsFunc(s.at.Kept, func(k KeptNote) bool { return k.ID == kept.ID }) {
		return
	}
	list := append(slices.Clone(s.at.Kept), KeptNote{ID: kept.ID, Message: r.Voicemail != ""})
	s.at.Kept = list[max(0, len(list)-maxKept):]
}
