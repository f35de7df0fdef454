//go:build integration

// Package integration tests callflow as people meet it: software phones call through a real Asterisk, a real callflow process
// runs their flows, and what happened is read from its database. It needs the build tag integration.
//
//	scripts/test --run TestMenu                  what the project's own test script does with it
//	go test -tags integration ./integration      with an Asterisk of its own, brought up and down again
//
// Environment: CALLFLOW_ASTERISK_INSTANCE and what `scripts/asterisk env` prints name an Asterisk that is up; CALLFLOW_BIN a
// callflow to run, built with the race detector; CALLFLOW_ARI_TRANSPORT is auto, websocket or http; CALLFLOW_RECOVERY_ROUNDS
// is how often the test of a hundred calls is repeated.
//
// # How a test reads
//
//	s := tell(t)
//	alice := s.Phone("alice")
//	number := s.Line(`a flow in YAML, in which user:alice is she and audio:welcome a tone made for it`)
//	caller := s.Caller()
//	caller.Dials(number)
//	caller.Hears("welcome")
//	caller.Presses("1")
//	alice.Rings()
//	alice.Answers()
//	s.Talk(caller, alice)
//	caller.HangsUp()
//	caller.Trace().Is("menu key:1", "dial answered")
//
// Stories told by tell share one callflow and run side by side, each in a company of its own. Those told by alone have a
// callflow to themselves, which they may kill, and run one after another, before all others.
//
// After every story its calls are closed in the database, Asterisk has no channel and no bridge of it left, and callflow has
// logged no error that the story did not expect.
package integration
