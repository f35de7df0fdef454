package flowengine

// Session is one call's walk through one revision.
type Session struct{}
