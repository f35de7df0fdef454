package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"callflow/store"
	"callflow/web/access"
)

// Answers are kept for so long, and only so large ones.
const (
	keepAnswers = 24 * time.Hour
	largestKept = 1 << 20
)

// maxKey bounds an Idempotency-Key.
const maxKey = 255

func idempotencyKey() *huma.Param {
	longest := maxKey
	return &huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &longest},
		Description: "Any text that is new for each thing to be done, such as a UUID. The same request with the same key is done once: within a day it gets the first answer again. " +
			"Another body with the same key is refused with 422, and one that comes while the first is still being done with 409."}
}

// repeats are the requests with a key that are being done just now.
type repeats struct {
	mu  sync.Mutex
	now map[store.AnswerKey]bool
}

func (r *repeats) begin(key store.AnswerKey) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now[key] {
		return false
	}
	if r.now == nil {
		r.now = map[store.AnswerKey]bool{}
	}
	r.now[key] = true
	return true
}

func (r *repeats) end(key store.AnswerKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.now, key)
}

// once gives a request that comes again with the same Idempotency-Key the answer
// that the first one got. A process that ends in the middle of a request has
// kept no answer: the request is done again then.
func (a *API) once(route Route) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		key := store.AnswerKey{Company: company(c.Context()), Who: access.From(c.Context()).Actor(), Key: c.Header("Idempotency-Key")}
		if key.Key == "" {
			next(c)
			return
		}
		if len(key.Key) > maxKey {
			a.write(c, newProblem(http.StatusUnprocessableEntity, "invalid", "The Idempotency-Key is longer than 255 bytes."))
			return
		}
		if !a.repeats.begin(key) {
			a.write(c, newProblem(http.StatusConflict, "in_progress", "A request with this Idempotency-Key is being done just now; ask again in a moment."))
			return
		}
		defer a.repeats.end(key)
		request, _ := humago.Unwrap(c)
		body := &hashed{body: request.Body, sum: sha256.New()}
		request.Body = body
		io.WriteString(body.sum, c.Method()+" "+request.URL.RequestURI()+"\n") // a hash takes everything
		kept, err := a.store.KeptAnswer(c.Context(), key, keepAnswers)
		switch {
		case err == nil:
			a.again(c, body, kept)
			return
		case !errors.Is(err, store.ErrNoAnswer):
			a.fail(c, route, err)
			return
		}
		recorder := &recorded{request: c}
		next(recorder)
		a.keepAnswer(c, key, body, recorder)
	}
}

// again answers as before, if it is the same request.
func (a *API) again(c huma.Context, body *hashed, kept store.Answer) {
	if sum, err := body.whole(); err != nil || sum != kept.Request {
		a.write(c, newProblem(http.StatusUnprocessableEntity, "other_request",
			"This Idempotency-Key was used for another request: take a new key for a new request, or send the same one again."))
		return
	}
	for _, h := range kept.Header {
		c.SetHeader(h[0], h[1])
	}
	c.SetHeader("Idempotency-Replayed", "true")
	c.SetStatus(kept.Status)
	if _, err := c.BodyWriter().Write(kept.Body); err != nil {
		a.log.Debug().Err(err).Msg("the client has left")
	}
}

// keepAnswer keeps what was answered. Trouble of ours is not kept, so that the
// request can be made again when it is over.
func (a *API) keepAnswer(c huma.Context, key store.AnswerKey, body *hashed, r *recorded) {
	sum, err := body.whole()
	if err != nil || r.status >= http.StatusInternalServerError || r.body.Len() > largestKept || slices.ContainsFunc(r.header, setsCookie) {
		return
	}
	kept := store.Answer{Request: sum, Status: r.status, Header: r.header, Body: r.body.Bytes()}
	// Who has left in the meantime is the one who will ask again.
	if err := a.store.KeepAnswer(context.WithoutCancel(c.Context()), key, kept, keepAnswers); err != nil {
		a.log.Error().Err(err).Msg("keeping an answer for repeated requests")
	}
}

// setsCookie says whether a header is a secret of one browser.
func setsCookie(h [2]string) bool { return http.CanonicalHeaderKey(h[0]) == "Set-Cookie" }

// fail answers with what went wrong in a middleware.
func (a *API) fail(c huma.Context, r Route, err error) {
	var p *Problem
	if errors.As(a.problem(c.Context(), r, err), &p) {
		a.write(c, p)
	}
}

// hashed is a request's body whose content is summed up as it is read.
type hashed struct {
	body io.ReadCloser
	sum  hash.Hash
}

// Read implements [io.Reader].
func (h *hashed) Read(b []byte) (int, error) {
	n, err := h.body.Read(b)
	h.sum.Write(b[:n]) // a hash takes everything
	return n, err
}

// Close implements [io.Closer].
func (h *hashed) Close() error { return h.body.Close() }

// whole is the sum of all of the body; what was not read yet is read.
func (h *hashed) whole() (string, error) {
	if _, err := io.Copy(io.Discard, h); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.sum.Sum(nil)), nil
}

// recorded is a request whose answer is remembered as it is written.
type recorded struct {
	request
	status int
	header [][2]string
	body   bytes.Buffer
}

// Unwrap lets adapters find the request.
func (r *recorded) Unwrap() huma.Context { return r.request }

// SetStatus implements [huma.Context].
func (r *recorded) SetStatus(code int) {
	r.status = code
	r.request.SetStatus(code)
}

// SetHeader implements [huma.Context].
func (r *recorded) SetHeader(name, value string) {
	r.header = append(r.header, [2]string{name, value})
	r.request.SetHeader(name, value)
}

// AppendHeader implements [huma.Context].
func (r *recorded) AppendHeader(name, value string) {
	r.header = append(r.header, [2]string{name, value})
	r.request.AppendHeader(name, value)
}

// BodyWriter implements [huma.Context].
func (r *recorded) BodyWriter() io.Writer {
	return io.MultiWriter(r.request.BodyWriter(), limited{&r.body})
}

// limited takes all, and keeps no more than is worth keeping.
type limited struct{ b *bytes.Buffer }

// Write implements [io.Writer].
func (l limited) Write(p []byte) (int, error) {
	if l.b.Len() <= largestKept {
		l.b.Write(p) // memory takes everything
	}
	return len(p), nil
}
