package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// queueResult is what callers cost who wait in a queue, with music on hold and
// the default cycle of 20 s.
type queueResult struct {
	Callers int `json:"callers"`
	Failed  int `json:"failed"`
	// In milliseconds of processor time for a caller and a minute.
	Callflow float64 `json:"callflow_cpu_ms"`
	Asterisk float64 `json:"asterisk_cpu_ms"`
}

// inQueue measures what callers cost who wait in a queue.
func (b *bench) inQueue(ctx context.Context) error {
	if b.queued == 0 {
		return nil
	}
	length := 2 * b.length
	fmt.Fprintf(os.Stderr, "CPU of %d callers who wait in a queue for %s\n", b.queued, length)
	held, err := b.hold(ctx, queueNumber, b.queued, length+6*time.Second)
	if err != nil {
		return err
	}
	pids := []int{b.callflow.pid(), b.asterisk.pid}
	var cpu [2]time.Duration
	for i, pid := range pids {
		if cpu[i], err = cpuOf(pid); err != nil {
			return err
		}
	}
	began := time.Now()
	if err := sleep(ctx, length); err != nil {
		return err
	}
	minutes := time.Since(began).Minutes() * float64(b.queued)
	for i, pid := range pids {
		after, err := cpuOf(pid)
		if err != nil {
			return err
		}
		cpu[i] = after - cpu[i]
	}
	r, err := held()
	if err != nil {
		return err
	}
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 / minutes }
	b.result.Queue = &queueResult{Callers: b.queued, Failed: r.Failed, Callflow: ms(cpu[0]), Asterisk: ms(cpu[1])}
	return nil
}
