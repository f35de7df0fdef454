package api

import (
	"github.com/danielgtaylor/huma/v2"

	"callflow/wording"
)

// reader notes in which language who asks reads, which the header Accept-Language
// says. Problems are told in it too, so that any answer may depend on it.
func reader(c huma.Context, next func(huma.Context)) {
	c.AppendHeader("Vary", "Accept-Language")
	next(huma.WithContext(c, wording.With(c.Context(), wording.Wanted(c.Header("Accept-Language")))))
}
