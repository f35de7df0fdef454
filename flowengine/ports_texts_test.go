package flowengine_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"callflow/flowengine"

	"pgregory.net/rapid"
)

func TestCleanText(t *testing.T) {
	for given, want := range map[string]string{
		"hello":                     "hello",
		"  two\r\nlines\r":          "two\nlines",
		"a\x00b\x1bc\x7f\u0085d":    "abcd",
		"tab\tstays 😀👨‍👩‍👧 é":       "tab\tstays 😀👨‍👩‍👧 é",
		"paragraph\u2029separators": "paragraph\nseparators",
		"no \xff\xfe text":          "no � text",
		"\r\n\t ":                   "",
	} {
		if got := flowengine.CleanText(given); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}

func TestCleanTextIsCleanAfterwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "text")
		got := flowengine.CleanText(given)
		if again := flowengine.CleanText(got); again != got {
			t.Fatalf("%q becomes %q, and that %q", given, got, again)
		}
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\r\x00") {
			t.Fatalf("%q becomes %q", given, got)
		}
	})
}

func TestWhichTextsCanBeSent(t *testing.T) {
	good := flowengine.TextMessage{From: "+61299990000", To: "user:alice", Body: "hello"}
	with := func(change func(*flowengine.TextMessage)) flowengine.TextMessage {
		m := good
		change(&m)
		return m
	}
	from := func(s string) flowengine.TextMessage { return with(func(m *flowengine.TextMessage) { m.From = s }) }
	to := func(s string) flowengine.TextMessage { return with(func(m *flowengine.TextMessage) { m.To = s }) }
	body := func(s string) flowengine.TextMessage { return with(func(m *flowengine.TextMessage) { m.Body = s }) }
	for _, c := range []struct {
		text flowengine.TextMessage
		want string // part of why it is refused, "" for not
	}{
		{good, ""},
		{from("100"), ""},
		{from("*72#"), ""},
		{from("My Shop 24"), ""},
		{from(""), "not known from whom"},
		{from("A very long name"), "cannot come from"},
		{from("100\r\nX-Evil: 1"), "cannot come from"},
		{from("100\n"), "cannot come from"},
		{from(`"a" <sip:b@c>`), "cannot come from"},
		{from("100@evil"), "cannot come from"},
		{from(" 100"), "cannot come from"},
		{from("Bäckerei"), "cannot come from"},
		{to("external:+61412345678"), ""},
		{to("endpoint:PJSIP/trunk/sip:bob@10.0.0.1:5070"), ""},
		{to("user:Bob the builder"), ""},
		{to(""), "nobody"},
		{to("alice"), "nobody"},
		{to("external:0412345678"), "nobody"},
		{to("external:+61412345678\n"), "nobody"},
		{to("external:+61412345678@evil"), "nobody"},
		{to("endpoint:PJSIP/alice\r\nX-Evil: 1"), "nobody"},
		{to("endpoint:PJSIP/a&PJSIP/b"), "nobody"},
		{to("endpoint:PJSIP"), "nobody"},
		{to("user:a\nb"), "nobody"},
		{body(""), "empty"},
		{body(" \n"), "cannot be sent"},
		{body("a\x00b"), "cannot be sent"},
		{body(strings.Repeat("😀", 1600)), ""},
		{body(strings.Repeat("😀", 1601)), "1601 characters, and at most 1600"},
	} {
		err := c.text.Check()
		var refused *flowengine.TextRefusedError
		switch {
		case c.want == "" && err != nil, c.want != "" && !errors.As(err, &refused):
			t.Errorf("%+v: %v", c.text, err)
		case refused != nil && (!strings.Contains(refused.Why, c.want) || refused.Later):
			t.Errorf("%+v: %+v, want %q", c.text, refused, c.want)
		}
	}
}
