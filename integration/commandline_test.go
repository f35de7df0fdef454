//go:build integration

package integration

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/integration/phone"
	"callflow/media"
	"callflow/store"

	"database/sql"
)

// Everything for a call is set up by the command line, beside a callflow that runs: the call runs, and the command line shows it.
func TestSetUpByTheCommandLine(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	alice := s.person("alice", phone.Config{User: "alice"})
	file := func(name, text string) string {
		path := filepath.Join(c.folder, name)
		s.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	c.cli(t, "user", "add", "alice", "--phone", alice.Endpoint())
	c.cli(t, "group", "add", "sales", "alice")
	c.cli(t, "audio", "add", file("welcome.wav", string(media.Tone(1010, time.Second))), "--name", "welcome")
	c.cli(t, "flow", "import", "--publish", file("main.yaml", `
schema: 1
name: Main line
kind: voice
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:welcome", keys: {"1": Sales}}, next: {"key:1": dial, invalid: bye}}
  dial: {type: dial, params: {targets: ["group:sales"]}, next: {answered: bye, "*": box}}
  box: {type: voicemail, params: {box: "user:alice", min_s: 1}, next: {done: bye}}
  bye: {type: hangup}
`))
	c.cli(t, "number", "add", "100", "--flow", "Main line")
	s.prompts["welcome"] = 1010

	caller := s.Caller()
	caller.Dials("100")
	caller.Hears("welcome")
	caller.Presses("1")
	alice.Rings()
	alice.Declines()
	caller.Hears("sound:vm-intro", "beep")
	caller.Speaks(1500 * time.Millisecond)
	caller.Presses("#")
	caller.IsHungUp()

	var calls []store.Call
	s.must(eventually(patience, func() error {
		return json.Unmarshal([]byte(c.cli(t, "call", "list", "--caller", caller.number, "--reason", "voicemail", "--json")), &calls)
	}))
	if len(calls) != 1 || calls[0].Path != "1 menu: key:1 → 2 dial: busy → 3 voicemail: done → 4 hangup: hangup" {
		t.Fatalf("the command line lists %+v", calls)
	}
	if out := c.cli(t, "call", "trace", "last"); !strings.Contains(out, "The caller left a message") {
		t.Errorf("the trace: %s", out)
	}
	var messages []store.Voicemail
	s.must(json.Unmarshal([]byte(c.cli(t, "voicemail", "list", "--box", "user:alice", "--json")), &messages))
	if len(messages) != 1 {
		t.Fatalf("alice has %d messages", len(messages))
	}
	saved := filepath.Join(c.folder, "message.wav")
	c.cli(t, "voicemail", "save", "1", saved)
	if heard, err := toneInFile(saved, caller.voice); err != nil || !heard {
		t.Errorf("the caller is not heard in the message: %v", err)
	}
	c.cli(t, "number", "unassign", "100")
	caller.Dials("100")
	caller.Hears("sound:ss-noservice")
	caller.HangsUp()
}

// A database that this callflow must not touch.
func TestNewerDatabase(t *testing.T) {
	c := alone(t)
	db, err := sql.Open("sqlite3", c.database())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)`, store.SchemaVersion()+1); err != nil {
		t.Fatal(err)
	}
	refusesToStart(t, c, "newer")
}

func TestDatabaseInNoFolder(t *testing.T) {
	c := alone(t)
	c.more = []string{"--db", filepath.Join(c.folder, "nowhere", "callflow.db")}
	refusesToStart(t, c, "nowhere", "folder")
}

func TestNoDatabase(t *testing.T) {
	c := alone(t)
	other := filepath.Join(c.folder, "letter.txt")
	if err := os.WriteFile(other, []byte(strings.Repeat("Dear Sir or Madam, ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.more = []string{"--db", other}
	refusesToStart(t, c, "letter.txt")
}
