package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"callflow/flowengine"
)

// hours are the params of a time node.
type hours struct {
	Timezone string `json:"timezone"`
	Slots    []slot `json:"slots"`
}

type slot struct {
	Name string   `json:"name"`
	Days []string `json:"days"`
	From string   `json:"from"`
	To   string   `json:"to"`
}

// writeFlows writes the sample twice: with hours that now is in, whatever the
// day, and with hours that now is outside of by half a day.
func writeFlows(sample, folder string) error {
	text, err := os.ReadFile(sample)
	if err != nil {
		return err
	}
	for file, change := range map[string]struct{ suffix, from, to string }{
		"main-line-open.json":   {"", "00:00", "24:00"},
		"main-line-closed.json": {", closed now", clock(12 * time.Hour), clock(12*time.Hour + time.Minute)},
	} {
		doc, findings := flowengine.ParseFlow(text)
		if len(findings) > 0 {
			return fmt.Errorf("%s: %s", sample, findings[0].Message)
		}
		flow := doc.Flow
		flow.Name += change.suffix
		if err := setHours(flow, change.from, change.to); err != nil {
			return fmt.Errorf("%s: %w", sample, err)
		}
		if os.Getenv("CALLFLOW_TRANSCRIBE_COMMAND") != "" {
			if err := transcribe(flow); err != nil {
				return fmt.Errorf("%s: %w", sample, err)
			}
		}
		out, err := json.MarshalIndent(flow, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, file), append(out, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// clock is the time of day that long from now, in UTC.
func clock(later time.Duration) string { return time.Now().UTC().Add(later).Format("15:04") }

// setHours gives the flow's time node one slot, "open", on every day.
func setHours(flow *flowengine.Flow, from, to string) error {
	for _, node := range flow.Nodes {
		if node.Type != "time" {
			continue
		}
		params, err := json.Marshal(hours{Timezone: "UTC", Slots: []slot{{Name: "open", Days: []string{"mon-sun"}, From: from, To: to}}})
		node.Params = params
		return err
	}
	return fmt.Errorf("the flow %q has no hours", flow.Name)
}

// transcribe lets messages be turned into text.
func transcribe(flow *flowengine.Flow) error {
	for _, node := range flow.Nodes {
		if node.Type != "voicemail" {
			continue
		}
		var params map[string]any
		if err := json.Unmarshal(node.Params, &params); err != nil {
			return err
		}
		params["transcribe"] = true
		var err error
		if node.Params, err = json.Marshal(params); err != nil {
			return err
		}
	}
	return nil
}
