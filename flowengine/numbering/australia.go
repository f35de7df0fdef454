package numbering

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

//go:embed australia.csv
var australiaCSV string

// area is what the first digits of an Australian number tell.
type area struct {
	state     string // NSW; "" when it is not told
	districts []string
}

// table is the areas by prefix: the digits after +61.
type table map[string]area

// australia is the shipped table, read once, when the first flow asks for it.
var australia = sync.OnceValue(func() table {
	r := csv.NewReader(strings.NewReader(australiaCSV))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic("numbering: australia.csv is broken: " + err.Error()) // a test reads it
	}
	t := make(table, len(rows))
	for _, row := range rows[1:] {
		a := area{state: row[1]}
		if row[2] != "" {
			a.districts = strings.Split(row[2], ";")
		}
		t[row[0]] = a
	}
	return t
})

// longestPrefix bounds the prefixes of the table.
const longestPrefix = 6

// find is the state and the districts of a national number of nine digits,
// both empty for one that belongs to no place.
func (t table) find(national string) (state string, districts []string) {
	if len(national) != 9 {
		return "", nil
	}
	told := false
	for n := longestPrefix; n > 0; n-- {
		a, ok := t[national[:n]]
		if !ok {
			continue
		}
		if !told && a.state != "" {
			state = "AU-" + a.state
		}
		told = true // a longer prefix without a state says that it is not known
		if a.districts != nil {
			return state, a.districts
		}
	}
	return state, districts
}

// States are the states and territories of Australia that numbers tell, ISO
// 3166-2, sorted.
func States() []string {
	return []string{"AU-ACT", "AU-NSW", "AU-NT", "AU-QLD", "AU-SA", "AU-TAS", "AU-VIC", "AU-WA"}
}

// Districts are the charging districts of Australia, sorted.
func Districts() []string {
	var all []string
	for _, a := range australia() {
		all = append(all, a.districts...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// District is how a district is written in full, whatever its case here.
func District(name string) (string, bool) {
	all := Districts()
	i := slices.IndexFunc(all, func(d string) bool { return strings.EqualFold(d, name) })
	if i < 0 {
		return "", false
	}
	return all[i], true
}

// SameNumbers are the districts whose numbers cannot always be told apart from
// this one's, sorted, without itself.
func SameNumbers(district string) []string {
	var others []string
	for _, a := range australia() {
		if slices.Contains(a.districts, district) {
			others = append(others, a.districts...)
		}
	}
	slices.Sort(others)
	others = slices.Compact(others)
	return slices.DeleteFunc(others, func(d string) bool { return d == district })
}

// Region is a state or a district as a flow names it: "au-nsw", or "au/broken
// hill".
type Region struct {
	State    string // ISO 3166-2, or "" for a district
	District string
}

// ParseRegion reads a region, in any case.
func ParseRegion(text string) (Region, bool) {
	state := strings.ToUpper(strings.TrimSpace(text))
	if slices.Contains(States(), state) {
		return Region{State: state}, true
	}
	country, name, found := strings.Cut(text, "/")
	if !found || !strings.EqualFold(country, "au") {
		return Region{}, false
	}
	district, ok := District(strings.TrimSpace(name))
	return Region{District: district}, ok
}

// String is the region as people write it.
func (r Region) String() string {
	if r.District != "" {
		return "au/" + strings.ToLower(r.District)
	}
	return strings.ToLower(r.State)
}

// Has says whether a number is of the region.
func (r Region) Has(state string, districts []string) bool {
	if r.District != "" {
		return slices.Contains(districts, r.District)
	}
	return r.State != "" && r.State == state
}

// Prefixes are the beginnings, with + and country code, of the numbers that
// are in the region, sorted.
func (r Region) Prefixes() []string {
	var all []string
	for prefix, a := range australia() {
		if r.District != "" && slices.Contains(a.districts, r.District) || r.State != "" && "AU-"+a.state == r.State {
			all = append(all, "+61"+prefix)
		}
	}
	slices.Sort(all)
	return all
}
