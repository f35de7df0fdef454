package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"callflow/wording"
)

// DefaultCompany is the company of a fresh install.
const DefaultCompany = "default"

// Company is a tenant.
type Company struct {
	ID   int64  `json:"-"`
	Name string `json:"name"`
	// Timezone is an IANA name.
	Timezone string `json:"timezone"`
	// Language is an RFC 5646 tag.
	Language string `json:"language"`
	// Outbound is the dial string for external numbers, such as
	// PJSIP/{number}@trunk; empty when nobody outside can be rung.
	Outbound string `json:"outbound"`
	// Country is the country by which national numbers are understood, ISO
	// 3166-1 alpha-2; "" takes it from the language or the time zone, see
	// [Company.NumberCountry].
	Country string `json:"country"`
	// TestsBlock says that a flow whose tests fail cannot be published.
	TestsBlock bool `json:"tests_block_publishing"`
	// RequireTOTP says that who signs in has to have a second factor. Who has none
	// can do nothing but set one up.
	RequireTOTP bool `json:"second_factor_required"`
}

// NumberCountry is the country by which the company's national numbers are
// understood: the one that is set; else that of the language tag, AU for en-AU;
// else AU for a time zone of Australia, and for UTC, which a fresh install has.
// It is "" when nothing tells; then only numbers with + are understood.
func (c Company) NumberCountry() string {
	if c.Country != "" {
		return c.Country
	}
	if tag, err := language.Parse(c.Language); err == nil {
		if region, confidence := tag.Region(); confidence == language.Exact && region.IsCountry() {
			return region.String()
		}
	}
	if strings.HasPrefix(c.Timezone, "Australia/") || c.Timezone == "UTC" {
		return "AU"
	}
	return ""
}

func companyName(name string) string {
	if name == "" {
		return DefaultCompany
	}
	return name
}

const companyColumns = `id, name, timezone, language, outbound, country, tests_block, require_totp`

func scanCompany(r interface{ Scan(...any) error }, c *Company) error {
	return r.Scan(&c.ID, &c.Name, &c.Timezone, &c.Language, &c.Outbound, &c.Country, &c.TestsBlock, &c.RequireTOTP)
}

// Company returns a company by its name; "" is the default one.
func (s *Store) Company(ctx context.Context, name string) (Company, error) {
	return companyByName(ctx, s.reader, name)
}

// Companies lists all companies.
func (s *Store) Companies(ctx context.Context) ([]Company, error) {
	return collect(ctx, s.reader, "list companies", func(r *sql.Rows, c *Company) error { return scanCompany(r, c) },
		`SELECT `+companyColumns+` FROM companies ORDER BY name`)
}

// AddCompany adds a company. Timezone UTC and language en by default.
func (s *Store) AddCompany(ctx context.Context, c Company) error {
	if c.Timezone == "" {
		c.Timezone = "UTC"
	}
	if c.Language == "" {
		c.Language = "en"
	}
	if err := checkCompany(c); err != nil {
		return err
	}
	return s.write(ctx, func(t *tx) error {
		_, err := t.insert("add a company", `INSERT INTO companies (name, timezone, language, outbound, country, tests_block, require_totp) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			c.Name, c.Timezone, c.Language, c.Outbound, c.Country, c.TestsBlock, c.RequireTOTP)
		if isUnique(err) {
			return taken("company", c.Name)
		}
		if err != nil {
			return err
		}
		t.company = c
		return t.audit("company.add", "company", c.Name, nil, c)
	})
}

// SetCompany changes the settings of the company of that name.
func (s *Store) SetCompany(ctx context.Context, c Company) error {
	c.Name = companyName(c.Name)
	if err := checkCompany(c); err != nil {
		return err
	}
	return s.change(ctx, c.Name, func(t *tx) error {
		if _, err := t.exec("change a company", `UPDATE companies SET timezone = ?, language = ?, outbound = ?, country = ?, tests_block = ?, require_totp = ? WHERE id = ?`,
			c.Timezone, c.Language, c.Outbound, c.Country, c.TestsBlock, c.RequireTOTP, t.company.ID); err != nil {
			return err
		}
		return t.audit("company.set", "company", t.company.Name, t.company, c)
	})
}

func companyByName(ctx context.Context, q querier, name string) (Company, error) {
	name = companyName(name)
	var c Company
	err := scanCompany(q.QueryRowContext(ctx, `SELECT `+companyColumns+` FROM companies WHERE name = ?`, name), &c)
	if errors.Is(err, sql.ErrNoRows) {
		return Company{}, notFound(ctx, q, "company", name, `SELECT name FROM companies`)
	}
	if err != nil {
		return Company{}, fmt.Errorf("look up the company %q: %w", name, err)
	}
	return c, nil
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

func checkCompany(c Company) error {
	if err := checkIdentifier("company", c.Name); err != nil {
		return err
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil || c.Timezone == "" || c.Timezone == "Local" {
		return &InvalidError{Field: "timezone", Value: c.Timezone, Problem: wording.Of("it is not a known time zone; use a name such as Australia/Sydney")}
	}
	if !languageTag.MatchString(c.Language) {
		return &InvalidError{Field: "language", Value: c.Language, Problem: wording.Of("use a language tag such as en or en-AU")}
	}
	if region, err := language.ParseRegion(c.Country); c.Country != "" && (err != nil || !region.IsCountry() || region.String() != c.Country) {
		return &InvalidError{Field: "country", Value: c.Country, Problem: wording.Of("use the two capital letters of a country, such as AU")}
	}
	if c.Outbound != "" {
		if !strings.Contains(c.Outbound, "{number}") {
			return &InvalidError{Field: "outbound", Value: c.Outbound, Problem: wording.Of("it has no {number}; write it such as PJSIP/{number}@trunk")}
		}
		return checkEndpoint("outbound", strings.ReplaceAll(c.Outbound, "{number}", "1"))
	}
	return nil
}

// checkEndpoint checks a dial string: technology/resource, and nothing by
// which a second one could be smuggled in.
func checkEndpoint(field, s string) error {
	if err := checkName(field, s, 256); err != nil {
		return err
	}
	technology, resource, ok := strings.Cut(s, "/")
	if !ok || technology == "" || resource == "" || strings.ContainsAny(s, "&,;|\"'`$(){}\\ ") {
		return &InvalidError{Field: field, Value: s, Problem: wording.Of("it is not an endpoint; write it such as PJSIP/alice")}
	}
	return nil
}

func taken(kind, name string) error {
	return &ConflictError{Kind: kind, Name: name, Problem: wording.Say("there is a %s %q already; choose another name", thing(kind), name)}
}

// notFound makes the error with the names that may have been meant.
func notFound(ctx context.Context, q querier, kind, name, list string, args ...any) error {
	all, err := names(ctx, q, list, args...)
	if err != nil {
		return err
	}
	return &NotFoundError{Kind: kind, Name: name, Similar: similar(name, all)}
}
