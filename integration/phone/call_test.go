package phone

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// pair opens two phones that know each other's address.
func pair(t *testing.T) (alice, bob *Phone, bobsAddress string) {
	t.Helper()
	alice, bob = newPhone(t, Config{User: "alice", Name: "Alice A."}), newPhone(t, Config{User: "bob"})
	return alice, bob, "sip:bob@" + bob.Addr()
}

// talk brings two phones into conversation.
func talk(t *testing.T) (hers, his *Call) {
	t.Helper()
	alice, bob, address := pair(t)
	ctx := within(t, 10*time.Second)
	hers = both[*Call](t)(alice.Dial(ctx, address))
	his = both[*Call](t)(both[*Incoming](t)(bob.Incoming(ctx)).Answer(ctx))
	must(t, hers.Answered(ctx))
	return hers, his
}

func TestTwoPhonesTalk(t *testing.T) {
	alice, bob, address := pair(t)
	ctx := within(t, 20*time.Second)

	hers := both[*Call](t)(alice.Dial(ctx, address, From("+61 412#5"), Header("X-Story", "talk")))
	in := both[*Incoming](t)(bob.Incoming(ctx))
	if in.From() != "+61 412#5" || in.CallerName() != "Alice A." || in.Dialed() != "bob" || in.Header("x-story") != "talk" {
		t.Errorf("bob sees caller %q, name %q, dialled %q, header %q", in.From(), in.CallerName(), in.Dialed(), in.Header("x-story"))
	}
	must(t, in.Ring())
	must(t, hers.Ringing(ctx))
	must(t, hers.HearsRingback(ctx))
	his := both[*Call](t)(in.Answer(ctx))
	must(t, hers.Answered(ctx))
	begin := time.Now()

	hers.Hum(440)
	his.Hum(1000)
	must(t, his.Hears(ctx, Tone(440)))
	must(t, hers.Hears(ctx, Tone(1000)))
	hers.Hush()
	must(t, his.HearsSilence(ctx, 200*time.Millisecond))
	must(t, his.SendTone(ctx, 2000, 200*time.Millisecond))
	must(t, hers.Hears(ctx, Tone(2000)))
	must(t, hers.Press(ctx, "19*#D"))
	must(t, hers.PressInfo(ctx, "05"))
	must(t, his.HearsDigits(ctx, "19*#"))
	must(t, his.HearsDigits(ctx, "D05"))
	must(t, his.Press(ctx, "7", Hold(40*time.Millisecond), Pause(0)))
	must(t, hers.HearsDigits(ctx, "7"))
	if gap := hers.LongestGapFrom(his, begin); gap > 50*time.Millisecond {
		t.Errorf("a gap of %s", gap)
	}

	must(t, hers.Hangup(ctx))
	if end := both[Ending](t)(his.Ended(ctx)); end.ByUs || end.Status != 0 {
		t.Errorf("bob's call %s", end)
	}
	if end := both[Ending](t)(hers.Ended(ctx)); !end.ByUs {
		t.Errorf("alice's call %s", end)
	}
	if err := his.Press(ctx, "1"); !errors.Is(err, ErrCallEnded) {
		t.Errorf("a key after the end: %v", err)
	}
}

func TestCalledPartyHangsUp(t *testing.T) {
	hers, his := talk(t)
	ctx := within(t, 10*time.Second)
	must(t, his.Hangup(ctx))
	if end := both[Ending](t)(hers.Ended(ctx)); end.ByUs {
		t.Errorf("alice's call %s", end)
	}
}

func TestBothHangUpAtOnce(t *testing.T) {
	hers, his := talk(t)
	ctx := within(t, 10*time.Second)
	done := make(chan error, 2)
	go func() { done <- hers.Hangup(ctx) }()
	go func() { done <- his.Hangup(ctx) }()
	must(t, <-done)
	must(t, <-done)
}

func TestEarlyMedia(t *testing.T) {
	alice, bob, address := pair(t)
	ctx := within(t, 10*time.Second)
	hers := both[*Call](t)(alice.Dial(ctx, address))
	in := both[*Incoming](t)(bob.Incoming(ctx))
	before := both[*Call](t)(in.Progress())
	must(t, hers.Early(ctx))
	before.Hum(425)
	must(t, hers.HearsRingback(ctx))
	must(t, hers.Press(ctx, "3"))
	must(t, before.HearsDigits(ctx, "3"))
	if hers.IsAnswered() {
		t.Error("answered before the answer")
	}
	his := both[*Call](t)(in.Answer(ctx))
	must(t, hers.Answered(ctx))
	if his != before {
		t.Error("the answer made another call")
	}
}

