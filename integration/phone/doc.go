// Package phone has software telephones for tests, the demo and load: they register, call, ring, answer, decline,
// ignore, transfer, hang up, press keys, speak, and recognise what they hear.
//
// A phone has one UDP socket for SIP (RFC 3261, by sipgo) and each of its calls has one for RTP (RFC 3550, by pion),
// with G.711 µ-law sound and RFC 4733 digits. Tests read as stories:
//
//	alice, err := phone.New(ctx, phone.Config{User: "alice", Password: "secret", Server: "127.0.0.1:5060"})
//	defer alice.Close()
//	err = alice.Register(ctx)
//	call, err := alice.Dial(ctx, "100", phone.From("0412345678"))
//	err = call.Answered(ctx)
//	err = call.Hears(ctx, phone.Tone(440))
//	err = call.Press(ctx, "1")
//	in, err := bob.Incoming(ctx)
//	err = in.Ring()
//	talk, err := in.Answer(ctx)
//	err = call.Hangup(ctx)
//	end, err := talk.Ended(ctx)
//
// Everything that waits takes a context and returns an error that says what was waited for and what happened instead.
// Nothing is analysed before somebody asks what was heard: a call that only talks costs one datagram each way every 20 ms.
package phone
