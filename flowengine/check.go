package flowengine

// Check is what a [Checker] uses to say what it found in one node's params.
type Check struct{}
