package agi

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// header is what Asterisk 22 sends for AGI(agi://127.0.0.1/route?company=1,0412 345 678,two).
const header = "agi_network: yes\n" +
	"agi_network_script: route?company=1&x=a%20b\n" +
	"agi_request: agi://127.0.0.1/route?company=1&x=a%20b\n" +
	"agi_channel: PJSIP/alice-00000001\n" +
	"agi_language: en\n" +
	"agi_type: PJSIP\n" +
	"agi_uniqueid: 1700000000.1\n" +
	"agi_version: 22.10.1\n" +
	"agi_callerid: 0412345678\n" +
	"agi_calleridname: unknown\n" +
	"agi_context: callflow-route\n" +
	"agi_extension: 100\n" +
	"agi_priority: 1\n" +
	"agi_enhanced: 0.0\n" +
	"agi_accountcode: \n" +
	"agi_threadid: 140000000000000\n" +
	"agi_arg_1: 0412 345 678\n" +
	"agi_arg_2: two: three\n" +
	"\n"

func TestReadRequest(t *testing.T) {
	req, err := readRequest(newReader(strings.NewReader(header)))
	if err != nil {
		t.Fatal(err)
	}
	if req.Script != "route" || req.Query.Get("company") != "1" || req.Query.Get("x") != "a b" {
		t.Errorf("script %q, query %v", req.Script, req.Query)
	}
	if diff := cmp.Diff([]string{"0412 345 678", "two: three"}, req.Args); diff != "" {
		t.Error(diff)
	}
	if req.Arg(0) != "" || req.Arg(1) != "0412 345 678" || req.Arg(3) != "" {
		t.Error("Arg counts from 1 and is empty outside")
	}
	if got := req.Variable("agi_calleridname"); got != "" {
		t.Errorf("unknown is not a name: %q", got)
	}
	if got := req.Variables["agi_accountcode"]; got != "" {
		t.Errorf("account code %q", got)
	}
}

func TestReadRequestRefuses(t *testing.T) {
	var many strings.Builder
	for n := range 300 {
		fmt.Fprintf(&many, "agi_arg_%d: x\n", n)
	}
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"nothing":            {"", io.EOF},
		"an empty header":    {"\n", ErrMalformed},
		"HTTP":               {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", ErrMalformed},
		"half a line":        {"agi_net", io.ErrUnexpectedEOF},
		"no end":             {"agi_network: yes\n", io.ErrUnexpectedEOF},
		"a line twice":       {"agi_calleridname: x\nagi_extension: 1\nagi_extension: 2\n\n", ErrMalformed},
		"an endless line":    {"agi_x: " + strings.Repeat("x", 1<<20), ErrMalformed},
		"too many lines":     {many.String(), ErrMalformed},
		"too many bytes":     {strings.Repeat("agi_x: "+strings.Repeat("y", 10000)+"\n", 2) + "\n", ErrMalformed},
		"binary, as a probe": {"\x16\x03\x01\x02\x00\x01\x00\n", ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := readRequest(newReader(strings.NewReader(c.in))); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func FuzzReadRequest(f *testing.F) {
	for _, seed := range []string{
		header, "", "\n", "agi_network: yes\n\n", "agi_network_script: /a/b/?%zz&;=\n\n",
		"agi_arg_1: a\nagi_arg_3: c\n\n", "agi_request: agi://[::1]:4573/x\r\n\r\n", "agi_x\n\n", "agi_a: \x00\xff\n\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		req, err := readRequest(newReader(strings.NewReader(in)))
		if err != nil {
			if len(req.Variables) != 0 {
				t.Error("an error and a request")
			}
			return
		}
		if len(req.Variables) == 0 || len(req.Variables) > maxHeaderLines || len(req.Args) > len(req.Variables) {
			t.Errorf("%d variables, %d arguments", len(req.Variables), len(req.Args))
		}
		if strings.HasPrefix(req.Script, "/") || strings.Contains(req.Script, "?") {
			t.Errorf("script %q", req.Script)
		}
		for name, value := range req.Variables {
			if strings.ContainsAny(name+value, "\n") {
				t.Errorf("newline in %q: %q", name, value)
			}
		}
	})
}
