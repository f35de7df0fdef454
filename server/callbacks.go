package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"callflow/ari/stasis"
	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

// callbacks are the engine's Callbacks port of one company.
type callbacks struct {
	company string
	store   *store.Store
	desk    *queue.Desk
}

var _ flowengine.Callbacks = callbacks{}

// Ask implements [flowengine.Callbacks].
func (c callbacks) Ask(ctx context.Context, w flowengine.CallbackWish) (bool, error) {
	defer c.desk.Poke()
	return c.store.AskCallback(store.WithActor(ctx, "call:"+w.Call), c.company, w)
}

// Confirmed implements [flowengine.Callbacks].
func (c callbacks) Confirmed(ctx context.Context, id int64) error {
	defer c.desk.Poke()
	return c.store.CallbackConfirmed(ctx, id)
}

// Unreached implements [flowengine.Callbacks].
func (c callbacks) Unreached(ctx context.Context, id int64, why string) (bool, error) {
	defer c.desk.Poke()
	return c.store.CallbackUnreached(ctx, id, why)
}

// callbackStore is the store as the desk wants it.
type callbackStore struct{ *store.Store }

func (s callbackStore) Open(ctx context.Context) ([]queue.Callback, error) {
	return s.OpenCallbacks(ctx)
}
func (s callbackStore) Calling(ctx context.Context, id int64, call string) (bool, error) {
	return s.CallbackCalling(ctx, id, call)
}
func (s callbackStore) Unreached(ctx context.Context, id int64, why string) (bool, error) {
	return s.CallbackUnreached(ctx, id, why)
}

func (s *Server) newDesk() *queue.Desk {
	return queue.NewDesk(queue.DeskOptions{
		Hall: s.hall, Source: s.store.QueueSource(), Store: callbackStore{s.store}, Dial: s.callBack,
		NewID: func() string { return ulid.Make().String() }, Now: time.Now,
		Ready:  func() bool { return s.client.Health().Connected },
		Failed: func(err error) { s.log.Error().Err(err).Msg("calling back") },
	})
}

// callBack makes the call for somebody who asked for it.
func (s *Server) callBack(c queue.Callback, call string) error {
	leg := flowengine.CapLeg{Call: call, ID: flowengine.Caller, Target: "external:" + c.To, Endpoint: c.Endpoint}
	if refused := s.caps(c.Company).Claim(context.Background(), leg, false).Refused; refused != "" {
		return errors.New(refused)
	}
	task, err := json.Marshal(flowengine.CallbackTask{ID: c.ID, Arrived: c.Arrived, Asked: c.Call, Try: c.Try})
	if err != nil {
		return fmt.Errorf("the task of a call back: %w", err)
	}
	err = s.driver.Place(flowengine.Checkpoint{
		Call: flowengine.Incoming{
			ID: call, Number: c.Number.Number, CallerNumber: c.To, CallerName: c.Name, Arrived: time.Now(), Outbound: true,
		},
		Company: c.Company, Number: c.Number, Revision: c.Revision, Node: c.Node, Task: task,
	}, stasis.Outward{Endpoint: c.Endpoint, CallerNumber: c.Number.Number, CallerName: c.Number.Service, Ring: c.Ring})
	if err != nil {
		s.caps(c.Company).Settle(call, "")
	}
	return err
}
