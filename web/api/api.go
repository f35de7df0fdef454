// Package api is callflow's HTTP API under /api/v1: what the command line and
// the console do, they can do here too. Its OpenAPI document is made from the Go
// types, so it cannot be out of step.
//
// Each route stands in the file of its resource and names the right that it
// asks for; see [access.Right].
package api

import (
	"context"
	"maps"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/rs/zerolog"

	"callflow/authoring"
	"callflow/media"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/signin"
)

//go:generate go test . -run TestRights -update

// Prefix is where the routes are.
const Prefix = "/api/v1"

// API holds what the routes need.
type API struct {
	store   *store.Store
	desk    *authoring.Desk
	door    *signin.Door
	sounds  *media.Library
	speaker *media.Speaker
	now     func() time.Time
	log     zerolog.Logger
	needs   Happenings

	huma   huma.API
	routes []Route

	editing sync.Mutex // held from comparing a thing with If-Match to its change
	repeats repeats
}

// Options are what an API is made of.
type Options struct {
	Store *store.Store
	Desk  *authoring.Desk
	// Sounds are the files of the audio library, Speaker makes more of them.
	Sounds  *media.Library
	Speaker *media.Speaker
	// Door is how people sign in. Without one, there are no routes for that.
	Door *signin.Door
	// Phone is for the console's phone, nil without one.
	Phone *Phone
	// Happening is for what calls do and did.
	Happening Happenings
	// Now is the wall clock.
	Now func() time.Time
	// Version is callflow's, for the document.
	Version string
	Log     zerolog.Logger
}

// New makes the API and registers its routes on a mux. Who a request comes from
// must be in its context, see [access.With].
func New(mux *http.ServeMux, o Options) *API {
	problemsOfHuma()
	config := huma.DefaultConfig("callflow", o.Version)
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath = ""     // a page of our own, which needs nothing from elsewhere
	config.SchemasPath = ""  // the document has them
	config.CreateHooks = nil // no $schema in every answer
	config.Formats = maps.Clone(config.Formats)
	config.Formats[typeCSV] = huma.Format{Marshal: marshalCSV}
	config.Info.Description = "Everything that callflow's command line and console do. " +
		"Programs sign in with `Authorization: Bearer TOKEN`; errors are problem details (RFC 9457) with a `code` for machines and a `detail` for people."
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer"},
		"session": {Type: "apiKey", In: "cookie", Name: "callflow_session"},
	}
	a := &API{store: o.Store, desk: o.Desk, door: o.Door, sounds: o.Sounds, speaker: o.Speaker, now: o.Now, log: o.Log, huma: humago.New(mux, config)}
	a.huma.UseMiddleware(reader)
	a.needs = o.Happening
	a.flows()
	a.revisions()
	a.nodeTypes()
	a.checks()
	a.simulations()
	a.trials()
	a.administration()
	a.docs(mux)
	a.happenings()
	if a.door != nil {
		a.session()
		a.setup()
		a.account()
		a.tokens()
		a.signIns()
	}
	a.phone(mux, o.Phone)
	a.nothing(mux)
	return a
}

// Huma is where routes of other packages are registered, with [Register].
func (a *API) Huma() huma.API { return a.huma }

// Routes lists every route with the right that it asks for.
func (a *API) Routes() []Route { return a.routes }

// Route is one method of one path.
type Route struct {
	// Method is GET, POST, PUT, PATCH or DELETE.
	Method string
	// Path is below [Prefix], such as /flows/{flow}.
	Path string
	// Right is what the request's principal must have.
	Right access.Right
	// Arriving says that who has signed in may use it before setting up a second
	// factor that the company asks for.
	Arriving bool
	// Tag is the group that it stands in, Summary what it does in a few words,
	// Description the rest.
	Tag, Summary, Description string
	// Status is the answer's when all is well; 0 means 200, or 204 without a body.
	Status int
	// MaxBody bounds the request's body in bytes; 0 means 1 MiB.
	MaxBody int64
	// Secret says that the answer has a secret in it, which is shown once: it is
	// not kept to be given again for the same Idempotency-Key.
	Secret bool
	// Fields are names in the body of what the store calls otherwise, such as
	// ring_s for "ring".
	Fields map[string]string
	// Responses are the answers, by status, of a route whose answer is not in JSON.
	Responses map[string]*huma.Response
}

// Register adds a route with its handler. An error of the handler becomes a
// problem, see [Problem].
func Register[I, O any](a *API, r Route, handler func(context.Context, *I) (*O, error)) {
	a.add(r)
	o := a.operation(r)
	table := isTable[O]()
	if !table && !choosesType[O]() {
		o.Middlewares = append(o.Middlewares, onlyJSON)
	}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, r, err)
		}
		return out, nil
	})
	if table {
		a.document(r).Responses[strconv.Itoa(http.StatusOK)].Content[typeCSV] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
}

// isTable says whether answers of a type can be written as CSV.
func isTable[O any]() bool {
	answer := reflect.TypeFor[O]()
	if answer.Kind() != reflect.Struct {
		return false
	}
	field, ok := answer.FieldByName("Body")
	return ok && field.Type.Implements(reflect.TypeFor[tabular]())
}

