package flowtest_test

import (
	"strings"
	"testing"

	"callflow/flowengine/flowtest"
)

func TestATestIsAmendedAndKeepsTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		source     string
		want       []string
		wantAbsent string
	}{
		"YAML": {
			"# why it is there\nname: x\ngiven:\n  caller: \"100\" # the baker\n  hangup: 4s\n  queues: {support: {size: 2}}\nexpect:\n  hears: [Hello]\n",
			[]string{"# why it is there", "# the baker", "queues: {support: {size: 2}}", "hears: [Hello]"}, "hangup",
		},
		"JSON":          {`{"name": "012", "given": {"digits": "3", "hangup": "4s", "queues": {"support": {"size": 2}}}}`, []string{`name: "012"`, "size: 2\n"}, "hangup"},
		"nothing given": {"name: x\nexpect:\ngiven: {}\n", nil, "hangup"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := flowtest.Amend([]byte(c.source), map[string]any{"caller": "0412", "digits": "1", "hangup": nil}, map[string]any{"path": []string{"a done", "b"}, "ended": nil})
			if err != nil {
				t.Fatal(err)
			}
			test, err := flowtest.ParseTest(text)
			if err != nil {
				t.Fatalf("%v in\n%s", err, text)
			}
			if test.Given.Caller != "0412" || test.Given.Digits != "1" || strings.Join(test.Expect.Path, ",") != "a done,b" {
				t.Errorf("it became\n%s", text)
			}
			for _, part := range c.want {
				if !strings.Contains(string(text), part) {
					t.Errorf("%q is not in\n%s", part, text)
				}
			}
			if strings.Contains(string(text), c.wantAbsent) {
				t.Errorf("%q is still in\n%s", c.wantAbsent, text)
			}
		})
	}
	for _, source := range []string{"", "- a", "{", "text"} {
		if _, err := flowtest.Amend([]byte(source), nil, nil); err == nil {
			t.Errorf("%q was amended", source)
		}
	}
}
