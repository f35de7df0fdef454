//go:build integration

package integration

import (
	"bufio"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"callflow/ari"
	"callflow/integration/phone"
)

// One call holds a prompt of 20 s. Meanwhile other calls come, and the first command of each follows within 5 ms at the 99th
// percentile, by callflow's own measure.
func TestPromptHoldsUpNobody(t *testing.T) {
	const calls = 120
	c, err := alone(t), error(nil)
	if c.binary, err = plainBinary(); err != nil {
		t.Fatal(err)
	}
	s := begin(t, c.runs(t))
	s.Audio("long", 20*time.Second)
	held := s.Line(`
start: early
nodes:
  early: {type: greeting, params: {audio: "audio:long", interruptible: true}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:long", keys: {"1": One}}, next: {"*": bye}}
  bye: {type: hangup}
`)
	quick := s.Line("start: answer\nnodes:\n  answer: {type: answer, next: {done: bye}}\n  bye: {type: hangup}\n")
	holder := s.Caller()
	holder.Dials(held)
	holder.Hears("long")
	crowd := s.Caller()
	best := time.Duration(math.MaxInt64)
	for try := 0; try < 3 && best > 5*time.Millisecond; try++ { // a machine that is busy with other things makes some calls late
		before := c.firstCommands(t)
		for range calls {
			crowd.Dials(quick)
			crowd.IsHungUp()
		}
		p99, n := quantile(before, c.firstCommands(t), 0.99)
		t.Logf("%d calls beside a held prompt: the first command within %s at p99", n, p99)
		if n != calls {
			t.Errorf("%d calls were measured, not %d", n, calls)
		}
		best = min(best, p99)
	}
	if best > 5*time.Millisecond {
		t.Errorf("the first command took %s at p99, more than 5 ms", best)
	}
	holder.Hears("long") // it still plays
	holder.HangsUp()
	holder.Trace().Is("early hung_up")
}

// The same, seen at the socket: while a channel plays, what waits for it in Asterisk is asked for all the time, and what other
// channels are told comes back within 5 ms at the 99th percentile.
func TestCommandsBesideAHeldPrompt(t *testing.T) {
	const app, commands = "trap", 400
	client, err := ari.New(ari.Options{
		URL: asterisk.env["ASTERISK_ARI_URL"], User: asterisk.env["ASTERISK_ARI_USER"], Password: asterisk.env["ASTERISK_ARI_PASSWORD"],
		App: app, Transport: ari.TransportKind(transport()),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	arrived, connected, ended := make(chan string, 2), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- client.Run(ctx, func(ev ari.Event) {
			switch ev := ev.(type) {
			case *ari.Connected:
				close(connected)
			case *ari.StasisStart:
				arrived <- ev.Channel.ID
			}
		})
	}()
	t.Cleanup(func() {
		cancel()
		client.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	<-connected
	dial := func() string {
		p, err := phone.New(ctx, phone.Config{User: "sipp", Server: asterisk.env["ASTERISK_SIP"]})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.Close() })
		if _, err := p.Dial(ctx, "stasis-"+app, phone.Header("X-Callflow-Line", "sipp")); err != nil {
			t.Fatal(err)
		}
		return <-arrived
	}
	held, other := dial(), dial()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(client.Channels().Answer(ctx, other))
	_, err = client.Channels().Play(ctx, held, ari.ChannelPlayParams{Media: []string{"tone:dial"}})
	must(err)
	waiting := make(chan error, 1)
	go func() { waiting <- client.Channels().Answer(ctx, held) }() // not before the prompt ends
	best := time.Duration(math.MaxInt64)
	for try := 0; try < 3 && best > 5*time.Millisecond; try++ { // a machine that is busy with other things makes some commands late
		var took []time.Duration
		for range commands / 2 {
			for _, command := range []func() error{
				func() error { return client.Channels().StartSilence(ctx, other) },
				func() error { return client.Channels().StopSilence(ctx, other) },
			} {
				began := time.Now()
				must(command())
				took = append(took, time.Since(began))
			}
		}
		slices.Sort(took)
		p99 := took[len(took)*99/100]
		t.Logf("%d commands beside a held prompt: %s at the median, %s at p99, %s at most", len(took), took[len(took)/2], p99, took[len(took)-1])
		best = min(best, p99)
	}
	select {
	case err := <-waiting:
		t.Errorf("answering did not wait for the prompt (%v), so that nothing was measured", err)
	default:
	}
	if best > 5*time.Millisecond {
		t.Errorf("commands took %s at p99, more than 5 ms", best)
	}
	must(client.Channels().Hangup(ctx, held, ari.ChannelHangupParams{}))
	must(client.Channels().Hangup(ctx, other, ari.ChannelHangupParams{}))
	<-waiting // with an error or without: its channel is gone
	must(asterisk.empty(patience))
}

// firstCommands is the histogram of the time to the first command: how many took at most each bound, in seconds.
func (c *callflow) firstCommands(t *testing.T) map[float64]float64 {
	t.Helper()
	body, err := c.get("/metrics")
	if err != nil {
		t.Fatal(err)
	}
	buckets := map[float64]float64{}
	for lines := bufio.NewScanner(strings.NewReader(body)); lines.Scan(); {
		rest, ok := strings.CutPrefix(lines.Text(), `callflow_first_command_seconds_bucket{le="`)
		if !ok {
			continue
		}
		bound, count, _ := strings.Cut(rest, `"} `)
		le, err := strconv.ParseFloat(bound, 64)
		if err != nil {
			t.Fatal(err)
		}
		if buckets[le], err = strconv.ParseFloat(count, 64); err != nil {
			t.Fatal(err)
		}
	}
	return buckets
}

// quantile is the bound under which that share of what came between two readings lies, and how many there were.
func quantile(before, now map[float64]float64, share float64) (bound time.Duration, n int) {
	all := now[math.Inf(1)] - before[math.Inf(1)]
	least := math.Inf(1)
	for le := range now {
		if now[le]-before[le] >= share*all && le < least {
			least = le
		}
	}
	if math.IsInf(least, 1) {
		return time.Duration(math.MaxInt64), int(all)
	}
	return time.Duration(least * float64(time.Second)), int(all)
}
