package authoring

import (
	"context"
	"fmt"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
	"callflow/store"
)

// Screened says in words what becomes of a caller to a number before any flow
// runs, and why; "" for one who is let in.
func (d *Desk) Screened(ctx context.Context, company string, number flowengine.NumberInfo, caller string) (string, error) {
	callers := store.NewRoutes(d.Store, d.Registry.Compile, nil).Callers(company, numbering.Of(d.Store.Directory(company).NumberCountry))
	s, err := callers.Screen(ctx, number, caller)
	if err != nil {
		return "", err
	}
	switch s.Action {
	case flowengine.ScreenHangup:
		return fmt.Sprintf("%s The call is hung up with cause %d before the flow begins.", s.Why, s.Cause), nil
	case flowengine.ScreenMessage:
		return fmt.Sprintf("%s The caller hears “%s” and is hung up before the flow begins.", s.Why, s.Message), nil
	case flowengine.ScreenFlow:
		return fmt.Sprintf("%s The call runs the flow %q in place of this one.", s.Why, s.Program.Flow.Name), nil
	}
	return "", nil
}
