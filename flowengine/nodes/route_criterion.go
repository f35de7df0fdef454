package nodes

import (
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Criterion is one thing that holds for a call or does not.
type Criterion struct {
	Is         string `json:"is" jsonschema:"enum=first_time,enum=repeat,enum=source,enum=keyword,enum=active_page,enum=landing_page,enum=campaign,enum=referrer,enum=score,enum=expression" jsonschema_description:"What is looked at."`
	Scope      string `json:"scope,omitempty" jsonschema:"enum=number,enum=flow,enum=company" jsonschema_description:"first_time, repeat, score: which earlier calls count: those to the same number (if not given), of this flow, or of the company."`
	WithinDays int    `json:"within_days,omitempty" jsonschema:"minimum=1,maximum=3650" jsonschema_description:"repeat: the last call must not be longer ago than that; not given: ever."`
	Value      string `json:"value,omitempty" jsonschema_description:"source, keyword, pages, campaign, referrer: what it must be, case ignored; * stands for any text."`
	Compare    string `json:"compare,omitempty" jsonschema:"enum=<,enum=<=,enum==,enum=>=,enum=>" jsonschema_description:"score: how the score of the caller's last call that has one is compared."`
	Than       int    `json:"than,omitempty" jsonschema:"minimum=0,maximum=100" jsonschema_description:"score: with what it is compared, 0 to 100."`
	Expression string `json:"expression,omitempty" jsonschema_description:"expression: what must be true, such as vars.vip."`
}

// scope is which earlier calls count, those to the number by default.
func (c Criterion) scope() string {
	if c.Scope == "" {
		return "number"
	}
	return c.Scope
}

func (c Criterion) holds(f *facts) (bool, string) {
	switch c.Is {
	case "first_time", "repeat":
		return c.calledBefore(f)
	case "score":
		return c.scored(f)
	case "expression":
		return c.isTrue(f)
	}
	return c.tracked(f)
}

var scopeWords = map[string]string{"number": "this number", "flow": "this flow", "company": "the company"}

func (c Criterion) calledBefore(f *facts) (bool, string) {
	if f.caller() == "" {
		return false, "the caller's number is withheld"
	}
	last, ok := f.lastCall(c.scope())
	if !ok {
		return false, "the earlier calls cannot be looked up"
	}
	place := scopeWords[c.scope()]
	if last.IsZero() {
		return c.Is == "first_time", fmt.Sprintf("the caller has not called %s before", place)
	}
	on := last.Format("2006-01-02 15:04 MST")
	why := fmt.Sprintf("the caller called %s before, last on %s", place, on)
	if c.Is == "first_time" {
		return false, why
	}
	if c.WithinDays > 0 {
		limit := f.s.Call().Arrived.Add(-time.Duration(c.WithinDays) * 24 * time.Hour)
		if last.Before(limit) {
			return false, fmt.Sprintf("the caller called %s before, last on %s, more than %s ago", place, on, days(c.WithinDays))
		}
		return true, fmt.Sprintf("the caller called %s before, last on %s, not more than %s ago", place, on, days(c.WithinDays))
	}
	return true, why
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func (c Criterion) scored(f *facts) (bool, string) {
	if f.caller() == "" {
		return false, "the caller's number is withheld"
	}
	score, ok := f.lastScore(c.scope())
	if !ok {
		return false, fmt.Sprintf("no earlier call of the caller to %s has a score", scopeWords[c.scope()])
	}
	holds := map[string]bool{"<": score < c.Than, "<=": score <= c.Than, "=": score == c.Than, ">=": score >= c.Than, ">": score > c.Than}[c.Compare]
	why := "the caller's last score, %d, is %s %d"
	if !holds {
		why = "the caller's last score, %d, is not %s %d"
	}
	return holds, fmt.Sprintf(why, score, c.Compare, c.Than)
}

func (c Criterion) isTrue(f *facts) (bool, string) {
	value, err := f.s.Eval(c.Expression)
	if err != nil {
		f.s.Warn("The expression %s has no value: %s", c.Expression, firstLine(err))
		return false, fmt.Sprintf("%s has no value", c.Expression)
	}
	if holds, _ := value.(bool); holds {
		return true, fmt.Sprintf("%s is true", c.Expression)
	}
	if _, isBool := value.(bool); !isBool && value != nil {
		f.s.Warn("The expression %s is neither true nor false: it is %v", c.Expression, value)
	}
	return false, fmt.Sprintf("%s is not true", c.Expression)
}

// trackedWords say what an attribute of a visit is.
var trackedWords = map[string]string{
	"source": "the source", "keyword": "the keyword", "active_page": "the active page", "landing_page": "the landing page",
	"campaign": "the campaign", "referrer": "the referrer",
}

// attribute is the field of a visit that a criterion asks for.
func attribute(v flowengine.Visit, is string) string {
	return map[string]string{
		"source": v.Source, "keyword": v.Keyword, "active_page": v.ActivePage, "landing_page": v.LandingPage, "campaign": v.Campaign, "referrer": v.Referrer,
	}[is]
}

func (c Criterion) tracked(f *facts) (bool, string) {
	what := trackedWords[c.Is]
	value := attribute(f.visit(), c.Is)
	if value == "" {
		return false, fmt.Sprintf("%s is not known", what)
	}
	if matches(c.Value, value) {
		return true, fmt.Sprintf("%s is “%s”", what, value)
	}
	return false, fmt.Sprintf("%s is “%s”, not “%s”", what, value, c.Value)
}

// matches compares a text with a pattern in which * stands for any text, case
// ignored. It takes at most one pass over the text for each part.
func matches(pattern, text string) bool {
	pattern, text = strings.ToLower(pattern), strings.ToLower(text)
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}
