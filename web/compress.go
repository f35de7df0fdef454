package web

import (
	"fmt"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// compressed sends the API's JSON and CSV with gzip to whoever takes it. Events
// stay as they are, since they must not wait for more; so do sounds. Each
// answer's length has some chance in it, so that it tells nothing of a secret
// that stands beside what somebody else chose (BREACH).
func compressed(h http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "application/openapi+json", "text/csv"}),
		gzhttp.MinSize(2048), gzhttp.EnableZstd(false), gzhttp.RandomJitter(64, 0, false))
	if err != nil {
		return nil, fmt.Errorf("compressing answers: %w", err)
	}
	return wrap(h), nil
}
