package flowengine

// present notes that somebody is occupied; the returned function ends it.
func (s *Session) present(kind PresenceKind, target, endpoint string) (end func()) {
	if s.services.Presence == nil || target == "" && endpoint == "" {
		return func() {}
	}
	return s.services.Presence.Begin(kind, target, endpoint)
}

// freed ends the presence of who won the last ringing. From the answer to the
// conversation nobody else may ring them.
func (s *Session) freed() {
	if s.occupied != nil {
		s.occupied()
		s.occupied = nil
	}
}

// isBack tells, once, that a resumed session has again what it had: it waits.
func (s *Session) isBack() {
	if s.waited != nil {
		s.waited()
		s.waited = nil
	}
}
