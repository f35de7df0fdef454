package server

import "testing"

func TestOnlyScriptsOfTheseHostsAreAllowed(t *testing.T) {
	hosts := scripts{"127.0.0.1", "::1", "Scripts.example"}
	for script, allowed := range map[string]bool{
		"agi://127.0.0.1/a":              true,
		"agi://127.0.0.1:4573/a?b=c":     true,
		"agi://[::1]:4573/a":             true,
		"agi://scripts.EXAMPLE/a":        true,
		"agi://127.0.0.2/a":              false,
		"agi://127.0.0.1.example/a":      false,
		"agi://127.0.0.1@evil.example/a": false,
		"http://127.0.0.1/a":             false,
		"/var/lib/script":                false,
		"":                               false,
	} {
		if err := hosts.Allowed(script); (err == nil) != allowed {
			t.Errorf("%s: %v", script, err)
		}
	}
}
