package fastagi

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"callflow/agi"
)

// Asterisk has read a command together with the one before it, and waits for another before it runs that: a phone of a caller who
// has just left must stop ringing all the same.
func TestWhatIsLeftToDoAfterAHangUpGetsAPush(t *testing.T) {
	done := make(chan error, 1)
	s := agi.New(agi.Options{Addr: "127.0.0.1:0", Logger: zerolog.Nop(), Handler: agi.HandlerFunc(func(ctx context.Context, s *agi.Session) error {
		l := newLine(ctx, s, &Call{log: zerolog.Nop()}, "")
		l.give()
		reply, err := l.after("EXEC", "SoftHangup", "Local/1")
		if err == nil && reply.Result != "0" {
			err = fmt.Errorf("the result is %q", reply.Result)
		}
		done <- err
		return nil
	})})
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	asterisk, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer asterisk.Close()
	fmt.Fprint(asterisk, "agi_network_script: flow\nagi_channel: PJSIP/a-1\nagi_uniqueid: 1.1\n\n")
	commands := bufio.NewScanner(asterisk)
	for i, begins := range []string{"EXEC", "GET FULL VARIABLE"} {
		if !commands.Scan() || !strings.HasPrefix(commands.Text(), begins) {
			t.Fatalf("command %d is %q, not %s: %v", i+1, commands.Text(), begins, commands.Err())
		}
	}
	fmt.Fprint(asterisk, "200 result=0\n200 result=1 (interrupt-1)\n")
	if err := <-done; err != nil {
		t.Error(err)
	}
}
