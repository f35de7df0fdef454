package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Service is an HTTP service that speaks or listens, with the addresses and
// fields that OpenAI's have, and many others took over.
type Service struct {
	// URL is its base, such as http://127.0.0.1:8000/v1, or the whole address.
	URL string
	// Header goes with each request; secrets belong here.
	Header http.Header
	Model  string
	// Voice is for speech.
	Voice string
}

// Check says what is wrong with the address, before it is used.
func (s Service) Check() error {
	u, err := url.Parse(s.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is no address of a service: write it as http://HOST/v1", s.URL)
	}
	if u.User != nil {
		return errors.New("the address of a service must not have a password in it: put that into the environment")
	}
	return nil
}

// ServiceError is a service that answered, but not with what was asked for.
type ServiceError struct {
	Host   string
	Status int
	// Said is the beginning of what it said.
	Said string
}

func (e *ServiceError) Error() string {
	return fmt.Sprintf("the service at %s answers %d %s: %s", e.Host, e.Status, http.StatusText(e.Status), e.Said)
}

// Is makes a ServiceError an ErrService.
func (e *ServiceError) Is(target error) bool { return target == ErrService }

// Useless says that asking again with the same would not help.
func (e *ServiceError) Useless() bool {
	switch e.Status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// at is the address of one of its abilities, such as "audio/speech".
func (s Service) at(ability string) string {
	base := strings.TrimRight(s.URL, "/")
	if strings.HasSuffix(base, "/"+ability) {
		return base
	}
	return base + "/" + ability
}

// post sends a request and returns the body of a good answer, of at most so
// many bytes. Errors: *ServiceError, ErrTooLarge, ErrTimeout, ErrService.
func (s Service) post(ctx context.Context, ability, contentType string, body []byte, limit int64) ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.at(ability), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrService, err)
	}
	for name, values := range s.Header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("User-Agent", "callflow")
	response, err := serviceClient().Do(request)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 300)) // what came of it is said already
		return nil, &ServiceError{Host: request.URL.Host, Status: response.StatusCode, Said: strings.Join(strings.Fields(printable(string(said))), " ")}
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	if int64(len(answer)) > limit {
		return nil, fmt.Errorf("%w: the service at %s sent more than %d bytes", ErrTooLarge, request.URL.Host, limit)
	}
	return answer, nil
}

// explain gives a failed request its cause, without the address of the request
// that net/http puts before it.
func (s Service) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var failed *url.Error
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("%w: %v; is %s right, and does it run?", ErrService, err, s.URL)
}

// serviceClient follows no redirects: the headers are for one service only. Its
// connections are not kept, because hours may go by between two texts.
func serviceClient() *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 10 * time.Minute,
		},
	}
}
