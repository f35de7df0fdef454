package flowengine

import (
	"context"
	"slices"
	"strings"

	"callflow/wording"
)

// Check is what a [Checker] uses to say what it found in one node's params.
// The params have the form of the node's schema; what the schema already
// found wrong (a number out of its range, say) is still in them.
type Check struct {
	run  *checking
	node *checkedNode
}

// Flow is the flow that the node stands in. It must not be changed.
func (c *Check) Flow() *Flow { return c.run.flow }

// ID is the node's id.
func (c *Check) ID() string { return c.node.id }

// Sources are the numbers that run the flow and are sources; none when nobody
// knows.
func (c *Check) Sources() []NumberVisit {
	known, ok := c.run.catalog.(SourceCatalog)
	if !ok || c.run.flow.Name == "" {
		return nil
	}
	sources, err := known.Sources(c.run.ctx, c.run.flow.Name)
	if err != nil {
		return nil // what cannot be looked up is no reason to stop a flow
	}
	return sources
}

// Given says whether the document sets the param to something, as opposed to
// leaving it to its default.
func (c *Check) Given(param string) bool {
	given, ok := decodeNumbers(c.node.Params).(map[string]any)
	return ok && !isEmpty(given[param])
}

// Error notes what stops publishing. The param is a path such as "slots[1].from",
// or "" for the node as a whole. The message says in one sentence what is
// wrong and what to do, without the node's name, which is put before it; it is
// a format of [wording.Say]. A param that has an error from its schema gets no
// second one.
func (c *Check) Error(param, code, message string, args ...any) {
	if c.node.badParam[param] {
		return
	}
	c.run.fail(Finding{Code: code, Node: c.node.id, Param: param}.Saying(c.node.told(wording.Say(message, args...))))
}

// Warn notes what looks like a mistake but does not stop publishing.
func (c *Check) Warn(param, code, message string, args ...any) {
	c.run.warn(Finding{Code: code, Node: c.node.id, Param: param}.Saying(c.node.told(wording.Say(message, args...))))
}

// Note tells what is worth knowing and asks for nothing.
func (c *Check) Note(param, code, message string, args ...any) {
	c.run.tell(LevelNote, Finding{Code: code, Node: c.node.id, Param: param}.Saying(c.node.told(wording.Say(message, args...))))
}

// OK counts one more check that holds. Call it where a fault would have been
// an Error, so that progress moves when it is mended.
func (c *Check) OK() { c.run.satisfied++ }

// Reference checks that the param's text is a reference to one of the kinds,
// such as "user" or "audio"; an empty text is not checked. Whether the thing
// exists is checked for every reference in the params without being asked.
func (c *Check) Reference(param, text string, kinds ...string) {
	if text == "" {
		return
	}
	if ref, ok := ParseRef(text); ok && (len(kinds) == 0 || slices.Contains(kinds, ref.Kind)) {
		return
	}
	forms := make([]string, len(kinds))
	for i, kind := range kinds {
		forms[i] = kind + ":NAME"
	}
	if len(forms) == 0 {
		forms = []string{"audio:NAME"}
	}
	c.Error(param, "bad_reference", "%s is %s: write it as %s", quote(param), quote(text), wording.List(forms, "or"))
}

// Expression checks that the source is an expression.
func (c *Check) Expression(param, source string) {
	if err := checkExpression(source); err != nil {
		c.Error(param, "bad_expression", "%s is no expression: %s; correct it", quote(param), firstLine(err))
		return
	}
	c.OK()
}

// Template checks the expressions inside a text.
func (c *Check) Template(param, text string) {
	if !strings.Contains(text, "{{") {
		return
	}
	if err := checkTemplate(text); err != nil {
		c.Error(param, "bad_template", "%s cannot be filled in: %s; correct it", quote(param), firstLine(err))
		return
	}
	c.OK()
}

// MemberCatalog is a [Catalog] that also knows how many members things have.
type MemberCatalog interface {
	// Members counts the members of a queue or group that exists.
	Members(ctx context.Context, ref Ref) (int, error)
}

// Empty says whether the reference leads to something that is known to have no
// members. A thing that does not exist is not empty: that has a finding of its own.
func (c *Check) Empty(ref Ref) bool {
	catalog, ok := c.run.catalog.(MemberCatalog)
	if !ok {
		return false
	}
	if has, err := c.run.catalog.Has(c.run.ctx, ref); err != nil || !has {
		return false
	}
	n, err := catalog.Members(c.run.ctx, ref)
	return err == nil && n == 0
}
