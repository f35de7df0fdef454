package flowengine

import "context"

// Ref is a symbolic reference of a flow to something kept outside it, such as
// audio:welcome, user:alice, group:sales, queue:support or flow:after-hours.
type Ref struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Catalog knows what references can lead to, within one company.
type Catalog interface {
	Has(ctx context.Context, ref Ref) (bool, error)
}

// Program is one revision of a flow, decoded and ready to run. It is immutable
// and shared by all the calls that run it.
type Program struct {
	// Revision is the store's id of the revision, 0 for an unsaved document.
	Revision int64
	// Number is the revision's number within its flow, 1, 2, 3, …
	Number int
	Flow   *Flow
	nodes  map[string]Runner
}
