//go:build integration

package ari_test

import (
	"syscall"
	"testing"
	"time"

	"callflow/ari"
)

// BenchmarkRealRequest measures one request at a time, and this process's CPU for it.
func BenchmarkRealRequest(b *testing.B) {
	for _, kind := range []ari.TransportKind{ari.WebSocket, ari.HTTP} {
		b.Run(string(kind), func(b *testing.B) {
			client, err := ari.New(asterisk(b, "ari-bench", kind))
			if err != nil {
				b.Fatal(err)
			}
			connected, ended := make(chan struct{}), make(chan error)
			go func() {
				ended <- client.Run(b.Context(), func(ev ari.Event) {
					if _, ok := ev.(*ari.Connected); ok {
						close(connected)
					}
				})
			}()
			b.Cleanup(func() { <-ended })
			<-connected
			before := cpu(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := client.Asterisk().Ping(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cpu(b)-before)/float64(b.N), "cpu-ns/op")
		})
	}
}

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
