package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
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
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
	mu       sync.Mutex // schemas lead to each other: one at a time
}

type operation struct {
	Responses map[string]struct {
		Content map[string]struct {
			Schema map[string]any `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
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
		Paths map[string]map[string]operation `json:"paths"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	d.paths = read.Paths
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
