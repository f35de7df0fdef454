package api

import (
	"fmt"
	"net/http"
	"strings"
)

// IfMatch is the header by which a change says which version it was made from.
type IfMatch struct {
	Match string `header:"If-Match" doc:"The ETag of what was edited. If it has changed since, the answer is 412 and nothing is changed."`
}

// etag writes a version as an entity tag.
func etag(parts ...any) string { return `"` + strings.TrimSuffix(fmt.Sprintln(parts...), "\n") + `"` }

// check refuses a change of another version than the present one.
func (m IfMatch) check(present, thing string) error {
	if m.Match == "" || m.Match == "*" || m.Match == present {
		return nil
	}
	return NewProblem(http.StatusPreconditionFailed, "changed", thing+" has been changed since; look at it as it is now, then change it again.")
}
