// Package numbering reads telephone numbers: which country's, and in Australia
// which state's and district's.
package numbering

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"callflow/flowengine"
)

//go:generate go run gen.go

// Plan is how one company writes numbers.
type Plan struct {
	company func(ctx context.Context) (country string, err error)
}

var _ flowengine.Numbering = Plan{}

// Of is the plan of a company whose country is asked for each time, since it
// may be changed.
func Of(country func(ctx context.Context) (string, error)) Plan { return Plan{country} }

// In is the plan of a country, ISO 3166-1 alpha-2; "" is no country's.
func In(country string) Plan {
	return Plan{func(context.Context) (string, error) { return country, nil }}
}

// Country implements [flowengine.Numbering].
func (p Plan) Country(ctx context.Context) (string, error) { return p.company(ctx) }

// Read implements [flowengine.Numbering].
func (p Plan) Read(ctx context.Context, text string) (flowengine.PhoneNumber, error) {
	country, err := p.company(ctx)
	if err != nil {
		return flowengine.PhoneNumber{}, fmt.Errorf("looking up the company's country: %w", err)
	}
	return Read(text, country)
}

// maxNumber bounds what is read as a number, in bytes. Whoever calls chooses
// what the network sends as the caller's number.
const maxNumber = 64

// Read reads a number as somebody in that country writes it; with "", only one
// with + and a country code is understood.
func Read(text, country string) (flowengine.PhoneNumber, error) {
	if len(text) > maxNumber || strings.ContainsFunc(text, notInNumbers) {
		return flowengine.PhoneNumber{}, flowengine.ErrNoNumber
	}
	if country == "" {
		country = "ZZ" // phonenumbers' own code for no region
	}
	n, err := phonenumbers.Parse(text, country)
	if err != nil || !whole(n, text) {
		return flowengine.PhoneNumber{}, flowengine.ErrNoNumber
	}
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	kind := phonenumbers.GetNumberType(n)
	read := flowengine.PhoneNumber{
		E164: e164, Country: countryOf(n),
		Mobile:  kind == phonenumbers.MOBILE || kind == phonenumbers.PAGER || kind == phonenumbers.PERSONAL_NUMBER,
		Premium: kind == phonenumbers.PREMIUM_RATE,
	}
	if read.Country == "AU" {
		read.State, read.Districts = australia().find(strings.TrimPrefix(e164, "+61"))
	}
	return read, nil
}

// notInNumbers keeps out words: phonenumbers would read letters as on a keypad,
// and an extension's name such as "sipp" is no number.
func notInNumbers(r rune) bool { return !strings.ContainsRune("0123456789+ ()-./\u00a0", r) }

// whole says whether the number could be dialled from anywhere. One without a
// country code must be in a range that is in use: it may as well be a number of
// local length, or an extension.
func whole(n *phonenumbers.PhoneNumber, text string) bool {
	if phonenumbers.IsValidNumber(n) {
		return true
	}
	return strings.HasPrefix(strings.TrimSpace(text), "+") && phonenumbers.IsPossibleNumberWithReason(n) == phonenumbers.IS_POSSIBLE
}

// countryOf is the country whose number it is. A number in a range that the
// library does not know yet counts as its country code's, unless several large
// countries share that.
func countryOf(n *phonenumbers.PhoneNumber) string {
	if region := phonenumbers.GetRegionCodeForNumber(n); len(region) == 2 && region != "ZZ" {
		return region
	}
	code := int(n.GetCountryCode())
	if code == 1 || code == 7 {
		return ""
	}
	if region := phonenumbers.GetRegionCodeForCountryCode(code); len(region) == 2 && region != "ZZ" {
		return region
	}
	return ""
}

// Countries are the codes of the countries that have telephone numbers, sorted.
func Countries() []string {
	return slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions()))
}

// IsCountry says whether the code, in capitals, is one of [Countries].
func IsCountry(code string) bool { return phonenumbers.GetSupportedRegions()[code] }

// CountryCode is the digits with which numbers of the country begin after the +.
func CountryCode(country string) string {
	return fmt.Sprint(phonenumbers.GetCountryCodeForRegion(country))
}
