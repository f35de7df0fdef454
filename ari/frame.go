package ari

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// appendRequestFrame writes a request as the text frame that the events socket takes.
func appendRequestFrame(b []byte, id uint64, q *request) []byte {
	b = append(b, `{"type":"RESTRequest","transaction_id":"","request_id":"`...)
	b = strconv.AppendUint(b, id, 10)
	b = append(b, `","method":"`...)
	b = append(b, q.method...)
	b = append(b, `","uri":`...)
	b = appendJSONString(b, q.buf)
	if q.content != nil {
		b = append(b, `,"content_type":"application/json","message_body":`...)
		b = appendJSONString(b, q.content)
	}
	return append(b, '}')
}

// appendJSONString quotes text that is UTF-8; bytes that are not become U+FFFD, as encoding/json does it.
func appendJSONString(b, s []byte) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRune(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
	}
	return append(b, '"')
}

// responseFrame is what Asterisk sends for a request frame.
type responseFrame struct {
	RequestID string `json:"request_id"`
	Status    int    `json:"status_code"`
	Reason    string `json:"reason_phrase"`
	Body      string `json:"message_body"`
}

func (f *responseFrame) decode(d *scanner) {
	for more := d.first('{', '}'); more; more = d.next('}') {
		switch name := d.name(); name {
		case "request_id":
			f.RequestID = d.text()
		case "status_code":
			f.Status = d.number()
		case "reason_phrase":
			f.Reason = d.text()
		case "message_body":
			f.Body = d.text()
		default:
			d.other(name)
		}
	}
}

// decodeResponse reads a response frame.
func decodeResponse(message string) (uint64, reply, error) {
	var f responseFrame
	if !unmarshal(message, &f) {
		f = responseFrame{}
		if err := json.Unmarshal([]byte(message), &f); err != nil {
			return 0, reply{}, err
		}
	}
	id, err := strconv.ParseUint(f.RequestID, 10, 64)
	if err != nil {
		return 0, reply{}, err
	}
	return id, reply{status: f.Status, reason: f.Reason, body: f.Body}, nil
}