// choosesType says whether answers of a type say themselves in which form they are.
func choosesType[O any]() bool {
	answer := reflect.TypeFor[O]()
	if answer.Kind() != reflect.Struct {
		return false
	}
	_, ok := answer.FieldByName("ContentType")
	return ok
}

// document is what the OpenAPI document has of a route.
func (a *API) document(r Route) *huma.Operation {
	item := a.huma.OpenAPI().Paths[Prefix+r.Path]
	switch r.Method {
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	case http.MethodPatch:
		return item.Patch
	case http.MethodDelete:
		return item.Delete
	}
	return item.Get
}

func (a *API) add(r Route) { a.routes = append(a.routes, r) }

// operation describes a route to Huma, with the check of its right.
func (a *API) operation(r Route) huma.Operation {
	o := huma.Operation{
		Method: r.Method, Path: Prefix + r.Path, Tags: []string{r.Tag}, Summary: r.Summary, Description: r.Description,
		OperationID:   operationID(r),
		DefaultStatus: r.Status, MaxBodyBytes: r.MaxBody, Responses: r.Responses,
		RejectUnknownQueryParameters: true,
		Metadata:                     map[string]any{"right": string(r.Right)},
		Extensions:                   map[string]any{"x-right": string(r.Right)},
		Middlewares:                  huma.Middlewares{a.guard(r)},
	}
	if r.Responses != nil {
		problem := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
		r.Responses["default"] = &huma.Response{Description: "What went wrong", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}
	}
	if r.Method == http.MethodPost && r.Right != access.Public && !r.Secret {
		o.Middlewares = append(o.Middlewares, a.once(r))
		o.Parameters = append(o.Parameters, idempotencyKey())
	}
	if r.Right != access.Public {
		o.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	}
	return o
}

// maxBody bounds the route's requests, in bytes.
func (r Route) maxBody() int64 {
	if r.MaxBody > 0 {
		return r.MaxBody
	}
	return 1 << 20
}

// guard lets pass who has the route's right, with no more than the route takes.
func (a *API) guard(r Route) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		if refusal := a.refuse(access.From(c.Context()), r); refusal != nil {
			a.write(c, refusal)
			return
		}
		request, w := humago.Unwrap(c)
		request.Body = http.MaxBytesReader(w, request.Body, r.maxBody())
		defer func() {
			// The files of a form wait in the folder for temporary files. net/http removes those of its own
			// request, and this is a copy of it, with the principal in its context.
			if request.MultipartForm != nil {
				_ = request.MultipartForm.RemoveAll() // the next start clears that folder otherwise
			}
		}()
		next(c)
	}
}

// onlyJSON answers in JSON whatever is accepted, where there is nothing else.
func onlyJSON(c huma.Context, next func(huma.Context)) { next(jsonContext{c}) }

// request is huma.Context by a name that does not hide its method Context.
type request huma.Context

type jsonContext struct{ request }

// Header implements [huma.Context].
func (c jsonContext) Header(name string) string {
	if strings.EqualFold(name, "Accept") {
		return ""
	}
	return c.request.Header(name)
}

// Unwrap lets adapters find the request.
func (c jsonContext) Unwrap() huma.Context { return c.request }

// guarded is guard for a route that is not Huma's.
func (a *API) guarded(r Route, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if refusal := a.refuse(access.From(request.Context()), r); refusal != nil {
			a.write(humago.NewContext(&huma.Operation{}, request, w), refusal)
			return
		}
		h.ServeHTTP(w, request)
	})
}

// refuse says why a principal may not use a route, nil when it may.
func (a *API) refuse(p access.Principal, r Route) *Problem {
	if p.May(r.Right) || r.Arriving && p.Arrived().May(r.Right) {
		return nil
	}
	if p.Arriving {
		return newProblem(http.StatusForbidden, "second_factor_needed", "Your company asks everybody for a second factor: set yours up first. Load the page again, and it leads you there.")
	}
	if p.User == "" && p.Token == "" {
		return newProblem(http.StatusUnauthorized, "sign_in", "Sign in first: this needs a session or a token.")
	}
	a.log.Warn().Str("who", p.Actor()).Str("company", p.Company).Str("route", r.Method+" "+r.Path).Msg("a request was refused for want of a right")
	if r.Right == access.Person {
		return newProblem(http.StatusForbidden, "forbidden", "No token may do this: it takes somebody who has signed in.")
	}
	return newProblem(http.StatusForbidden, "forbidden", "This needs the right %s, which %s does not have; an administrator can give it.", r.Right, p.Actor())
}

// schemaName names a type in the document. Types of other packages have their
// package's name before them, since store.Flow and Flow are two things.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	folder := path.Base(t.PkgPath())
	if t.Name() == "" || folder == "api" || !strings.HasPrefix(t.PkgPath(), "callflow/") {
		return name
	}
	return strings.ToUpper(folder[:1]) + folder[1:] + name
}

// company is the principal's.
func company(ctx context.Context) string { return access.From(ctx).Company }
