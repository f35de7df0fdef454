package api

import (
	"net/http"

	"callflow/web/access"
	"callflow/wording"
)

// WhileAllowed is for tests of answers that go on.
func (a *API) WhileAllowed(right access.Right, h http.Handler) http.Handler {
	return a.whileAllowed(right, h)
}

// InGerman is a text of Huma's in German.
func InGerman(text string) string { return saidByHuma(text).In(wording.German) }
