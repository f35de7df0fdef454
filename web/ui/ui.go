// Package ui is the console and the builder in the browser: what scripts/ui
// makes of the TypeScript here, inside the binary, and how it is served.
package ui

import (
	"bytes"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
)

//go:embed all:dist
var built embed.FS

// Handler serves the pages that scripts/ui built into this binary. connect are
// further origins that pages may connect to, such as the WebSocket of a SIP
// server, "wss://pbx.example.org:8089".
func Handler(connect ...string) http.Handler {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the folder is named in the directive above
	}
	return New(dist, connect...)
}

// Build tells the pages built into this binary from those of other builds, by
// the script that they begin with, "/assets/index-BUILD.js"; "" when none were.
func Build() string {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the folder is named in the directive above
	}
	return BuildOf(dist)
}

// BuildOf is [Build] of the pages of a folder.
func BuildOf(dist fs.FS) string {
	page, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		return "" // it was never built
	}
	found := regexp.MustCompile(`<script type="module"[^>]* src="/assets/index-([^".]+)\.js"`).FindSubmatch(page)
	if found == nil {
		return ""
	}
	return string(found[1])
}

// New serves the pages of a folder. Whatever has no file there and looks like a
// page is answered with index.html, whose script finds the page; a folder
// without index.html was never built, and says so.
func New(dist fs.FS, connect ...string) http.Handler {
	return &pages{dist: dist, policy: policy(connect)}
}

type pages struct {
	dist   fs.FS
	policy string
}

// policy is the Content-Security-Policy of every page: nothing but our own
// files, no inline script or style, no eval, in nobody's frame.
func policy(connect []string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
		"connect-src " + strings.Join(append([]string{"'self'"}, connect...), " ") + "; font-src 'self'; worker-src 'self'; " +
		"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", p.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	// Only the page itself may use the microphone, for its telephone.
	h.Set("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()")

	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "Pages are only read.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name != "" && p.send(w, r, name) {
		return
	}
	if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
		// A file that is not there, such as a chunk of an older build, is no page.
		h.Set("Cache-Control", "no-store")
		http.Error(w, "There is no such file. Load the page again: callflow may have been updated.", http.StatusNotFound)
		return
	}
	if !p.send(w, r, "index.html") {
		h.Set("Cache-Control", "no-store")
		http.Error(w, "The console was not built into this callflow. Run scripts/ui, then build callflow again.", http.StatusNotFound)
	}
}

// send answers with a file, compressed as the browser takes it, and says
// whether there is one.
func (p *pages) send(w http.ResponseWriter, r *http.Request, name string) bool {
	content, err := fs.ReadFile(p.dist, name)
	if err != nil || strings.HasPrefix(name, ".") || isEncoding(name) {
		return false
	}
	h := w.Header()
	tag := strconv.Quote(strconv.FormatUint(sum(content), 36))
	for _, encoding := range encodings {
		compressed, err := fs.ReadFile(p.dist, name+encoding.suffix)
		if err != nil {
			continue
		}
		h.Set("Vary", "Accept-Encoding")
		if !accepts(r.Header.Get("Accept-Encoding"), encoding.name) {
			continue
		}
		content = compressed
		tag = strconv.Quote(strconv.FormatUint(sum(content), 36))
		h.Set("Content-Encoding", encoding.name)
		break
	}
	if strings.HasPrefix(name, "assets/") {
		// Their names have a hash of what is in them.
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("ETag", tag)
	h.Set("Content-Type", contentType(name))
	http.ServeContent(w, r, name, noTime, bytes.NewReader(content))
	return true
}

func contentType(name string) string {
	// Not what the machine's own list of types says: that may lack some.
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}
