package agi

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// The values of the channel variable CALLFLOW_STATUS.
const (
	StatusActive     = "active"     // the number has a flow, named in CALLFLOW_FLOW
	StatusUnassigned = "unassigned" // the number exists and has no flow
	StatusUnknown    = "unknown"    // there is no such number
	StatusError      = "error"      // the look-up failed; the dialplan should take its fallback
)

// The channel variables that a route look-up sets.
const (
	VariableStatus = "CALLFLOW_STATUS"
	VariableFlow   = "CALLFLOW_FLOW"
)

const (
	maxNumber    = 80              // bytes: AST_MAX_EXTENSION
	routeTimeout = 5 * time.Second // a caller waits in silence meanwhile
)

// Router says what happens to calls to a number. The status is one of the
// Status constants; flow is the name of the flow, or "" without one.
type Router interface {
	Route(ctx context.Context, number string) (status, flow string, err error)
}

// Route makes the handler of agi://host/route, for a dialplan that chooses
// before Stasis. It looks up the first argument, or the dialled extension
// without one, and sets CALLFLOW_FLOW and then CALLFLOW_STATUS. If the look-up
// fails or takes longer than 5 s, the status is "error" and so is the result.
// If callflow cannot be reached neither is set, which a dialplan must treat alike.
func Route(router Router) Handler {
	return HandlerFunc(func(ctx context.Context, s *Session) error {
		number := strings.TrimSpace(s.Arg(1))
		if number == "" {
			number = s.Variable("agi_extension")
		}
		status, flow, err := look(ctx, router, number)
		if err != nil {
			status, flow = StatusError, ""
			err = fmt.Errorf("agi: route of %.80q: %w", number, err)
		}
		if set := s.SetVariable(ctx, VariableFlow, printable(flow, 500)); set != nil {
			return set
		}
		if set := s.SetVariable(ctx, VariableStatus, status); set != nil {
			return set
		}
		return err
	})
}

func look(ctx context.Context, router Router, number string) (status, flow string, err error) {
	if number == "" || len(number) > maxNumber || number != printable(number, maxNumber) {
		return StatusUnknown, "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, routeTimeout)
	defer cancel()
	return router.Route(ctx, number)
}
