package nodes

import "embed"

// The texts of the node reference that params and outcomes do not tell, one
// Markdown file for each node type. Their examples are checked by a test.
//
//go:embed doc/*.md
var docs embed.FS

//go:generate go run gen.go ../../docs/nodes.md

func doc(name string) string {
	text, err := docs.ReadFile("doc/" + name + ".md")
	if err != nil {
		panic("nodes: the reference has no text for " + name) // the test would have told
	}
	return string(text)
}

// Doc implements [flowengine.Documented].
func (*Answer) Doc() string { return doc("answer") }

// Doc implements [flowengine.Documented].
func (*Greeting) Doc() string { return doc("greeting") }

// Doc implements [flowengine.Documented].
func (*Menu) Doc() string { return doc("menu") }

// Doc implements [flowengine.Documented].
func (*Dial) Doc() string { return doc("dial") }

// Doc implements [flowengine.Documented].
func (*Queue) Doc() string { return doc("queue") }

// Doc implements [flowengine.Documented].
func (*Callback) Doc() string { return doc("callback") }

// Doc implements [flowengine.Documented].
func (*Agent) Doc() string { return doc("agent") }

// Doc implements [flowengine.Documented].
func (*Voicemail) Doc() string { return doc("voicemail") }

// Doc implements [flowengine.Documented].
func (*Mailbox) Doc() string { return doc("mailbox") }

// Doc implements [flowengine.Documented].
func (*Record) Doc() string { return doc("record") }

// Doc implements [flowengine.Documented].
func (*AGI) Doc() string { return doc("agi") }

// Doc implements [flowengine.Documented].
func (*Conference) Doc() string { return doc("conference") }

// Doc implements [flowengine.Documented].
func (*TimeRouting) Doc() string { return doc("time") }

// Doc implements [flowengine.Documented].
func (*Transfer) Doc() string { return doc("transfer") }

// Doc implements [flowengine.Documented].
func (*Set) Doc() string { return doc("set") }

// Doc implements [flowengine.Documented].
func (*Jump) Doc() string { return doc("jump") }

// Doc implements [flowengine.Documented].
func (*Subflow) Doc() string { return doc("subflow") }

// Doc implements [flowengine.Documented].
func (*Return) Doc() string { return doc("return") }

// Doc implements [flowengine.Documented].
func (*Hangup) Doc() string { return doc("hangup") }

// Doc implements [flowengine.Documented].
func (*Webhook) Doc() string { return doc("webhook") }

// Doc implements [flowengine.Documented].
func (*Tag) Doc() string { return doc("tag") }

// Doc implements [flowengine.Documented].
func (*Workflow) Doc() string { return doc("workflow") }

// Doc implements [flowengine.Documented].
func (*SMSSend) Doc() string { return doc("sms_send") }

// Doc implements [flowengine.Documented].
func (*Email) Doc() string { return doc("email") }
