package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// load is one run of SIPp.
type load struct {
	scenario string // ivr or hold
	number   string // what is dialled
	rate     float64
	calls    int
	hold     time.Duration // for hold: how long each call listens
	port     int           // for SIP; RTP goes to the port 20 above
	name     string        // of its files
}

// loadResult is what came of it.
type loadResult struct {
	Calls   int     `json:"calls"`
	Failed  int     `json:"failed"`
	Resent  int     `json:"resent"` // SIP messages that were sent again
	Seconds float64 `json:"seconds"`
}

// late says that SIPp could not start its calls in time: then the rate is not
// what was asked for.
func (r loadResult) late(l load) bool {
	return r.Seconds > float64(l.calls)/l.rate+10
}

// run places the calls and waits for their end.
func (l load) run(ctx context.Context, asterisk asteriskInfo, source, work string) (loadResult, error) {
	files := filepath.Join(work, l.name)
	statistics := files + ".csv"
	_ = os.Remove(statistics) // SIPp appends to what is there
	scenario, err := filepath.Abs(filepath.Join(source, l.scenario+".xml"))
	if err != nil {
		return loadResult{}, err
	}
	output, err := os.Create(files + ".log")
	if err != nil {
		return loadResult{}, err
	}
	defer output.Close()
	args := []string{
		asterisk.sip, "-sf", scenario, "-s", l.number, "-i", "127.0.0.1",
		"-p", strconv.Itoa(l.port), "-mp", strconv.Itoa(l.port + 20),
		"-r", strconv.FormatFloat(l.rate, 'f', -1, 64), "-rp", "1000", "-m", strconv.Itoa(l.calls), "-l", strconv.Itoa(l.calls),
		"-nostdin", "-trace_stat", "-stf", statistics, "-fd", "1", "-trace_err", "-error_file", files + ".errors",
	}
	if l.hold > 0 {
		args = append(args, "-d", strconv.FormatInt(l.hold.Milliseconds(), 10))
	}
	begin := time.Now()
	command := exec.CommandContext(ctx, "sipp", args...)
	command.Stdout, command.Stderr = output, output
	err = command.Run()
	took := time.Since(begin)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return loadResult{}, ctx.Err()
	case errors.As(err, &exit) && exit.ExitCode() == 1: // some calls failed
	case err != nil:
		return loadResult{}, fmt.Errorf("sipp: %w; see %s.log", err, files)
	}
	r, err := readStatistics(statistics)
	r.Seconds = took.Seconds()
	return r, err
}

// readStatistics reads the last line of what SIPp wrote.
func readStatistics(file string) (loadResult, error) {
	f, err := os.Open(file)
	if err != nil {
		return loadResult{}, fmt.Errorf("sipp wrote no statistics: %w", err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma = ';'
	table.FieldsPerRecord = -1
	names, err := table.Read()
	if err != nil {
		return loadResult{}, fmt.Errorf("%s: %w", file, err)
	}
	var last []string
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return loadResult{}, fmt.Errorf("%s: %w", file, err)
		}
		last = row
	}
	var r loadResult
	for name, into := range map[string]*int{"SuccessfulCall(C)": &r.Calls, "FailedCall(C)": &r.Failed, "Retransmissions(C)": &r.Resent} {
		found := false
		for i, n := range names {
			if strings.TrimSpace(n) == name && i < len(last) {
				if *into, err = strconv.Atoi(last[i]); err != nil {
					return loadResult{}, fmt.Errorf("%s: %s: %w", file, name, err)
				}
				found = true
			}
		}
		if !found {
			return loadResult{}, fmt.Errorf("%s has no column %s", file, name)
		}
	}
	r.Calls += r.Failed
	return r, nil
}