func TestRefusals(t *testing.T) {
	for name, story := range map[string]struct {
		refuse func(*Incoming) error
		status int
	}{
		"declines":  {(*Incoming).Decline, 603},
		"is busy":   {(*Incoming).Busy, 486},
		"not found": {func(in *Incoming) error { return in.Reject(404) }, 404},
	} {
		t.Run(name, func(t *testing.T) {
			alice, bob, address := pair(t)
			ctx := within(t, 10*time.Second)
			hers := both[*Call](t)(alice.Dial(ctx, address))
			in := both[*Incoming](t)(bob.Incoming(ctx))
			must(t, story.refuse(in))
			var ended *EndedError
			if err := hers.Answered(ctx); !errors.As(err, &ended) || ended.Ending.Status != story.status {
				t.Errorf("alice is told %v", err)
			}
			if _, err := in.Answer(ctx); !errors.Is(err, ErrDecided) {
				t.Errorf("an answer after the refusal: %v", err)
			}
		})
	}
}

func TestCallerGivesUp(t *testing.T) {
	for name, ring := range map[string]bool{"while it rings": true, "before it rings": false} {
		t.Run(name, func(t *testing.T) {
			alice, bob, address := pair(t)
			ctx := within(t, 10*time.Second)
			hers := both[*Call](t)(alice.Dial(ctx, address))
			in := both[*Incoming](t)(bob.Incoming(ctx))
			if ring {
				must(t, in.Ring())
				must(t, hers.Ringing(ctx))
			}
			must(t, hers.Hangup(ctx))
			both[int](t)(in.Canceled(ctx))
			if end := both[Ending](t)(hers.Ended(ctx)); !end.ByUs || end.Status != 487 {
				t.Errorf("alice's call %s", end)
			}
			if _, err := in.Answer(ctx); !errors.Is(err, ErrCanceled) {
				t.Errorf("an answer after the end: %v", err)
			}
		})
	}
}

// The caller gives up at the moment of the answer, many times: whoever wins, both agree that the call is over.
func TestAnswerAndCancelCross(t *testing.T) {
	alice, bob, address := pair(t)
	ctx := within(t, 60*time.Second)
	won := map[bool]int{}
	for range 30 {
		hers := both[*Call](t)(alice.Dial(ctx, address))
		in := both[*Incoming](t)(bob.Incoming(ctx))
		must(t, in.Ring())
		must(t, hers.Ringing(ctx))
		hungUp := make(chan error, 1)
		go func() { hungUp <- hers.Hangup(ctx) }()
		his, err := in.Answer(ctx)
		won[err == nil]++
		if err == nil {
			both[Ending](t)(his.Ended(ctx))
		} else if !errors.Is(err, ErrCanceled) {
			t.Fatal(err)
		}
		must(t, <-hungUp)
		both[Ending](t)(hers.Ended(ctx))
	}
	t.Logf("answered first %d times, cancelled first %d times", won[true], won[false])
}

func TestBlindTransfer(t *testing.T) {
	hers, his := talk(t)
	carol := newPhone(t, Config{User: "carol"})
	ctx := within(t, 10*time.Second)
	must(t, hers.Refer(ctx, "sip:carol@"+carol.Addr()))
	wish := both[*Referral](t)(his.Referral(ctx))
	must(t, wish.Report(ctx, 100))
	next := both[*Call](t)(his.phone.Dial(ctx, wish.Target))
	both[*Call](t)(both[*Incoming](t)(carol.Incoming(ctx)).Answer(ctx))
	must(t, next.Answered(ctx))
	must(t, wish.Report(ctx, 200))
	if status := both[int](t)(hers.Transferred(ctx)); status != 200 {
		t.Errorf("alice is told %d", status)
	}
}

func TestAttendedTransferNamesTheOtherCall(t *testing.T) {
	hers, his := talk(t)
	carol := newPhone(t, Config{User: "carol"})
	ctx := within(t, 10*time.Second)
	second := both[*Call](t)(hers.phone.Dial(ctx, "sip:carol@"+carol.Addr()))
	both[*Call](t)(both[*Incoming](t)(carol.Incoming(ctx)).Answer(ctx))
	must(t, second.Answered(ctx))
	must(t, hers.ReferReplaces(ctx, second))
	wish := both[*Referral](t)(his.Referral(ctx))
	if !strings.HasPrefix(wish.Replaces, second.ID()+";to-tag=") || wish.Target != "sip:carol@"+carol.Addr() {
		t.Errorf("bob shall call %s in place of %s", wish.Target, wish.Replaces)
	}
}

func TestHold(t *testing.T) {
	hers, his := talk(t)
	ctx := within(t, 10*time.Second)
	his.Hum(1000)
	must(t, hers.Hears(ctx, Tone(1000)))
	must(t, hers.Hold(ctx))
	must(t, hers.HearsSilence(ctx, 200*time.Millisecond))
	must(t, hers.Resume(ctx))
	hers.ListenFromNow()
	must(t, hers.Hears(ctx, Tone(1000)))
}

