package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
)

// pagesResult is what open pages were told during a measurement.
type pagesResult struct {
	Open   int   `json:"open"`
	Events int64 `json:"events"` // all of them together
	LetGo  int64 `json:"let_go"` // streams that callflow ended, because they read too slowly
	Resets int64 `json:"resets"` // how often a page was told that it missed something
}

// pages are pages of the console that are open and follow all calls. Their
// reading is done in this process, on the same machine.
type pages struct {
	opened                int
	events, letGo, resets atomic.Int64
	cancel                context.CancelFunc
	group                 sync.WaitGroup
}

// open opens pages, which have all been answered when it returns.
func (b *bench) open(ctx context.Context, n int) (*pages, error) {
	ctx, cancel := context.WithCancel(ctx)
	p := &pages{opened: n, cancel: cancel}
	for range n {
		if err := p.follow(ctx, "http://"+b.asterisk.http+"/api/v1/events", b.token); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// follow opens one page's stream and reads it in the background.
func (p *pages) follow(ctx context.Context, url, token string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 1000)) // only for the message
		resp.Body.Close()
		return fmt.Errorf("%s: %s: %s", url, resp.Status, text)
	}
	p.group.Go(func() {
		defer resp.Body.Close()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			name, event := strings.CutPrefix(lines.Text(), "event: ")
			if event {
				p.events.Add(1)
			}
			if name == "reset" {
				p.resets.Add(1)
			}
		}
		if ctx.Err() == nil {
			p.letGo.Add(1)
		}
	})
	return nil
}

// close closes the pages and tells what they were told.
func (p *pages) close() *pagesResult {
	p.cancel()
	p.group.Wait()
	return &pagesResult{Open: p.opened, Events: p.events.Load(), LetGo: p.letGo.Load(), Resets: p.resets.Load()}
}

// newToken makes a token by which pages may follow calls.
func (b *bench) newToken(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, b.settings.callflow, "--db", b.database(), "token", "add", "pages").Output()
	if err != nil {
		return fmt.Errorf("callflow token add: %w", err)
	}
	lines := strings.Fields(string(out))
	b.token = lines[len(lines)-1]
	return nil
}
