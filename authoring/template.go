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
	l, err := d.language(ctx, company)
	return t.Speaking(l), err
}

// Templates are all templates, for flows that speak the company's language.
func (d *Desk) Templates(ctx context.Context, company string) ([]templates.Template, error) {
	all, err := templates.All()
	if err != nil {
		return nil, err
	}
	l, err := d.language(ctx, company)
	for i := range all {
		all[i] = all[i].Speaking(l)
	}
	return all, err
}

// language is the company's, as far as callflow has texts in it; else English.
func (d *Desk) language(ctx context.Context, company string) (wording.Language, error) {
	c, err := d.Store.Company(ctx, company)
	return wording.Wanted(c.Language), err
}
