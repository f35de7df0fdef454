// Package notify delivers what leaves after or beside a call: mail, signed web
// requests, texts, through a durable outbox on River.
//
// A letter is put into the outbox in the transaction of the history of its call
// (see [flowengine.Outbox]), and is delivered at least once: a delivery that
// fails is tried again with longer and longer pauses, and one that can never
// succeed is kept as a dead letter until somebody sends it again or drops it.
//
// Each kind of letter has a queue and workers of its own, so that a dead mail
// server does not hold up web requests.
package notify
