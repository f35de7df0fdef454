package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"callflow/flowengine"
)

// Texts delivers texts.
type Texts struct {
	// Of is who sends the texts of a company.
	Of func(company string) flowengine.Texts
}

// Deliver implements [Deliverer]. A telephone that is not there now may be there
// later: after Asterisk was away its telephones are not registered for a while.
func (t Texts) Deliver(ctx context.Context, d Delivery) error {
	var letter flowengine.TextLetter
	if err := json.Unmarshal(d.Content, &letter); err != nil {
		return Permanent(fmt.Errorf("the text cannot be read: %w", err))
	}
	err := t.Of(d.Company).Send(ctx, flowengine.TextMessage{
		ID: d.ID, Call: d.Call, From: letter.From, To: letter.To, Body: flowengine.CleanText(letter.Text),
	})
	var refused *flowengine.TextRefusedError
	switch {
	case errors.As(err, &refused) && !refused.Later:
		return Permanent(fmt.Errorf("the text was refused: %w", err))
	case err != nil:
		return fmt.Errorf("the text was not sent: %w", err)
	}
	return nil
}
