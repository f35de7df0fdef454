package flowengine

// Scripts says which AGI scripts calls may be handed to.
type Scripts interface {
	// Allowed is nil, or says in a sentence for people why the script at the
	// URL may not have a call, and what to do.
	Allowed(url string) error
}
