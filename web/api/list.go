package api

import (
	"strings"
)

// List is one page of things.
type List[T any] struct {
	Items []T `json:"items" nullable:"false"`
	// Next is where the next page begins, for the query's `after`; empty on the last one.
	Next string `json:"next,omitempty" doc:"Where the next page begins: give it as after. Empty on the last page."`
}

// Page says which part of a list is asked for.
type Page struct {
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"How many at most."`
	After string `query:"after" doc:"The next of the page before."`
}

// body is an answer of one JSON value.
type body[T any] struct{ Body T }

// answer wraps a value.
func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// whole is a list that needs no pages.
func whole[T any](items []T, err error) (*body[List[T]], error) {
	if err != nil {
		return nil, err
	}
	if items == nil {
		items = []T{}
	}
	return &body[List[T]]{List[T]{Items: items}}, nil
}

// seen is whole with the version of the list, for lists that are edited as one.
func seen[T any](items []T, err error) (*tagged[List[T]], error) {
	l, err := whole(items, err)
	if err != nil {
		return nil, err
	}
	tag, err := contentTag(items)
	return &tagged[List[T]]{tag, l.Body}, err
}

// nothing is a request or an answer without content.
type nothing struct{}

// operationID names an operation for whoever makes a client from the document:
// get-flows-flow-revisions.
func operationID(r Route) string {
	path := strings.NewReplacer("{", "", "}", "", "/", "-", "_", "-").Replace(strings.Trim(r.Path, "/"))
	return strings.ToLower(r.Method) + "-" + path
}

// most is how many items the page has at most.
func (p Page) most() int { return max(p.Limit, 1) }

// page is a list of which one item more was asked for than it has, to know
// whether there is another page. A cursor names the item after which that begins.
func page[T any](items []T, most int, err error, cursor func(T) string) (*body[List[T]], error) {
	if err != nil {
		return nil, err
	}
	list := List[T]{Items: items}
	if len(items) > most {
		list.Items = items[:most]
		list.Next = cursor(items[most-1])
	}
	if list.Items == nil {
		list.Items = []T{}
	}
	return &body[List[T]]{list}, nil
}
