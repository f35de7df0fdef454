//go:build !linux

package phone

// beUrgent does nothing where it is not known how.
func beUrgent() {}
