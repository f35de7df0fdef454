package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// queueLog passes on what the queue logs about itself. What becomes of letters
// is logged by the outbox; a database that cannot be written would make the
// queue complain several times a second, so one complaint a minute is enough.
func queueLog(log zerolog.Logger) *slog.Logger {
	return slog.New(&queueHandler{log: log, state: &queueState{}})
}

type queueHandler struct {
	log   zerolog.Logger
	attrs []slog.Attr
	state *queueState
}

type queueState struct {
	mu   sync.Mutex
	last time.Time
}

const complaintPause = time.Minute

// Enabled implements [slog.Handler].
func (h *queueHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelError
}

// Handle implements [slog.Handler].
func (h *queueHandler) Handle(_ context.Context, r slog.Record) error {
	h.state.mu.Lock()
	tell := r.Time.Sub(h.state.last) >= complaintPause
	if tell {
		h.state.last = r.Time
	}
	h.state.mu.Unlock()
	event := h.log.Debug()
	if tell {
		event = h.log.Warn()
	}
	add := func(a slog.Attr) bool {
		event.Str(a.Key, a.Value.String())
		return true
	}
	for _, a := range h.attrs {
		add(a)
	}
	r.Attrs(add)
	event.Str("queue_says", r.Message).Msg("the outbox's queue has trouble")
	return nil
}

// WithAttrs implements [slog.Handler].
func (h *queueHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &queueHandler{log: h.log, attrs: append(h.attrs[:len(h.attrs):len(h.attrs)], attrs...), state: h.state}
}

// WithGroup implements [slog.Handler].
func (h *queueHandler) WithGroup(string) slog.Handler { return h }
