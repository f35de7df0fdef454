package authoring

import (
	"context"

	"callflow/flowengine/templates"
	"callflow/wording"
)

// Template is the template of a name, for flows that speak the company's language.
// [templates.UnknownError] when there is none.
func (d *Desk) Template(ctx context.Context, company, name string) (templates.Template, error) {
	t, err := templates.Named(name)
	if err != nil {
		return t, err
	}
	c, err := d.Store.Company(ctx, company)
	if err != nil {
		return t, err
	}
	return t.Speaking(wording.Wanted(c.Language)), nil
}
