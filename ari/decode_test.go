package ari

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// recorded returns what Asterisk sent in the recorded sessions.
func recorded(t testing.TB) []string {
	files, err := filepath.Glob("testdata/sessions/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded sessions", err)
	}
	var messages []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if m, ok := strings.CutPrefix(lines.Text(), "< "); ok {
				messages = append(messages, m)
			}
		}
	}
	return messages
}

// awkward are messages at the edges of what the fast decoder takes.
var awkward = []string{
	`{"type":"StasisStart"}`,
	"{ \"timestamp\" : \"2024-02-30T25:61:61.999-0130\" ,\n\t\"type\" : \"StasisStart\" , \"args\" : [ \"a\" , \"b\" ] }",
	`{"type":"StasisStart","args":[],"channel":null,"replace_channel":null}`,
	`{"type":"StasisStart","args":null,"replace_channel":{"id":"x","channelvars":{"A":"1","B":null}}}`,
	`{"type":"StasisStart","channel":{"caller":{"name":"\u00e9\ud83d\ude00 \"q\" \\ \/ \n","number":"é😀"}}}`,
	`{"type":"StasisStart","CHANNEL":{"id":"by another case"},"channel":{"ID":"x","Name":"y"}}`,
	`{"type":"StasisStart","channel":{"id":"1"},"channel":{"name":"2"},"args":["a"],"args":["b"]}`,
	`{"type":"ChannelDtmfReceived","duration_ms":1e3}`,
	`{"type":"ChannelDtmfReceived","duration_ms":-0}`,
	`{"type":"ChannelDtmfReceived","duration_ms":007}`,
	`{"type":"ChannelDtmfReceived","duration_ms":123456789012345678901234567890}`,
	`{"type":"ChannelDtmfReceived","duration_ms":"7"}`,
	`{"type":"ChannelHangupRequest","soft":true,"new":[1,{"a":[]},"]"],"cause":16}`,
	`{"type":"ChannelHangupRequest","new":{bad},"cause":16}`,
	`{"type":"ChannelHangupRequest","new":tru,"cause":16}`,
	`{"type":"ChannelUserevent","userevent":{"deep":[[[{}]]]},"eventname":"x"}`,
	`{"type":"ChannelTransfer","refer_to":{"requested_destination":{"additional_protocol_params":[{"parameter_name":"a","parameter_value":"b"}]}},"referred_by":{}}`,
	`{"type":"StasisEnd"} x`, `{"type":"StasisEnd"`, `{"type":"StasisEnd",}`, `{"type":"StasisEnd","a":"\x"}`, "{\"type\":\"StasisEnd\",\"a\":\"\x01\"}",
	`{"type":"Stasis\u0045nd"}`, `{"type":"New","x":1}`, `{"type":""}`, `{"type":null}`, `null`, ``, `"`, `{"`, `{"type":"StasisEnd","asterisk_id":"` + "\xff\xc0" + `"}`,
	`{"type":"Dial","peer":{"creationtime":"yesterday"}}`,
	`{"type":"RESTResponse","request_id":"1","status_code":200,"message_body":"{\"id\":\"é\\\"\"}"}`,
}

func TestDecodeRecorded(t *testing.T) {
	for _, message := range recorded(t) {
		if strings.Contains(message, `"RESTResponse"`) {
			continue
		}
		ev := Decode(message, time.Time{})
		name := ev.EventType()
		if _, bad := ev.(*BadMessage); bad || newEvent(name) == nil {
			t.Errorf("%s: %+v", message, ev)
			continue
		}
		if !unmarshal(message, newEvent(name)) {
			t.Errorf("the fast decoder does not take %s", message)
		}
		if ev.EventMeta().Timestamp.IsZero() {
			t.Errorf("no time in %s", message)
		}
	}
}

func TestDecodeLikeEncodingJSON(t *testing.T) {
	for _, message := range append(recorded(t), awkward...) {
		sameAsEncodingJSON(t, message)
	}
}

// sameAsEncodingJSON checks that an event is what encoding/json would have made of the message.
func sameAsEncodingJSON(t *testing.T, message string) {
	t.Helper()
	got := Decode(message, time.Time{})
	want := newEvent(got.EventType())
	if want == nil {
		return // unknown or bad: encoding/json made it
	}
	if err := json.Unmarshal([]byte(message), want); err != nil {
		t.Fatalf("%q was taken, and encoding/json says %v", message, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q differs (-encoding/json +ours):\n%s", message, diff)
	}
}

func FuzzDecode(f *testing.F) {
	for _, message := range append(recorded(f), awkward...) {
		f.Add(message)
	}
	f.Fuzz(func(t *testing.T, message string) {
		sameAsEncodingJSON(t, message)
		if _, r, err := decodeResponse(message); err == nil {
			var want responseFrame
			if err := json.Unmarshal([]byte(message), &want); err != nil {
				t.Fatalf("%q was taken as a response, and encoding/json says %v", message, err)
			}
			if diff := cmp.Diff(reply{want.Status, want.Reason, want.Body}, r, cmp.AllowUnexported(reply{})); diff != "" {
				t.Errorf("%q differs (-encoding/json +ours):\n%s", message, diff)
			}
		}
	})
}

func FuzzJSONString(f *testing.F) {
	f.Add([]byte("a\"\\\x00\n é😀\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got string
		if err := json.Unmarshal(appendJSONString(nil, text), &got); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(string(text), "\ufffd"); len(text) < 2 && got != want {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-20T22:12:16.842+0000": "2026-11-20T22:12:16.842Z",
		"2026-11-20T22:12:16.842+1030": "2026-11-20T11:42:16.842Z",
		"2026-11-20T22:12:16.842-0930": "2026-11-21T07:42:16.842Z",
		"2026-11-20T22:12:16.84x+0000": "0001-01-01T00:00:00Z",
		"2026-13-20T22:12:16.842+0000": "0001-01-01T00:00:00Z",
		"2026-02-30T22:12:16.842+0000": "0001-01-01T00:00:00Z",
		"":                             "0001-01-01T00:00:00Z",
	} {
		if got := parseTime(text).Format(time.RFC3339Nano); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	data, err := json.Marshal(Time{time.UnixMilli(0).UTC()})
	if err != nil || string(data) != `"1970-01-01T00:00:00.000+0000"` {
		t.Errorf("%s %v", data, err)
	}
}

func TestObjects(t *testing.T) {
	var ch Channel
	if err := json.Unmarshal([]byte(`{"channelvars":{"A":"1","B":2}}`), &ch); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"A": "1"}, ch.ChannelVars.Strings()); diff != "" {
		t.Error(diff)
	}
	if Object(nil).Strings() == nil && Object(`[]`).Strings() != nil {
		t.Error("a list has members")
	}
}
