package ari

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// ErrDisconnected is in errors of requests that got no reply because the connection broke or could not be made. Whether
// Asterisk carried out such a request is not known.
var ErrDisconnected = errors.New("not connected to Asterisk")

// ErrTimeout is in errors of requests that Asterisk did not answer within Options.RequestTimeout. Whether Asterisk carries out
// such a request later is not known.
var ErrTimeout = errors.New("no reply from Asterisk in time")

// ErrReplaced is what Run returns when another client connected with the same application name. Asterisk sends the events
// there from then on; a program that gets this ends, or the two take the calls from each other.
var ErrReplaced = errors.New("another client has connected to Asterisk with the same application name; end one of the two")

// Error is a reply of Asterisk that refuses a request.
type Error struct {
	Method  string
	URI     string // below the interface's root, such as "channels/1700000000.1/answer"
	Status  int    // HTTP status
	Message string // Asterisk's own words
}

func (e *Error) Error() string {
	uri, _, _ := strings.Cut(e.URI, "?") // parameters can be long, and private
	return fmt.Sprintf("asterisk answered %s %s with %d %s", e.Method, uri, e.Status, e.Message)
}

// AuthError is what Run returns when Asterisk refuses the credentials.
type AuthError struct {
	URL    string
	User   string
	Status int // 401 or 403
}

func (e *AuthError) Error() string {
	return fmt.Sprintf("asterisk at %s refuses the ARI user %q (status %d): check the user and the password in ari.conf",
		e.URL, e.User, e.Status)
}

// Status returns the HTTP status with which Asterisk refused a request, or 0.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// IsNotFound tells if Asterisk does not have the thing asked for: for a hang-up or a stop, it is gone already.
func IsNotFound(err error) bool { return Status(err) == http.StatusNotFound }

// IsConflict tells if the thing is in a state that does not allow the request, or an id or a call is taken already.
func IsConflict(err error) bool { return Status(err) == http.StatusConflict }

// IsUnprocessable tells if the request cannot be carried out as it is; a channel not yet in Stasis answers so.
func IsUnprocessable(err error) bool { return Status(err) == http.StatusUnprocessableEntity }

// refusal makes the error of a reply with a status above 299.
func refusal(q *request, r reply) error {
	var body struct {
		Message string `json:"message"`
		Error   string `json:"error"`
	}
	message := r.reason
	if json.Unmarshal([]byte(r.body), &body) == nil { // a body of another form leaves the reason
		switch {
		case body.Message != "":
			message = body.Message
		case body.Error != "":
			message = body.Error
		}
	}
	if message == "" {
		message = http.StatusText(r.status)
	}
	return &Error{Method: q.method, URI: q.uri(), Status: r.status, Message: message}
}