func TestCloseEndsWhatIsLeft(t *testing.T) {
	alice, bob, address := pair(t)
	ctx := within(t, 10*time.Second)
	talking := both[*Call](t)(alice.Dial(ctx, address))
	his := both[*Call](t)(both[*Incoming](t)(bob.Incoming(ctx)).Answer(ctx))
	must(t, talking.Answered(ctx))
	ringing := both[*Call](t)(alice.Dial(ctx, address))
	in := both[*Incoming](t)(bob.Incoming(ctx))
	must(t, in.Ring())
	must(t, ringing.Ringing(ctx))
	toAlice := both[*Call](t)(bob.Dial(ctx, "sip:alice@"+alice.Addr()))
	both[*Incoming](t)(alice.Incoming(ctx))

	must(t, alice.Close())
	both[Ending](t)(his.Ended(ctx))
	both[int](t)(in.Canceled(ctx))
	if end := both[Ending](t)(toAlice.Ended(ctx)); end.Status != 480 {
		t.Errorf("bob's call to alice %s", end)
	}
	if _, err := alice.Dial(ctx, address); !errors.Is(err, ErrPhoneClosed) {
		t.Errorf("a call from a closed phone: %v", err)
	}
	if _, err := alice.Incoming(ctx); !errors.Is(err, ErrPhoneClosed) {
		t.Errorf("a call to a closed phone: %v", err)
	}
}

// TestCloseWhileRequestsCome closes phones in the middle of requests: whoever handles those must not open a socket that nobody
// closes, which the check for goroutines that are left over would find.
func TestCloseWhileRequestsCome(t *testing.T) {
	for range 100 {
		p := both[*Phone](t)(New(t.Context(), Config{User: "bob"}))
		peer := both[net.Conn](t)(net.Dial("udp4", p.Addr()))
		for i := range 20 {
			fmt.Fprintf(peer, "OPTIONS sip:bob@%[1]s SIP/2.0\r\nVia: SIP/2.0/UDP %[2]s;branch=z9hG4bK%[3]d;rport\r\nFrom: <sip:a@%[2]s>;tag=1\r\nTo: <sip:bob@%[1]s>\r\nCall-ID: %[3]d\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
				p.Addr(), peer.LocalAddr(), i)
		}
		must(t, p.Close())
		must(t, peer.Close())
	}
}

// Nobody listens at the address: the phone closes all the same, and soon.
func TestCloseWithoutAPeer(t *testing.T) {
	bob := newPhone(t, Config{User: "bob"})
	address := "sip:bob@" + bob.Addr()
	must(t, bob.Close())
	alice := newPhone(t, Config{User: "alice"})
	call := both[*Call](t)(alice.Dial(t.Context(), address))
	begin := time.Now()
	must(t, alice.Close())
	if took := time.Since(begin); took > 2*closeTime {
		t.Errorf("closing took %s", took)
	}
	both[Ending](t)(call.Ended(within(t, time.Second)))
}

func TestManyCallsAtOnce(t *testing.T) {
	const calls = 100
	alice, bob, address := pair(t)
	ctx := within(t, 60*time.Second)
	heard := make(chan error, 2*calls)
	for range calls {
		go func() {
			call, err := alice.Dial(ctx, address)
			if err == nil {
				err = call.Answered(ctx)
			}
			if err == nil {
				call.Hum(800)
				err = call.Hears(ctx, Tone(1200))
			}
			if err == nil {
				err = call.Press(ctx, "5")
			}
			heard <- err
		}()
		go func() {
			in, err := bob.Incoming(ctx)
			var call *Call
			if err == nil {
				call, err = in.Answer(ctx)
			}
			if err == nil {
				call.Hum(1200)
				err = call.Hears(ctx, Tone(800))
			}
			if err == nil {
				err = call.HearsDigits(ctx, "5")
			}
			heard <- err
		}()
	}
	for range 2 * calls {
		must(t, <-heard)
	}
}

// Whatever a caller claims to be arrives as it was said.
func TestStrangeCallers(t *testing.T) {
	alice, bob, address := pair(t)
	ctx := within(t, 20*time.Second)
	for _, number := range []string{"", "'; DROP TABLE calls; --", "+61;phone-context=x", "a\"<sip:b@c>", "\x00\x01\t\r\n", "☎", strings.Repeat("9", 3000)} {
		hers := both[*Call](t)(alice.Dial(ctx, address, From(number), Name(number)))
		in := both[*Incoming](t)(bob.Incoming(ctx))
		name := strings.NewReplacer("\r", "", "\n", "").Replace(number)
		if in.From() != number || name != "" && in.CallerName() != name {
			t.Errorf("the caller %.50q arrives as %.50q, name %.50q", number, in.From(), in.CallerName())
		}
		must(t, in.Busy())
		both[Ending](t)(hers.Ended(ctx))
	}
}
