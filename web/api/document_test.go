package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"callflow/web/api"
)

// document is the OpenAPI document, as what answers are held against.
type document struct {
	paths    map[string]map[string]operation
	schemas  map[string]requestSchema
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
	mu       sync.Mutex // schemas lead to each other: one at a time
}

type operation struct {
	Parameters  []parameter `json:"parameters"`
	RequestBody struct {
		Content map[string]struct {
			Schema requestSchema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]struct {
			Schema map[string]any `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
}

// parameter is one that is not in the body: in the path, the query or a header.
type parameter struct {
	Name string `json:"name"`
	In   string `json:"in"`
}

// requestSchema is as much of a request's schema as tells where things stand in it.
type requestSchema struct {
	Ref        string                   `json:"$ref"`
	Properties map[string]requestSchema `json:"properties"`
	Items      *requestSchema           `json:"items"`
}

const documentName = "openapi.json"

func newDocument(t *testing.T, a *api.API) *document {
	t.Helper()
	text, err := json.Marshal(a.Huma().OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	d := &document{compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	var read struct {
		Paths      map[string]map[string]operation `json:"paths"`
		Components struct {
			Schemas map[string]requestSchema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	d.paths, d.schemas = read.Paths, read.Components.Schemas
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	if err := d.compiler.AddResource(documentName, whole); err != nil {
		t.Fatal(err)
	}
	return d
}

// complains is what a test does when something is wrong.
type complains interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// holds fails the test when the answer of a route, "GET /api/v1/flows", is not as
// the document says: its status, its content type, its content.
func (d *document) holds(t complains, pattern string, got reply) {
	t.Helper()
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		return // no route of the API: net/http's own refusal
	}
	operation, ok := d.paths[path][strings.ToLower(method)]
	if !ok {
		return // a page, or the document itself
	}
	status := strconv.Itoa(got.Code)
	response, ok := operation.Responses[status]
	if !ok {
		status = "default"
		if response, ok = operation.Responses[status]; !ok || got.Code < 400 {
			t.Errorf("%s answers %d, which the document does not know", pattern, got.Code)
			return
		}
	}
	if len(got.Body) == 0 {
		if len(response.Content) > 0 {
			t.Errorf("%s answers %d without content, and the document tells of some", pattern, got.Code)
		}
		return
	}
	kind, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	content, ok := response.Content[kind]
	if err != nil || !ok {
		t.Errorf("%s answers %d with %q, which the document does not know", pattern, got.Code, got.Header.Get("Content-Type"))
		return
	}
	if !strings.HasSuffix(kind, "json") || content.Schema == nil {
		return
	}
	at := documentName + "#/paths/" + pointer(path) + "/" + strings.ToLower(method) + "/responses/" + status + "/content/" + pointer(kind) + "/schema"
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(got.Body))
	if err != nil {
		t.Errorf("%s: %v in %s", pattern, err, got.Body)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.schema(t, at).Validate(value); err != nil {
		t.Errorf("%s answers %d otherwise than the document says: %v\n%s", pattern, got.Code, err, got.Body)
	}
	if got.Code == http.StatusUnprocessableEntity {
		d.locates(t, pattern, operation, got.Body)
	}
}

// locates fails the test when a refusal is about a field that the request does
// not have by that name.
func (d *document) locates(t complains, pattern string, o operation, refusal []byte) {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal(refusal, &p); err != nil {
		t.Fatal(err)
	}
	content, inJSON := o.RequestBody.Content["application/json"]
	for _, e := range p.Errors {
		place, field, ok := strings.Cut(e.Location, ".")
		known := false
		switch {
		case !ok:
			continue // about all of it
		case place == "form", place == "body" && !inJSON:
			continue // a part of an upload, or a line of a file
		case place == "body":
			known = d.has(content.Schema, field)
		default:
			known = slices.Contains(o.Parameters, parameter{field, place})
		}
		if !known && !strings.HasPrefix(e.Message, "unexpected property") && !strings.HasPrefix(e.Message, "unknown query parameter") {
			t.Errorf("%s refuses %s, which is no part of its request: %s", pattern, e.Location, e.Message)
		}
	}
}

// has says whether something such as phones[1].endpoint is part of a request.
func (d *document) has(s requestSchema, field string) bool {
	for name := range strings.SplitSeq(field, ".") {
		name, _, list := strings.Cut(name, "[")
		if s.Ref != "" {
			s = d.schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
		}
		inside, ok := s.Properties[name]
		if !ok {
			return len(s.Properties) == 0 // anything may be in it
		}
		if s = inside; list && s.Items != nil {
			s = *s.Items
		}
	}
	return true
}

func (d *document) schema(t complains, at string) *jsonschema.Schema {
	t.Helper()
	if known := d.compiled[at]; known != nil {
		return known
	}
	s, err := d.compiler.Compile(at)
	if err != nil {
		t.Fatal(err)
	}
	d.compiled[at] = s
	return s
}

func pointer(s string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "+", "%2B").Replace(s)
}

// notes collects complaints.
type notes struct{ all []string }

func (n *notes) Helper()                      {}
func (n *notes) Errorf(f string, args ...any) { n.all = append(n.all, fmt.Sprintf(f, args...)) }
func (n *notes) Fatal(args ...any)            { n.all = append(n.all, fmt.Sprint(args...)) }

func TestAnAnswerThatIsNotAsDocumentedIsNoticed(t *testing.T) {
	o := newOffice(t)
	inJSON := http.Header{"Content-Type": {"application/json"}}
	for name, wrong := range map[string]reply{
		"a field that is not documented": {200, inJSON, []byte(`{"items":[],"colour":"red"}`)},
		"a field that lacks":             {200, inJSON, []byte(`{}`)},
		"null for a list":                {200, inJSON, []byte(`{"items":null}`)},
		"another status":                 {201, inJSON, []byte(`{"items":[]}`)},
		"another type":                   {200, http.Header{"Content-Type": {"text/html"}}, []byte(`<p>`)},
		"nothing":                        {200, inJSON, nil},
		"a refusal that is no problem":   {404, http.Header{"Content-Type": {"application/problem+json"}}, []byte(`{"error":"no"}`)},
	} {
		var n notes
		o.document.holds(&n, "GET /api/v1/groups", wrong)
		if len(n.all) != 1 {
			t.Errorf("%s: %d complaints: %v", name, len(n.all), n.all)
		}
	}
}
