package agi

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadReply(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want Reply
		rest string // what has to be left for the next reply
	}{
		"plain":      {"200 result=1\n", Reply{Code: 200, Result: "1", EndPos: -1, Text: "result=1"}, ""},
		"CRLF":       {"200 result=-1\r\n", Reply{Code: 200, Result: "-1", EndPos: -1, Text: "result=-1"}, ""},
		"value":      {"200 result=1 (Ann (Sales))\nHANGUP\n", Reply{Code: 200, Result: "1", Value: "Ann (Sales)", HasValue: true, EndPos: -1, Text: "result=1 (Ann (Sales))"}, "HANGUP\n"},
		"empty":      {"200 result=1 ()\n", Reply{Code: 200, Result: "1", HasValue: true, EndPos: -1, Text: "result=1 ()"}, ""},
		"end":        {"200 result=0 endpos=16000\n", Reply{Code: 200, Result: "0", EndPos: 16000, Text: "result=0 endpos=16000"}, ""},
		"value, end": {"200 result=0 (timeout) endpos=800\n", Reply{Code: 200, Result: "0", Value: "timeout", HasValue: true, EndPos: 800, Text: "result=0 (timeout) endpos=800"}, ""},
		"no digits":  {"200 result= (timeout)\n", Reply{Code: 200, Value: "timeout", HasValue: true, EndPos: -1, Text: "result= (timeout)"}, ""},
		"a message":  {"200 result=-1 Gosub label not found\n", Reply{Code: 200, Result: "-1", EndPos: -1, Text: "result=-1 Gosub label not found"}, ""},
		"speech":     {"200 result=1 (speech) endpos=5 results=1 score0=9\n", Reply{Code: 200, Result: "1", Value: "speech", HasValue: true, EndPos: 5, Text: "result=1 (speech) endpos=5 results=1 score0=9"}, ""},
		"newline in a value": {"200 result=1 (one\nHANGUP\nthree)\n200 result=1\n",
			Reply{Code: 200, Result: "1", Value: "one\nHANGUP\nthree", HasValue: true, EndPos: -1, Text: "result=1 (one\nHANGUP\nthree)"}, "200 result=1\n"},
		"510": {"510 Invalid or unknown command\n", Reply{Code: 510, EndPos: -1, Text: "Invalid or unknown command"}, ""},
		"511": {"511 Command Not Permitted on a dead channel\n", Reply{Code: 511, EndPos: -1, Text: "Command Not Permitted on a dead channel"}, ""},
		"520": {"520 Invalid command syntax.  Proper usage not available.\n", Reply{Code: 520, EndPos: -1, Text: "Invalid command syntax.  Proper usage not available."}, ""},
		"520 with usage": {"520-Invalid command syntax.  Proper usage follows:\nUsage: HANGUP\n200 result=1\nHANGUP\n520 End of proper usage.\nnext\n",
			Reply{Code: 520, EndPos: -1, Text: "Invalid command syntax.  Proper usage follows:\nUsage: HANGUP\n200 result=1\nHANGUP"}, "next\n"},
		"520 with usage that has no newline": {"520-Invalid command syntax.  Proper usage follows:\nUsage: ANSWER520 End of proper usage.\nnext\n",
			Reply{Code: 520, EndPos: -1, Text: "Invalid command syntax.  Proper usage follows:\nUsage: ANSWER"}, "next\n"},
		"provisional": {"100 result=0 Trying...\n", Reply{Code: 100, Result: "0", EndPos: -1, Text: "result=0 Trying..."}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			br := newReader(strings.NewReader(c.in))
			got, err := readReply(br)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if rest, _ := io.ReadAll(br); string(rest) != c.rest {
				t.Errorf("left %q, want %q", rest, c.rest)
			}
		})
	}
}

func TestReadReplyRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"nothing":         {"", io.EOF},
		"half":            {"200 resu", io.ErrUnexpectedEOF},
		"hang-up":         {"HANGUP\n", errHangupLine},
		"no code":         {"hello\n", errStrayLine},
		"a short line":    {"20\n", errStrayLine},
		"an endless line": {"200 result=1 (" + strings.Repeat("x", 1<<20), ErrMalformed},
		"endless usage":   {"520-x\n" + strings.Repeat("x\n", 10000), ErrMalformed},
		"big usage":       {"520-x\n" + strings.Repeat(strings.Repeat("x", 15000)+"\n", 100), ErrMalformed},
		"cut usage":       {"520-x\ny\n", io.ErrUnexpectedEOF},
		"cut value":       {"200 result=1 (x\n", io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := readReply(newReader(strings.NewReader(c.in))); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func FuzzReadReply(f *testing.F) {
	for _, seed := range []string{
		"200 result=1\n", "200 result=1 (a (b) c) endpos=12\n", "200 result=1 (a\nb)\n", "200 result= (timeout)\n", "200 result=1 (",
		"510 Invalid or unknown command\n", "520-x\ny520 End of proper usage.\n", "520-x\n520 End of proper usage.\n",
		"HANGUP\n", "100 result=0 Trying...\n", "\n", "999-\n999 \n", "200 result=1 ()\n", "200 result=1 (\n) endpos=\n", "200-result=(\n200 )",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		br := newReader(strings.NewReader(in))
		for {
			reply, err := readReply(br)
			switch {
			case errors.Is(err, errHangupLine), errors.Is(err, errStrayLine):
				continue
			case err != nil:
				return
			}
			if reply.Code < 0 || reply.Code > 999 || len(reply.Text) > maxReplyBytes || (reply.Value != "" && !reply.HasValue) {
				t.Errorf("%+v", reply)
			}
		}
	})
}
