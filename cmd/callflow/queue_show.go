package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"callflow/queue"
	"callflow/store"
)

func agentsCell(q store.QueueNow) cell {
	ready := 0
	for _, a := range q.Agents {
		if a.State == queue.StateReady {
			ready++
		}
	}
	c := cell{text: fmt.Sprintf("%d of %d ready", ready, len(q.Agents))}
	if ready == 0 {
		c.style = red
	}
	return c
}

func openCell(q store.QueueNow) cell {
	switch {
	case q.Closed:
		return cell{"closed as an exception", red}
	case !q.Open:
		return cell{"closed by its hours", dim}
	}
	return cell{"yes", green}
}

func percent(f store.QueueFigures) string { return fmt.Sprintf("%.0f %%", 100*f.ServiceLevel) }

// queueOut is a queue with where it is used, as JSON shows it.
type queueOut struct {
	store.QueueNow
	UsedBy []store.Use `json:"used_by"`
}

func queueShow(in *invocation) error {
	found, err := in.queuesNow()
	if err != nil {
		return err
	}
	q := found[0]
	uses, err := in.uses("queue", q.Name)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(queueOut{q, uses})
	}
	in.out.field("name", q.Name)
	in.out.queueSettings(q)
	in.out.uses(uses)
	in.out.printf("\n")
	in.out.wallboard(q, now())
	return nil
}

func (o *output) queueSettings(q store.QueueNow) {
	duration := func(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) + " s" }
	o.field("strategy", string(q.Strategy))
	o.field("rings for", duration(q.RingS)+", every cycle of "+duration(q.CycleS))
	o.field("wrap-up", duration(q.WrapUpS))
	number := func(n int, none, some string) string {
		if n == 0 {
			return none
		}
		return fmt.Sprintf(some, n)
	}
	o.field("capacity", number(q.Capacity, "any number may wait", "%d may wait"))
	o.field("pause", number(q.PauseAfter, "never", "after %d missed calls"))
	o.field("music", q.Music)
	o.field("whisper", q.Whisper)
	position := number(q.PositionEvery, "never", "every %d cycles")
	if q.PositionEvery > 0 && q.PositionChanged {
		position += ", when it has changed"
	}
	if q.PositionEvery > 0 && q.WaitSaid {
		position += ", with the estimated wait"
	}
	o.field("position", position)
	if q.Periodic != "" {
		o.field("periodic", fmt.Sprintf("%s every %d cycles", q.Periodic, q.PeriodicEvery))
	}
	hours := "always"
	if len(q.Hours) > 0 {
		hours = strings.Join(q.Hours, ", ") + " " + q.Timezone
	}
	o.field("hours", hours)
	if q.Closed {
		to := "closed as an exception"
		if q.ClosedTo != "" {
			to += ", to " + q.ClosedTo
		}
		o.field("closed", to)
	}
}

// wallboard draws a queue as it is now.
func (o *output) wallboard(q store.QueueNow, at time.Time) {
	f := q.Figures
	o.printf("%s  %s  %s\n", o.in(bold, clean(q.Name)), o.in(openCell(q).style, openCell(q).text), o.in(dim, "since "+clock(f.Since)))
	o.printf("%s\n", strings.Join([]string{
		fmt.Sprintf("%d waiting", len(q.Waiting)), fmt.Sprintf("%d talking", len(q.Talking)), fmt.Sprintf("%d answered", f.Answered),
		fmt.Sprintf("%d abandoned (%d within 15 s)", f.Abandoned, f.Short), fmt.Sprintf("%d left, %d refused", f.Left, f.Refused),
		"mean wait " + length(secondsOf(f.MeanWaitS)), "longest " + length(secondsOf(f.LongestWaitS)), "mean talk " + length(secondsOf(f.MeanTalkS)),
		fmt.Sprintf("%s within %s", percent(f), length(secondsOf(q.ServiceLevelS))),
	}, " · "))
	agents := o.table("agent", "state", "for", "talks to", "priority", "missed")
	for _, a := range q.Agents {
		since := ""
		if !a.Since.IsZero() && a.State != queue.StateReady {
			since = length(at.Sub(a.Since))
		}
		agents.row(a.User, agentCell(a), since, talksTo(q, a.User), a.Priority, a.Missed)
	}
	o.printf("\n")
	agents.print("Nobody serves it; add somebody with callflow queue join.")
	if len(q.Waiting) == 0 {
		return
	}
	callers := o.table("position", "caller", "priority", "waits", "rings")
	for i, c := range q.Waiting {
		callers.row(i+1, orWithheld(c.Caller), c.Priority, length(at.Sub(c.Entered)), strings.Join(c.Ringing, ", "))
	}
	o.printf("\n")
	callers.print("")
}

func secondsOf(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func orWithheld(caller string) string {
	if caller == "" {
		return "withheld"
	}
	return caller
}

func talksTo(q store.QueueNow, user string) string {
	for _, c := range q.Talking {
		if c.Agent == user {
			return orWithheld(c.Caller)
		}
	}
	return ""
}

func agentCell(a store.AgentNow) cell {
	switch {
	case a.Ringing:
		return cell{"ringing", yellow}
	case a.State == queue.StateReady:
		return cell{"ready", green}
	case a.State == queue.StatePaused && a.PauseWhy != "":
		return cell{"paused: " + a.PauseWhy, yellow}
	case a.State == queue.StateOnCall:
		return cell{"on_call", cyan}
	}
	return cell{string(a.State), yellow}
}
