package api

import (
	"context"
	"slices"
	"time"

	"callflow/web/access"
	"callflow/wording"
)

// HealthCheck is what one look found.
type HealthCheck struct {
	State string `json:"state" enum:"ok,warn,fail"`
	Part  string `json:"part" doc:"What was looked at, for machines: the same in every language."`
	What  string `json:"what" doc:"What was looked at."`
	Found string `json:"found"`
	Do    string `json:"do,omitempty" doc:"What to do about it."`

	found, do wording.Phrase
}

// NewHealthCheck is what was found of a part, and what to do about it.
func NewHealthCheck(state, part string, found, do wording.Phrase) HealthCheck {
	return HealthCheck{State: state, Part: part, found: found, do: do}.in(wording.English)
}

// in is what was found in a language.
func (h HealthCheck) in(l wording.Language) HealthCheck {
	h.What, h.Found, h.Do = wording.Of(h.Part).In(l), h.found.In(l), h.do.In(l)
	return h
}

// Health is how the running callflow is, and what it needs.
type Health struct {
	Items  []HealthCheck `json:"items" nullable:"false"`
	Looked time.Time     `json:"looked" doc:"When it was looked at: what was found is kept for some seconds."`
	System System        `json:"system"`
}

// System is what runs, and how full it is.
type System struct {
	Version   string    `json:"version" doc:"Callflow's."`
	Started   time.Time `json:"started"`
	Schema    int64     `json:"schema" doc:"The version of the database's schema."`
	SQLite    string    `json:"sqlite" doc:"The version of SQLite."`
	Asterisk  string    `json:"asterisk,omitempty" doc:"The version of Asterisk; empty while it is not connected."`
	Connected bool      `json:"connected" doc:"Whether the connection to Asterisk holds."`
	Transport string    `json:"transport" doc:"How requests go to Asterisk: websocket or http."`
	Calls     int       `json:"calls" doc:"Calls that callflow has at this moment, of all companies."`
	Pages     int       `json:"pages" doc:"Pages of the console that are open."`
	Database  int64     `json:"database_bytes" doc:"The database on disk, with what is not yet merged into it."`
	DiskFree  uint64    `json:"disk_free_bytes" doc:"On the disk of sounds and recordings; 0 with a total of 0 when it is not known."`
	DiskTotal uint64    `json:"disk_total_bytes"`
	Waiting   int64     `json:"letters_waiting" doc:"Letters in the outbox that wait or are being sent."`
	Dead      int64     `json:"letters_dead" doc:"Letters that could not be delivered."`
}

// Conference is a room in which callers talk now.
type Conference struct {
	Room     string   `json:"room"`
	Joined   int      `json:"joined" doc:"How many talk; who waits alone, or for a moderator, is not counted."`
	Channels []string `json:"channels" nullable:"false" doc:"Asterisk's names."`
}

func (a *API) health() {
	Register(a, Route{Method: "GET", Path: "/health", Right: access.View, Tag: "System", Summary: "Say what works and what does not, with what to do",
		Description: "What `callflow doctor` looks at, as the running callflow sees it, and what it knows of itself. However often it is asked for, it looks once in ten seconds."},
		func(ctx context.Context, _ *nothing) (*body[Health], error) {
			if a.needs.Health == nil {
				return answer(Health{Items: []HealthCheck{}, Looked: a.now()}, a.store.Ping(ctx))
			}
			h, err := a.needs.Health(ctx, company(ctx))
			h.Items = slices.Clone(h.Items) // what was found is kept, and others read it too
			for i, check := range h.Items {
				h.Items[i] = check.in(wording.From(ctx))
			}
			return answer(h, err)
		})
	Register(a, Route{Method: "GET", Path: "/conferences", Right: access.View, Tag: "System", Summary: "List the conferences that go on"},
		func(ctx context.Context, _ *nothing) (*body[List[Conference]], error) {
			if a.needs.Conferences == nil {
				return whole[Conference](nil, nil)
			}
			return whole(a.needs.Conferences(ctx, company(ctx)))
		})
}
