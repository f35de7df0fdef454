package ari

import (
	"encoding/json"
	"fmt"
	"time"
)

// timeLayout is how Asterisk writes times: milliseconds and a numeric zone without a colon.
const timeLayout = "2006-01-02T15:04:05.000-0700"

// Time is a point in time as Asterisk writes it, with a resolution of 1 ms. A time that cannot be read is the zero Time.
type Time struct{ time.Time }

// UnmarshalJSON reads Asterisk's form. What is not a time becomes the zero Time: no event is lost for its date.
func (t *Time) UnmarshalJSON(data []byte) error {
	if len(data) < 2 || data[0] != '"' {
		t.Time = time.Time{}
		return nil
	}
	t.Time = parseTime(string(data[1 : len(data)-1]))
	return nil
}

// MarshalJSON writes Asterisk's form.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(`"` + t.Format(timeLayout) + `"`), nil
}

// parseTime reads "2024-05-06T07:08:09.123+0000" without the general parser, which costs more than the rest of an event.
func parseTime(b string) time.Time {
	if len(b) == len(timeLayout) && b[4] == '-' && b[7] == '-' && b[10] == 'T' && b[13] == ':' && b[16] == ':' && b[19] == '.' {
		year, month, day := digits(b[0:4]), digits(b[5:7]), digits(b[8:10])
		hour, minute, second, milli := digits(b[11:13]), digits(b[14:16]), digits(b[17:19]), digits(b[20:23])
		zone := digits(b[24:26])*3600 + digits(b[26:28])*60
		// a negative number marks a part that is not made of digits; the sign of the union tells of any
		valid := year|month|day|hour|minute|second|milli|zone >= 0 && (b[23] == '+' || b[23] == '-') &&
			month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60
		if b[23] == '-' {
			zone = -zone
		}
		if valid {
			local := time.Date(year, time.Month(month), day, hour, minute, second, milli*int(time.Millisecond), time.UTC)
			if day <= 28 || local.Day() == day {
				return local.Add(time.Duration(-zone) * time.Second)
			}
		}
	}
	t, err := time.Parse(timeLayout, b)
	if err != nil {
		return time.Time{} // stated in the doc of Time
	}
	return t.UTC()
}

func digits(b string) int {
	n := 0
	for i := range len(b) {
		c := b[i]
		if c < '0' || c > '9' {
			return -1 << 15
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Object is a JSON value whose shape Asterisk does not describe, kept as it came.
type Object []byte

// UnmarshalJSON keeps the bytes.
func (o *Object) UnmarshalJSON(data []byte) error {
	*o = append((*o)[:0], data...)
	return nil
}

// MarshalJSON writes the bytes as they are; an empty Object is null.
func (o Object) MarshalJSON() ([]byte, error) {
	if len(o) == 0 {
		return []byte("null"), nil
	}
	return o, nil
}

// Decode unmarshals the value into v.
func (o Object) Decode(v any) error {
	if len(o) == 0 {
		return nil
	}
	if err := json.Unmarshal(o, v); err != nil {
		return fmt.Errorf("ari: reading a JSON value: %w", err)
	}
	return nil
}

// Strings returns the members of an object that are strings, such as channel variables.
func (o Object) Strings() map[string]string {
	var members map[string]any
	if o.Decode(&members) != nil {
		return nil // not an object: it has no members
	}
	out := make(map[string]string, len(members))
	for name, v := range members {
		if s, ok := v.(string); ok {
			out[name] = s
		}
	}
	return out
}

// EventFilter says which event types an application receives. An empty Allowed allows all; Disallowed goes before Allowed. A
// nil list leaves what is set.
type EventFilter struct {
	Allowed    []EventTypeRef `json:"allowed,omitempty"`
	Disallowed []EventTypeRef `json:"disallowed,omitempty"`
}

// EventTypeRef names one event type in an EventFilter.
type EventTypeRef struct {
	Type string `json:"type"`
}
