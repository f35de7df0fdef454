package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// program is one of the applications that are measured.
type program struct {
	command *exec.Cmd
	log     string
	done    chan struct{} // closed when it has ended
}

// launch starts a program; its output goes to a file.
func launch(log string, environment []string, name string, args ...string) (*program, error) {
	file, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	p := &program{command: exec.Command(name, args...), log: log, done: make(chan struct{})}
	p.command.Env = append(os.Environ(), environment...)
	p.command.Stdout, p.command.Stderr = file, file
	// Ctrl-C is for this process, which then ends the others in order.
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		_ = p.command.Wait() // how it ended is in its log
		close(p.done)
	}()
	return p, nil
}

func (p *program) pid() int { return p.command.Process.Pid }

// said says whether the program has printed that text.
func (p *program) said(text string) bool {
	output, err := os.ReadFile(p.log)
	return err == nil && bytes.Contains(output, []byte(text))
}

// end stops the program: by its own wish first, then by force.
func (p *program) end() {
	_ = p.command.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-p.done:
	case <-time.After(15 * time.Second):
		_ = p.command.Process.Kill() // likewise
		<-p.done
	}
}

// answersReady asks callflow whether it takes calls.
func answersReady(ctx context.Context, addr string) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}
