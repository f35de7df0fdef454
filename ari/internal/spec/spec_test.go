package spec

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// atHand is the folder with the descriptions of an Asterisk on this machine, or "".
func atHand() string {
	for _, dir := range []string{os.Getenv("ASTERISK_REST_API"), "/usr/share/asterisk/rest-api", "/var/lib/asterisk/rest-api"} {
		if _, err := os.Stat(filepath.Join(dir, "channels.json")); dir != "" && err == nil {
			return dir
		}
	}
	return ""
}

func TestAsteriskAtHandHasNothingMore(t *testing.T) {
	dir := atHand()
	if dir == "" {
		t.Skip("no Asterisk at hand: ASTERISK_REST_API is not set")
	}
	pinned, err := Load("../../spec.json")
	if err != nil {
		t.Fatal(err)
	}
	here, err := Extract(dir)
	if err != nil {
		t.Fatal(err)
	}
	if missing := pinned.Missing(here); len(missing) > 0 {
		t.Errorf("%s describes what spec.json (Asterisk %s) does not have:\n%q\n"+
			"To take it over: go run ./ari/internal/extract -asterisk VERSION %s && go generate ./ari", dir, pinned.Asterisk, missing, dir)
	}
}

func TestExtract(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Extract(dir); err == nil {
		t.Error("an empty folder has a spec")
	}
	write("resources.json", `{"apis":[]}`)
	write("things.json", `{"apiVersion":"2.0.0","apis":[{"path":"/things/{id}","operations":[{"httpMethod":"GET","nickname":"get",
		"summary":"prose","since":["1.0.0"],"responseClass":"Thing","parameters":[{"name":"id","paramType":"path","dataType":"string"},
		{"name":"n","paramType":"query","dataType":"int","defaultValue":3,"allowableValues":{"valueType":"RANGE","min":0}}]}]}],
		"models":{"Thing":{"id":"Thing","properties":{"z":{"type":"string","required":true},"a":{"type":"int"}}}}}`)
	s, err := Extract(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := s.Resources[0]
	if len(s.Resources) != 1 || r.Name != "things" || r.Operations[0].Params[1].Default != "3" || !r.Operations[0].Params[0].Required ||
		r.Models[0].Properties[0].Name != "z" {
		t.Errorf("%+v", s)
	}
	if missing := (&Spec{}).Missing(s); !slices.Contains(missing, "operation GET /things/{id} parameter n") || len(missing) != 6 {
		t.Errorf("%q", missing)
	}
	write("bad.json", `{`)
	if _, err := Extract(dir); err == nil {
		t.Error("a broken file passes")
	}
}
