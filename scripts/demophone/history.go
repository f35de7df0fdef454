package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"callflow/integration/phone"
)

// expectation is what the history has to say about a call.
type expectation struct {
	path     []string // each step as "node outcome"
	outcome  string
	answered string // who talked to the caller
	message  string // the box in which a message is left
}

// call is as much of `callflow call show --json` as is looked at.
type call struct {
	ID       string    `json:"id"`
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended"`
	Outcome  string    `json:"outcome"`
	Why      string    `json:"why"`
	Answered string    `json:"answered_by"`
	Steps    []struct {
		Node    string `json:"node"`
		Outcome string `json:"outcome"`
	} `json:"steps"`
}

// message is as much of `callflow voicemail list --json` as is looked at.
type message struct {
	ID        int64  `json:"id"`
	Box       string `json:"box"`
	Recording struct {
		Call    string  `json:"call"`
		Seconds float64 `json:"duration_s"`
	} `json:"recording"`
}

// callflow runs a command of the CLI. Which database and folder it works on
// stands in the environment.
func callflow(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, os.Getenv("CALLFLOW_BIN"), args...)
}

// ask runs a command and decodes the JSON that it prints.
func ask(ctx context.Context, into any, args ...string) error {
	command := callflow(ctx, args...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err == nil {
		err = json.Unmarshal(out, into)
	}
	if err != nil {
		return fmt.Errorf("callflow %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// findCall waits for the caller's call to have ended, and returns its id.
func findCall(ctx context.Context, from string, since time.Time) (string, error) {
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		var calls []call
		if err := ask(ctx, &calls, "call", "list", "--caller", from, "--limit", "1", "--json"); err != nil {
			return "", err
		}
		if len(calls) == 1 && calls[0].Started.After(since.Add(-time.Second)) && !calls[0].Ended.IsZero() {
			return calls[0].ID, nil
		}
		if time.Now().After(deadline) {
			return "", fmt.Errorf("the history has no finished call from %s", from)
		}
	}
}

func showTrace(ctx context.Context, id string) error {
	command := callflow(ctx, "call", "trace", id)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("callflow call trace %s: %w", id, err)
	}
	return nil
}

// compare says what in the history is not as expected.
func (e expectation) compare(ctx context.Context, id string) (failures []string, err error) {
	var c call
	if err := ask(ctx, &c, "call", "show", id, "--json"); err != nil {
		return nil, err
	}
	got := make([]string, len(c.Steps))
	for i, s := range c.Steps {
		got[i] = s.Node + " " + s.Outcome
	}
	if !slices.Equal(got, e.path) {
		failures = append(failures, fmt.Sprintf("its way was %s; it should be %s", strings.Join(got, " → "), strings.Join(e.path, " → ")))
	}
	if c.Outcome != e.outcome {
		failures = append(failures, fmt.Sprintf("it ended as %q (%s); it should be %q", c.Outcome, c.Why, e.outcome))
	}
	if c.Answered != e.answered {
		failures = append(failures, fmt.Sprintf("the caller talked to %q; it should be %q", c.Answered, e.answered))
	}
	if err := e.checkMessage(ctx, id); err != nil {
		failures = append(failures, err.Error())
	}
	return failures, nil
}

// checkMessage looks for the message of the call, and listens to it.
func (e expectation) checkMessage(ctx context.Context, id string) (err error) {
	var messages []message
	if err := ask(ctx, &messages, "voicemail", "list", "--json"); err != nil {
		return err
	}
	messages = slices.DeleteFunc(messages, func(m message) bool { return m.Recording.Call != id })
	switch {
	case e.message == "" && len(messages) == 0:
		return nil
	case e.message == "":
		return fmt.Errorf("there is a message in %s; there should be none", messages[0].Box)
	case len(messages) != 1:
		return fmt.Errorf("there are %d messages of this call; there should be one", len(messages))
	case messages[0].Box != e.message:
		return fmt.Errorf("the message is in %s; it should be in %s", messages[0].Box, e.message)
	}
	folder, err := os.MkdirTemp("", "demophone-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	file := filepath.Join(folder, "message.wav")
	if out, err := callflow(ctx, "voicemail", "save", fmt.Sprint(messages[0].ID), file).CombinedOutput(); err != nil {
		return fmt.Errorf("saving the message: %w: %s", err, out)
	}
	pcm, err := phone.LoadWAV(file)
	if err != nil {
		return err
	}
	loud := loudSeconds(pcm)
	fmt.Printf("  Message %d for %s: %.1f s, of which %.1f s are speech.\n", messages[0].ID, messages[0].Box, messages[0].Recording.Seconds, loud)
	if loud < 1 {
		return errors.New("the message is all but silent")
	}
	return nil
}

// loudSeconds is how long a sound is louder than a quiet room.
func loudSeconds(pcm []int16) float64 {
	const frame = 160 // 20 ms
	loud := 0
	for ; len(pcm) >= frame; pcm = pcm[frame:] {
		sum := 0.0
		for _, s := range pcm[:frame] {
			sum += float64(s) * float64(s)
		}
		if math.Sqrt(sum/frame) > 300 {
			loud++
		}
	}
	return float64(loud) * 0.02
}
