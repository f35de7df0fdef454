package nodes

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
	"callflow/wording"
)

var geoPrefix = regexp.MustCompile(`^\+[1-9][0-9]{0,14}$`)

// Check implements [flowengine.Checker].
func (n *Geo) Check(c *flowengine.Check) {
	owner := map[string]string{} // "prefix +612" → the group that has it
	name := map[string]bool{}
	clean := true
	fail := func(param, code, message string, args ...any) {
		clean = false
		c.Error(param, code, message, args...)
	}
	// take notes that a group has a place, unless another has it already.
	take := func(param, group string, place wording.Phrase) {
		if other, taken := owner[place.String()]; taken && other != group {
			fail(param, "in_two_groups", "the %s is in the groups %s and %s: take it out of one", place, other, group)
			return
		}
		owner[place.String()] = group
	}
	var districts []ownedDistrict
	for i, g := range n.Groups {
		param := fmt.Sprintf("groups[%d]", i)
		if name[g.Name] {
			fail(param+".name", "same_name", "there are two groups “%s”: put them together, or give one another name", g.Name)
		}
		name[g.Name] = true
		if len(g.Countries)+len(g.Regions)+len(g.Prefixes) == 0 {
			fail(param, "missing", "the group %s is empty: give it countries, regions or prefixes", g.Name)
		}
		for j, country := range g.Countries {
			at := fmt.Sprintf("%s.countries[%d]", param, j)
			code := strings.ToUpper(country)
			if !numbering.IsCountry(code) {
				fail(at, "unknown_country", "“%s” is not a country: write its two letters (ISO 3166), such as AU, NZ or GB", country)
				continue
			}
			take(at, g.Name, wording.Say("country %s", code))
		}
		for j, text := range g.Regions {
			at := fmt.Sprintf("%s.regions[%d]", param, j)
			region, ok := numbering.ParseRegion(text)
			if !ok {
				fail(at, "unknown_region", "“%s” is not a region that numbers tell: write %s, or a charging district of Australia such as au/broken hill; for others use prefixes",
					text, strings.ToLower(strings.Join(numbering.States(), ", ")))
				continue
			}
			take(at, g.Name, wording.Say("region %s", region))
			if region.District != "" {
				districts = append(districts, ownedDistrict{at, g.Name, region.District})
			}
		}
		for j, prefix := range g.Prefixes {
			at := fmt.Sprintf("%s.prefixes[%d]", param, j)
			if !geoPrefix.MatchString(plainPrefix(prefix)) {
				fail(at, "bad_prefix", "“%s” is not a prefix: write + and the country code first, such as +612 for 02 in Australia", prefix)
				continue
			}
			take(at, g.Name, wording.Say("prefix %s", plainPrefix(prefix)))
		}
	}
	if n.checkDistricts(c, districts) && clean {
		c.OK()
	}
	n.checkHidden(c)
	if slices.ContainsFunc(n.Groups, func(g GeoGroup) bool { return len(g.Regions) > 0 }) && owner["country AU"] == "" {
		c.Note("groups", "no_region", "mobile numbers and others of Australia whose state is not known are in no region; then no_match is taken, unless a group has the country AU")
	}
}

// ownedDistrict is a district that a group has.
type ownedDistrict struct{ param, group, name string }

// checkDistricts finds districts of two groups whose numbers are the same.
func (n *Geo) checkDistricts(c *flowengine.Check, all []ownedDistrict) (clean bool) {
	clean = true
	for i, d := range all {
		same := numbering.SameNumbers(d.name)
		for _, other := range all[:i] {
			if other.group != d.group && slices.Contains(same, other.name) {
				clean = false
				c.Error(d.param, "in_two_groups", "the districts %s (group %s) and %s (group %s) have the same prefixes: put them into one group, or use longer prefixes",
					other.name, other.group, d.name, d.group)
			}
		}
		if len(same) > 0 {
			c.Note(d.param, "shared_numbers", "numbers of %s cannot all be told from those of %s, which count as well", d.name, strings.Join(same, ", "))
		}
	}
	return clean
}

// checkHidden finds countries and regions that no call can match, because
// prefixes of other groups have all of their numbers.
func (n *Geo) checkHidden(c *flowengine.Check) {
	for i, g := range n.Groups {
		hidden := func(param, place string, beginnings []string) {
			for _, other := range n.Groups {
				for _, prefix := range other.Prefixes {
					if other.Name != g.Name && allBegin(beginnings, plainPrefix(prefix)) {
						c.Warn(param, "hidden", "the prefix %s of the group %s has all numbers of %s, so that %s is never matched: remove one of them",
							plainPrefix(prefix), other.Name, place, place)
					}
				}
			}
		}
		for j, country := range g.Countries {
			if code := strings.ToUpper(country); numbering.IsCountry(code) {
				hidden(fmt.Sprintf("groups[%d].countries[%d]", i, j), code, []string{"+" + numbering.CountryCode(code)})
			}
		}
		for j, text := range g.Regions {
			if region, ok := numbering.ParseRegion(text); ok {
				hidden(fmt.Sprintf("groups[%d].regions[%d]", i, j), region.String(), region.Prefixes())
			}
		}
	}
}

func allBegin(texts []string, prefix string) bool {
	return len(texts) > 0 && !slices.ContainsFunc(texts, func(t string) bool { return !strings.HasPrefix(t, prefix) })
}
