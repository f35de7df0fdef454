// Package nodes holds callflow's node types, one file each, and the table that
// lists them. A node is plain blocking Go against the operations of
// [flowengine.Session].
package nodes

import "callflow/flowengine"

// Table lists every node type, in the order in which the builder's palette and
// the node reference show them.
func Table() []flowengine.NodeType {
	voice := []flowengine.Kind{flowengine.Voice}
	both := []flowengine.Kind{flowengine.Voice, flowengine.Text}
	return []flowengine.NodeType{
		{Name: "answer", Title: "Answer", Kinds: voice, New: newAnswer,
			Summary: "Answers the call. Before it, prompts are early media: heard, and not yet paid for."},
		{Name: "greeting", Title: "Greeting", Kinds: voice, New: newGreeting,
			Summary: "Plays an audio, or speaks a text, to the caller."},
		{Name: "menu", Title: "IVR Menu", Kinds: voice, New: newMenu,
			Summary: "Asks the caller to press keys, and goes the way of the keys pressed."},
		{Name: "dial", Title: "Dial", Kinds: voice, New: newDial,
			Summary: "Rings people and connects the caller with the one who answers."},
		{Name: "queue", Title: "Queue", Kinds: voice, New: newQueue,
			Summary: "Lets the caller wait, with music, for one of the users who serve a queue."},
		{Name: "callback", Title: "Callback", Kinds: voice, New: newCallback,
			Summary: "Keeps the caller's place in a queue, and calls back when it is the caller's turn."},
		{Name: "agent", Title: "Agent", Kinds: voice, New: newAgent,
			Summary: "Lets those who serve queues log in and out, pause, resume, or close a queue, by telephone."},
		{Name: "voicemail", Title: "Voicemail", Kinds: voice, New: newVoicemail,
			Summary: "Takes a spoken message for a user or a group."},
		{Name: "mailbox", Title: "Mailbox", Kinds: voice, New: newMailbox,
			Summary: "Lets somebody hear, save and delete the messages of a box, and record its greeting: one thing a node."},
		{Name: "record", Title: "Record", Kinds: voice, New: newRecord,
			Summary: "Records the call from here on, after a notice, or ends its recording."},
		{Name: "email", Title: "Email", Kinds: both, New: newEmail,
			Summary: "Sends a mail, through the outbox: the caller never waits for it."},
		{Name: "sms_send", Title: "Send SMS", Kinds: both, New: newSMSSend,
			Summary: "Sends a text to the caller, a user or a number: the call waits a moment at most."},
		{Name: "conference", Title: "Conference", Kinds: voice, New: newConference,
			Summary: "Lets the caller talk with the other callers in a room."},
		{Name: "agi", Title: "AGI", Kinds: voice, New: newAGI,
			Summary: "Lends the call to an existing AGI script and takes it back."},
		{Name: "time", Title: "Time Routing", Kinds: both, New: newTimeRouting,
			Summary: "Chooses the way by date and time: first overrides, then holidays, then the slots of the week."},
		{Name: "geo", Title: "Geo Routing", Kinds: both, New: newGeo,
			Summary: "Chooses the way by the country, state, district or prefix of the caller's number."},
		{Name: "postcode", Title: "Post Code", Kinds: voice, New: newPostcode,
			Summary: "Asks the caller for a postcode, and goes the way of the range that it is in."},
		{Name: "route", Title: "Responsive Routing", Kinds: both, New: newRoute,
			Summary: "Chooses the way by what is known of the caller, and of what led to the call."},
		{Name: "transfer", Title: "Transfer", Kinds: voice, New: newTransfer,
			Summary: "Connects the caller with an outside number, always or at certain times."},
		{Name: "set", Title: "Set", Kinds: both, New: newSet,
			Summary: "Gives variables of the session a value."},
		{Name: "webhook", Title: "Webhook", Kinds: both, New: newWebhook,
			Summary: "Asks a web server and goes on with what it says, or tells it something."},
		{Name: "workflow", Title: "Set Workflow", Kinds: both, New: newWorkflow,
			Summary: "Starts a follow-up workflow for the call."},
		{Name: "tag", Title: "Tag", Kinds: both, New: newTag,
			Summary: "Marks the call with tags and a score, for lists, reports and routing."},
		{Name: "jump", Title: "Jump", Kinds: both, New: newJump,
			Summary: "Goes back to an earlier node of this flow, a limited number of times."},
		{Name: flowengine.TypeSubflow, Title: "Flow", Kinds: both, New: newSubflow,
			Summary: "Goes on in another flow, and comes back by the outcome that it returns."},
		{Name: flowengine.TypeReturn, Title: "Return", Kinds: both, New: newReturn,
			Summary: "Ends a flow that another one called, and goes back there."},
		{Name: "hangup", Title: "Hang Up", Kinds: voice, New: newHangup,
			Summary: "Ends the call, after a last audio if there is one."},
	}
}

// Registry is the table, ready for checking and running flows.
func Registry() (*flowengine.Registry, error) {
	return flowengine.NewRegistry(Table())
}
