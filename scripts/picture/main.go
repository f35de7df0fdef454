// Command picture draws a flow as SVG, with the way of one call through it, the first of the flow's tests, in colour. It is for the
// README; the flow's own layout says where the nodes stand.
//
//	picture examples/main-line.yaml docs/main-line.svg
package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: picture FLOW.yaml PICTURE.svg")
		os.Exit(2)
	}
	picture, err := draw(os.Args[1])
	if err == nil {
		err = os.WriteFile(os.Args[2], picture, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// The measures of the picture, in pixels.
const (
	boxWidth  = 150.0
	boxHeight = 54.0
	margin    = 16.0
)

// drawing is a flow on its way to SVG.
type drawing struct {
	out      bytes.Buffer
	flow     *flowengine.Flow
	registry *flowengine.Registry
	visited  map[string]bool
	taken    map[string]bool // "node outcome"
}

func draw(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	doc, findings := flowengine.ParseFlow(text)
	if len(findings) > 0 {
		return nil, fmt.Errorf("%s: %s", file, findings[0].Message)
	}
	registry, err := nodes.Registry()
	if err != nil {
		return nil, err
	}
	d := &drawing{flow: doc.Flow, registry: registry, visited: map[string]bool{}, taken: map[string]bool{}}
	title, err := d.walk(strings.TrimSuffix(file, ".yaml") + ".test.yaml")
	if err != nil {
		return nil, err
	}
	d.svg(title)
	return d.out.Bytes(), nil
}

// walk runs the first test of the file, and notes its way.
func (d *drawing) walk(file string) (title string, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	tests, err := flowtest.Parse(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	program, err := d.registry.Compile(d.flow)
	if err != nil {
		return "", err
	}
	result, err := tests.Tests[0].Run(context.Background(), program, simulator.Options{})
	if err != nil {
		return "", err
	}
	for _, step := range result.Outcome.Trace {
		d.visited[step.Node] = true
		outcome := step.Outcome
		if _, wired := d.flow.Nodes[step.Node].Next[outcome]; !wired {
			outcome = "*"
		}
		d.taken[step.Node+" "+outcome] = true
	}
	return fmt.Sprintf("The flow “%s”, and the way of a call: %s", d.flow.Name, tests.Tests[0].Name), nil
}

func (d *drawing) svg(title string) {
	width, height := 0.0, 0.0
	for _, p := range d.flow.Layout {
		width, height = max(width, p.X+boxWidth), max(height, p.Y+boxHeight)
	}
	fmt.Fprintf(&d.out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%g %g %g %g" width="%g" font-family="Helvetica, Arial, sans-serif">
<title>%s</title>
<!-- Made by scripts/picture. Do not edit. -->
<defs>
<marker id="plain" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#8a94a3"/></marker>
<marker id="taken" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0L8 4L0 8z" fill="#0b7a53"/></marker>
</defs>
<rect x="%g" y="%g" width="100%%" height="100%%" fill="#ffffff"/>
`, -margin, -margin, width+2*margin, height+2*margin, width+2*margin, escaped(title), -margin, -margin)
	ids := slices.Sorted(maps.Keys(d.flow.Nodes))
	// What was taken is drawn last, over what was not.
	for _, taken := range []bool{false, true} {
		for _, id := range ids {
			for _, outcome := range slices.Sorted(maps.Keys(d.flow.Nodes[id].Next)) {
				if d.taken[id+" "+outcome] == taken {
					d.edge(id, outcome, taken)
				}
			}
		}
	}
	for _, id := range ids {
		d.node(id)
	}
	d.out.WriteString("</svg>\n")
}

func (d *drawing) edge(id, outcome string, taken bool) {
	from, to := d.flow.Layout[id], d.flow.Layout[d.flow.Nodes[id].Next[outcome]]
	x1, y1 := from.X+boxWidth, from.Y+boxHeight*d.share(id, outcome)
	x2, y2 := to.X-1, to.Y+boxHeight/2
	bend := max(30, (x2-x1)/2)
	style, marker := `stroke="#8a94a3" stroke-width="1.2"`, "plain"
	if taken {
		style, marker = `stroke="#0b7a53" stroke-width="2.4"`, "taken"
	}
	fmt.Fprintf(&d.out, `<path d="M%g %gC%g %g %g %g %g %g" fill="none" %s marker-end="url(#%s)"/>`+"\n",
		x1, y1, x1+bend, y1, x2-bend, y2, x2, y2, style, marker)
	colour := "#5b6573"
	if taken {
		colour = "#0b7a53"
	}
	// A white rim lets a label stand out from the lines that cross it.
	fmt.Fprintf(&d.out, `<text x="%g" y="%g" font-size="10" fill="%s" stroke="#ffffff" stroke-width="3" paint-order="stroke">%s</text>`+"\n",
		x1+5, y1-3, colour, escaped(outcome))
}

// share is where an outcome leaves its box, from 0 at the top to 1: those that
// lead higher up leave higher.
func (d *drawing) share(id, outcome string) float64 {
	next := d.flow.Nodes[id].Next
	order := slices.SortedFunc(maps.Keys(next), func(a, b string) int {
		pa, pb := d.flow.Layout[next[a]], d.flow.Layout[next[b]]
		if pa.Y != pb.Y {
			return int(pa.Y - pb.Y)
		}
		return strings.Compare(a, b)
	})
	return (float64(slices.Index(order, outcome)) + 0.5) / float64(len(order))
}

func (d *drawing) node(id string) {
	node, at := d.flow.Nodes[id], d.flow.Layout[id]
	fill, stroke, width := "#f4f6f8", "#8a94a3", 1.2
	if d.visited[id] {
		fill, stroke, width = "#e3f5ee", "#0b7a53", 2.2
	}
	label := node.Label
	if label == "" {
		label = id
	}
	kind, _ := d.registry.Type(node.Type)
	fmt.Fprintf(&d.out, `<rect x="%g" y="%g" width="%g" height="%g" rx="7" fill="%s" stroke="%s" stroke-width="%g"/>
<text x="%g" y="%g" font-size="13" font-weight="bold" fill="#1d2733" text-anchor="middle">%s</text>
<text x="%g" y="%g" font-size="11" fill="#5b6573" text-anchor="middle">%s</text>
`, at.X, at.Y, boxWidth, boxHeight, fill, stroke, width,
		at.X+boxWidth/2, at.Y+24, escaped(label), at.X+boxWidth/2, at.Y+41, escaped(kind.Title))
}

func escaped(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a bytes.Buffer takes everything
	return out.String()
}
