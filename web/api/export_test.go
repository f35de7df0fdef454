package api

import (
	"net/http"

	"callflow/web/access"
)

// WhileAllowed is for tests of answers that go on.
func (a *API) WhileAllowed(right access.Right, h http.Handler) http.Handler {
	return a.whileAllowed(right, h)
}
