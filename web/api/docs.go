package api

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs/page.html docs/style.css
var docFiles embed.FS

// docsPolicy lets the page have its stylesheet, and nothing else.
const docsPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// docsPage is what the page for people shows.
type docsPage struct {
	Title, Description, Version, Prefix, Origin string
	Groups                                      []docsGroup
}

type docsGroup struct {
	ID, Name   string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description, Right, Curl, Answers string
	Params                                                       []docsField
	Body                                                         *docsBody
}

type docsBody struct {
	Type   string
	Fields []docsField
}

type docsField struct {
	Name, In, Type, Doc string
	Required            bool
}

// Kind is a body's media type.
func (docsPage) Kind(b *docsBody) string { return b.Type }

// docs serves the page that tells people of the API. Anybody may read it.
func (a *API) docs(mux *http.ServeMux) {
	page := template.Must(template.ParseFS(docFiles, "docs/page.html"))
	head := func(w http.ResponseWriter, kind string) {
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy", docsPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
	}
	mux.HandleFunc("GET /api/docs", func(w http.ResponseWriter, r *http.Request) {
		var out bytes.Buffer
		if err := page.Execute(&out, a.docsPage(r)); err != nil {
			a.log.Error().Err(err).Str("route", "GET /api/docs").Msg("answering a request")
			http.Error(w, "the page cannot be made", http.StatusInternalServerError)
			return
		}
		head(w, "text/html; charset=utf-8")
		if _, err := w.Write(out.Bytes()); err != nil {
			return // the reader has gone
		}
	})
	mux.HandleFunc("GET /api/docs/style.css", func(w http.ResponseWriter, r *http.Request) {
		head(w, "text/css; charset=utf-8")
		http.ServeFileFS(w, r, docFiles, "docs/style.css")
	})
}

func (a *API) docsPage(r *http.Request) docsPage {
	info := a.huma.OpenAPI().Info
	p := docsPage{Title: info.Title, Description: strings.ReplaceAll(info.Description, "`", ""), Version: info.Version, Prefix: Prefix, Origin: "http://" + r.Host}
	if r.TLS != nil {
		p.Origin = "https://" + r.Host
	}
	for _, route := range a.routes {
		at := slices.IndexFunc(p.Groups, func(g docsGroup) bool { return g.Name == route.Tag })
		if at < 0 {
			at = len(p.Groups)
			p.Groups = append(p.Groups, docsGroup{ID: "group-" + strings.ReplaceAll(strings.ToLower(route.Tag), " ", "-"), Name: route.Tag})
		}
		p.Groups[at].Operations = append(p.Groups[at].Operations, a.docsOperation(route, p.Origin))
	}
	return p
}

func (a *API) docsOperation(r Route, origin string) docsOperation {
	o := a.document(r)
	d := docsOperation{ID: o.OperationID, Method: r.Method, Path: r.Path, Summary: r.Summary, Description: strings.ReplaceAll(r.Description, "`", ""), Right: string(r.Right)}
	for _, p := range o.Parameters {
		f := docsField{Name: p.Name, In: p.In, Required: p.Required, Doc: p.Description}
		if p.Schema != nil {
			f.Type = a.typeText(p.Schema)
			if f.Doc == "" {
				f.Doc = p.Schema.Description
			}
		}
		d.Params = append(d.Params, f)
	}
	if o.RequestBody != nil {
		for kind, content := range o.RequestBody.Content {
			d.Body = &docsBody{Type: kind, Fields: a.fields(content.Schema)}
		}
	}
	var answers []string
	for status, response := range o.Responses {
		if status != "default" {
			answers = append(answers, status+" "+response.Description)
		}
	}
	slices.Sort(answers)
	d.Answers = strings.Join(append(answers, "else a problem"), ", ")
	d.Curl = curl(r, origin, d.Body)
	return d
}

// curl is an example of a request.
func curl(r Route, origin string, body *docsBody) string {
	text := fmt.Sprintf("curl -X %s -H \"Authorization: Bearer $TOKEN\"", r.Method)
	switch {
	case body == nil:
	case body.Type == "application/json":
		var fields []string
		for _, f := range body.Fields {
			if f.Required {
				fields = append(fields, fmt.Sprintf("%q: …", f.Name))
			}
		}
		text += " \\\n  -H 'Content-Type: application/json' -d '{" + strings.Join(fields, ", ") + "}'"
	case body.Type == "multipart/form-data":
		for _, f := range body.Fields {
			value := "…"
			if f.Name == "file" {
				value = "@sound.wav"
			}
			text += " -F " + f.Name + "=" + value
		}
	default:
		text += " \\\n  -H 'Content-Type: " + body.Type + "' --data-binary @file"
	}
	return text + " \\\n  '" + origin + Prefix + r.Path + "'"
}

// fields are those of an object.
func (a *API) fields(s *huma.Schema) (out []docsField) {
	s = a.resolve(s)
	if s == nil {
		return nil
	}
	var names []string
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p := s.Properties[name]
		out = append(out, docsField{Name: name, Type: a.typeText(p), Doc: p.Description, Required: slices.Contains(s.Required, name)})
	}
	return out
}

func (a *API) resolve(s *huma.Schema) *huma.Schema {
	if s != nil && s.Ref != "" {
		return a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// typeText says in a word what a value is.
func (a *API) typeText(s *huma.Schema) string {
	s = a.resolve(s)
	switch {
	case s == nil:
		return ""
	case len(s.Enum) > 0:
		values := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			values[i] = fmt.Sprintf("%q", fmt.Sprint(v))
		}
		return strings.Join(values, " or ")
	case s.Items != nil:
		return "list of " + a.typeText(s.Items)
	case s.Type == "":
		return "any"
	case s.Format != "" && s.Type == huma.TypeString:
		return s.Type + ", " + s.Format
	}
	return s.Type
}
