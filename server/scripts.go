package server

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// scripts are the hosts whose AGI scripts may have a call. It is the engine's
// Scripts port.
type scripts []string

// Allowed implements [flowengine.Scripts].
func (hosts scripts) Allowed(script string) error {
	u, err := url.Parse(script)
	if err != nil || u.Scheme != "agi" || u.Hostname() == "" {
		return fmt.Errorf("%q is not the address of a FastAGI script", script)
	}
	if !slices.ContainsFunc(hosts, func(host string) bool { return strings.EqualFold(host, u.Hostname()) }) {
		return fmt.Errorf("the host %s is not one whose scripts may have calls; add it to --agi-hosts", u.Hostname())
	}
	return nil
}
