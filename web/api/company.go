package api

import (
	"context"
	"strings"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// Company is the company of whoever asks.
type Company struct {
	store.Company
	// NumberCountry is the country that holds, set or found out.
	NumberCountry string `json:"number_country" doc:"The country by which national numbers are understood: the one that is set, else that of the language or the time zone. Empty: only numbers with + are understood."`
}

func (a *API) company() {
	const tag = "Company"
	Register(a, Route{Method: "GET", Path: "/company", Right: access.View, Tag: tag, Summary: "Show the company's settings"}, a.showCompany)
	Register(a, Route{Method: "PATCH", Path: "/company", Right: access.Admin, Tag: tag, Summary: "Change the company's settings"}, a.setCompany)
}

func (a *API) ownCompany(ctx context.Context) (Company, error) {
	c, err := a.store.Company(ctx, company(ctx))
	return Company{c, c.NumberCountry()}, err
}

func (a *API) showCompany(ctx context.Context, _ *nothing) (*tagged[Company], error) {
	return versioned(a.ownCompany(ctx))
}

func (a *API) setCompany(ctx context.Context, in *struct {
	IfMatch
	Body struct {
		Timezone *string `json:"timezone,omitempty" doc:"Its time zone." example:"Australia/Sydney"`
		Language *string `json:"language,omitempty" doc:"The language of prompts and speech." example:"en-AU"`
		Outbound *string `json:"outbound,omitempty" doc:"The endpoint for numbers outside; empty when nobody outside can be rung." example:"PJSIP/{number}@trunk"`
		Country  *string `json:"country,omitempty" doc:"The country whose national numbers are understood; empty takes it from the language or the time zone." example:"AU"`
		Block    *bool   `json:"tests_block_publishing,omitempty" doc:"Refuse to publish a flow whose tests fail."`
		TOTP     *bool   `json:"second_factor_required,omitempty" doc:"Ask everybody who signs in for a second factor. Who has none is led to set one up, and can do nothing else before. It takes a second factor of your own. Tokens go on."`
	}
}) (*tagged[Company], error) {
	return edit(a, in.IfMatch, wording.Of("The company"),
		func() (Company, error) { return a.ownCompany(ctx) },
		func(before Company) error {
			c := before.Company
			put(&c.Timezone, in.Body.Timezone)
			put(&c.Language, in.Body.Language)
			put(&c.Outbound, in.Body.Outbound)
			put(&c.Country, in.Body.Country)
			put(&c.TestsBlock, in.Body.Block)
			put(&c.RequireTOTP, in.Body.TOTP)
			if c.RequireTOTP && !before.RequireTOTP {
				if err := a.hasSecondFactor(ctx); err != nil {
					return err
				}
			}
			c.Country = strings.ToUpper(c.Country)
			return a.store.SetCompany(ctx, c)
		})
}

// hasSecondFactor refuses who would be asked for a second factor without having
// one. A token of nobody's is asked for none.
func (a *API) hasSecondFactor(ctx context.Context) error {
	p := access.From(ctx)
	if p.User == "" || a.door == nil {
		return nil
	}
	k, err := a.store.SignIn(ctx, p.Company, p.User)
	if err != nil {
		return err
	}
	if !k.TOTP {
		return &store.InvalidError{Field: "second_factor_required", Problem: wording.Of("set up your own second factor first, on the page of your account; else you would be the first who has to")}
	}
	return nil
}
