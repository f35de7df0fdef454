// Package store keeps everything that callflow knows in one SQLite file:
// companies, numbers, flows with their revisions, users, groups, audio, and
// the history of calls.
//
// Several processes use the file at once: the server and any number of
// commands. What one changes holds for the next call in the other, because
// every cache is checked against the file (see [Store.Routes]).
//
// The rules that must never be broken are in the schema itself (package folder
// migrations): revisions do not change, only complete ones go live, a number
// takes no draft, and a flow's status is kept true by triggers, in the
// transaction of whatever changed it. The Go code checks the same things
// before, to say in a sentence what is wrong.
//
// One file of Go per aggregate: companies.go, numbers.go, flows.go, users.go, …
// Methods take the company's name first; "" is the company "default". Who
// makes a change is taken from the context, see [WithActor].
package store
