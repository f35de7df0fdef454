package simulator

import (
	"context"
	"errors"

	"callflow/flowengine"
)

// Replies are what web servers answer, by address; "*" is for any other. One
// that is not in it answers with the status 200 and an empty object.
type Replies map[string]Reply

// Reply is what a web server answers.
type Reply struct {
	Status int    `yaml:"status"`
	Body   string `yaml:"body"`
	// Error, when set, is why there is no reply.
	Error string `yaml:"error"`
}

var _ flowengine.Web = Replies(nil)

// Ask answers.
func (r Replies) Ask(_ context.Context, q flowengine.WebRequest) (flowengine.WebReply, error) {
	reply, ok := r[q.URL]
	if !ok {
		reply = r["*"]
	}
	if reply.Error != "" {
		return flowengine.WebReply{}, errors.New(reply.Error)
	}
	if reply.Status == 0 {
		reply.Status = 200
	}
	if reply.Body == "" {
		reply.Body = "{}"
	}
	return flowengine.WebReply{Status: reply.Status, Type: "application/json", Body: []byte(reply.Body)}, nil
}
