package flowengine

import (
	"context"
	"time"
)

// History knows the calls before this one.
type History interface {
	// LastCall is when the caller called last before the call that asks; the
	// zero time for never.
	LastCall(ctx context.Context, q HistoryQuery) (time.Time, error)
	// LastScore is the score of the last call before that has one; ok is false
	// when none has.
	LastScore(ctx context.Context, q HistoryQuery) (score int, ok bool, err error)
}

// HistoryQuery says which earlier calls count.
type HistoryQuery struct {
	// Caller is the caller's number as the network sent it; never empty.
	Caller string
	// Call is the call that asks, which does not count, and Before when it came.
	Call   string
	Before time.Time
	// Number and Flow, when set, let only calls to that number or of that flow
	// count; otherwise all of the company do.
	Number, Flow string
}

// Tracking knows what led callers to a number.
type Tracking interface {
	// Visit is what is known of a call to the number; its fields are empty for
	// what is not known. A company without tracking returns the zero Visit.
	Visit(ctx context.Context, number, caller string) (Visit, error)
}

// Visit is what led somebody to a number.
type Visit struct {
	// Source is the name of what the number is shown by, such as a campaign, a
	// poster or a site.
	Source string `json:"source,omitempty" yaml:"source"`
	// Keyword is what was searched for, Referrer where the visitor came from.
	Keyword  string `json:"keyword,omitempty" yaml:"keyword"`
	Referrer string `json:"referrer,omitempty" yaml:"referrer"`
	// ActivePage is the page that was open when the call was made, LandingPage
	// the first one of the visit.
	ActivePage  string `json:"active_page,omitempty" yaml:"active_page"`
	LandingPage string `json:"landing_page,omitempty" yaml:"landing_page"`
	Campaign    string `json:"campaign,omitempty" yaml:"campaign"`
}

// NumberVisit is a number with what is known of every call to it.
type NumberVisit struct {
	Number string
	Visit  Visit
}

// SourceCatalog is a [Catalog] that knows which numbers run a flow, and what is
// known of every call to those that are sources.
type SourceCatalog interface {
	Sources(ctx context.Context, flow string) ([]NumberVisit, error)
}
