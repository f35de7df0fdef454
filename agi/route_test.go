package agi

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// numbers is a Router with a few numbers.
type numbers map[string][2]string

func (n numbers) Route(ctx context.Context, number string) (string, string, error) {
	if number == "broken" {
		return "", "", errors.New("the disk is on fire")
	}
	if found, ok := n[number]; ok {
		return found[0], found[1], nil
	}
	return StatusUnknown, "", nil
}

func TestRoute(t *testing.T) {
	router := numbers{"100": {StatusActive, "Main line"}, "0412345678": {StatusUnassigned, ""}, "200": {StatusActive, "a\nb \"c\""}}
	s, log := start(t, Options{Handler: Mux{"route": Route(router)}})
	for _, c := range []struct {
		args         []string
		flow, status string
	}{
		{nil, "Main line", "active"}, // agi_extension is 100
		{[]string{""}, "Main line", "active"},
		{[]string{" 0412345678 "}, "", "unassigned"},
		{[]string{"999"}, "", "unknown"},
		{[]string{strings.Repeat("9", 81)}, "", "unknown"},
		{[]string{"1\x01"}, "", "unknown"},
		{[]string{"'; DROP TABLE numbers; --"}, "", "unknown"},
		{[]string{"200"}, `a b \"c\"`, "active"},
		{[]string{"broken"}, "", "error"},
	} {
		asterisk := dial(t, s)
		asterisk.Says(request("route", c.args...))
		asterisk.Reads(`SET VARIABLE "CALLFLOW_FLOW" "` + c.flow + `"`)
		asterisk.Says("200 result=1\n")
		asterisk.Reads(`SET VARIABLE "CALLFLOW_STATUS" "` + c.status + `"`)
		asterisk.Says("200 result=1\n")
		asterisk.SeesTheEnd()
	}
	stop(t, s)
	if !strings.Contains(log.String(), "on fire") {
		t.Errorf("the error is not in the log: %s", log)
	}
}
