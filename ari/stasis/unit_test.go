package stasis

import (
	"slices"
	"strings"
	"testing"

	"callflow/ari"
)

func TestNames(t *testing.T) {
	n := newNamer("callflow")
	for name, call := range map[string]string{
		n.leg("01J", "1.0.0"):       "01J",
		n.playback("01J", 3):        "01J",
		n.bridge("01J"):             "01J",
		n.recording("01J", "a/b c"): "01J",
		"callflow.01J.l.1.0.0;2":    "", // the far half of a Local channel
		"callflow.":                 "",
		"callflow.01J":              "",
		"callflow2.01J.b":           "",
		"1700000000.12":             "",
		"":                          "",
	} {
		if got := n.call(name); got != call {
			t.Errorf("%q belongs to %q, not %q", name, got, call)
		}
	}
	if p, ok := n.legParty(n.leg("01J", "1.0.0")); p != "1.0.0" || !ok {
		t.Errorf("the leg's party is %q", p)
	}
	if _, ok := n.legParty(n.bridge("01J")); ok {
		t.Error("a bridge is no leg")
	}
	if got := n.recording("01J", "a/b c"); got != "callflow.01J.r.a_b_c" {
		t.Error(got)
	}
}

func TestMediaURIs(t *testing.T) {
	for uri, want := range map[string]string{
		"http://127.0.0.1:1/x.wav": "sound:http://127.0.0.1:1/x.wav",
		"sound:beep":               "sound:beep",
		"tone:busy":                "tone:busy",
		"digits:1*#":               "sound:digits/1 sound:digits/star sound:digits/pound",
		"characters:aB-2":          "sound:letters/a sound:letters/b sound:letters/dash sound:digits/2",
		"number:-5":                "number:-5",
		"number:5x":                "",
		"number:99999999999":       "",
		"digits:é":                 "",
		"file:/etc/passwd":         "",
		"sound:":                   "",
		"beep":                     "",
	} {
		if got := strings.Join(mediaURIs(uri), " "); got != want {
			t.Errorf("%q is played as %q, not %q", uri, got, want)
		}
	}
	if stoppable([]string{"number:5"}) || !stoppable([]string{"sound:x"}) || !stoppable(mediaURIs("digits:12")) {
		t.Error("only numbers cannot be stopped")
	}
}

func TestStasisArgs(t *testing.T) {
	for _, c := range []struct {
		app, data string
		want      []string
	}{
		{"Stasis", "callflow,100", []string{"100"}},
		{"Stasis", "callflow,100,x", []string{"100", "x"}},
		{"Stasis", "callflow", nil},
		{"StasisBroadcast", "2000,^callflow$,100", []string{"100"}},
		{"StasisBroadcast", "2000,^callflow$", nil},
		{"StasisBroadcast", "", nil},
	} {
		if got := stasisArgs(c.app, c.data); !slices.Equal(got, c.want) {
			t.Errorf("%s(%s) gives %q, not %q", c.app, c.data, got, c.want)
		}
	}
}

func TestIncoming(t *testing.T) {
	for _, c := range []struct {
		number, args, want string
	}{
		{"0412", "", "s 0412"},
		{"0412", "100", "100 0412"},
		{"0412", "100,allowed_not_screened", "100 0412"},
		{"0412", "100,prohib_passed_screen", "100 "},
		{"0412", "100,unavailable", "100 "},
		{"Anonymous", "100", "100 "},
	} {
		ch := &ari.Channel{Caller: ari.CallerID{Number: c.number, Name: "Ann"}, Dialplan: ari.DialplanCEP{Exten: "s"}}
		in := incoming(ch, strings.Split(c.args, ","))
		if got := in.Number + " " + in.CallerNumber; got != c.want || (in.CallerName == "") != (in.CallerNumber == "") {
			t.Errorf("%q with %q is %q (%s), not %q", c.number, c.args, got, in.CallerName, c.want)
		}
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"0412":                   "0412",
		" Ann\x00\r\n O'N ":      "Ann O'N",
		"Zoë":                    "Zoë",
		strings.Repeat("é", 200): strings.Repeat("é", 80),
	} {
		if got := printable(in); got != want {
			t.Errorf("%q is shown as %q, not %q", in, got, want)
		}
	}
}

func TestMailbox(t *testing.T) {
	box := newMailbox(3)
	digit, end := &ari.ChannelDtmfReceived{}, &ari.StasisEnd{}
	for i, want := range []bool{false, false, false, true, false} {
		if got := box.put(digit); got != want {
			t.Errorf("letter %d overflows: %t", i+1, got)
		}
	}
	for range 20 {
		if box.put(end) {
			t.Error("it overflows again")
		}
	}
	letters := box.take(nil)
	if len(letters) != 12 || letters[2] != ari.Event(digit) || letters[3] != ari.Event(end) {
		t.Errorf("%d letters are kept", len(letters))
	}
	if box.take(letters) != nil {
		t.Error("an empty mailbox has letters")
	}
}

func TestEndpointOf(t *testing.T) {
	for channel, want := range map[string]string{
		"PJSIP/alice-0000002a":          "PJSIP/alice",
		"PJSIP/front-desk-00000001":     "PJSIP/front-desk",
		"Local/100@callflow-00000001;2": "",
		"nonsense":                      "",
	} {
		if got := endpointOf(channel); got != want {
			t.Errorf("%s belongs to %q, not %q", channel, got, want)
		}
	}
}
