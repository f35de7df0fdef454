package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"callflow/flowengine/flowtest"
)

// clock is a time as people read it, in the machine's zone.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

// length is a length of time as people read it: 0:42, 12:05, 1:02:03.
func length(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// parseWhen reads a moment in the past: 2026-07-01, 2026-07-01 10:00, RFC
// 3339, today, yesterday, or how long ago: 90m, 2h, 3d.
func parseWhen(flag, text string, now time.Time) (time.Time, error) {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "":
		return time.Time{}, nil
	case "now":
		return now, nil
	case "today":
		return midnight, nil
	case "yesterday":
		return midnight.AddDate(0, 0, -1), nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, now.Location()); err == nil {
		return t, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	t, err := flowtest.ParseTime(text, "UTC")
	if err != nil {
		return t, usagef("--%s %q is no time; write 2026-07-01, \"2026-07-01 10:00\", yesterday, 2h or 3d", flag, text)
	}
	return t, nil
}

// seconds are a length of time for JSON.
func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }
