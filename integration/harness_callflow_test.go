//go:build integration

package integration

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/media"
	"callflow/store"
)

// callflow is one installation with its own database: a process that can be killed and started again.
type callflow struct {
	folder   string
	http     string // its address
	ari      string // Asterisk's, as this callflow knows it
	password string
	app      string
	binary   string
	more     []string // further flags

	store    *store.Store // the same database, seen from here
	library  *media.Library
	registry *flowengine.Registry
	log      *logbook
	logFile  *os.File
	sounds   sync.Mutex
	tones    map[tone]media.Sound

	process *exec.Cmd
	exited  chan struct{} // closed when the process has ended
	status  int
	began   time.Time // when the process was started
}

// tone is a sound that a phone recognises.
type tone struct {
	hertz int
	d     time.Duration
}

// install makes an installation that does not run yet.
func install() (c *callflow, err error) {
	c = &callflow{
		ari: asterisk.env["ASTERISK_ARI_URL"], password: asterisk.env["ASTERISK_ARI_PASSWORD"],
		app: asterisk.env["ASTERISK_APP"], binary: binary, tones: map[tone]media.Sound{},
	}
	if c.folder, err = os.MkdirTemp(scratch, "callflow-"); err != nil {
		return nil, err
	}
	if c.http, err = freeAddress(); err != nil {
		return nil, err
	}
	if c.logFile, err = os.Create(filepath.Join(c.folder, "log")); err != nil {
		return nil, err
	}
	c.log = newLogbook(c.logFile)
	if c.store, err = store.Open(context.Background(), store.Options{Path: c.database()}); err != nil {
		return nil, err
	}
	if c.library, err = media.NewLibrary(media.LibraryOptions{Dir: filepath.Join(c.data(), "sounds")}); err != nil {
		return nil, err
	}
	c.registry, err = nodes.Registry()
	return c, err
}

func (c *callflow) database() string { return filepath.Join(c.folder, "callflow.db") }
func (c *callflow) data() string     { return filepath.Join(c.folder, "data") }

// freeAddress is a TCP address on which nobody listens. It stays free until somebody does: connections begin at 127.0.0.1, and
// take one of its ports each.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// command is callflow's command line, with the environment that it needs.
func (c *callflow) command(arguments ...string) *exec.Cmd {
	command := exec.Command(c.binary, arguments...)
	command.Dir = c.folder
	command.Env = append(os.Environ(), "CALLFLOW_ARI_PASSWORD="+c.password, "CALLFLOW_DB="+c.database(), "CALLFLOW_DATA="+c.data(), "GORACE=halt_on_error=1")
	return command
}

func (c *callflow) serveFlags() []string {
	return append([]string{
		"serve", "--ari", c.ari, "--ari-user", asterisk.env["ASTERISK_ARI_USER"],
		"--app", c.app, "--http", c.http, "--agi", "127.0.0.1:0", "--transport", transport(),
	}, c.more...)
}

// launch starts the process and does not wait for what becomes of it.
func (c *callflow) launch() error {
	c.process = c.command(c.serveFlags()...)
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	c.process.Stdout, c.process.Stderr = write, write
	c.began = time.Now()
	err = c.process.Start()
	write.Close()
	if err != nil {
		read.Close()
		c.process = nil
		return err
	}
	process, exited := c.process, make(chan struct{})
	c.exited = exited
	go func() {
		defer close(exited)
		defer read.Close()
		c.log.read(read)
		_ = process.Wait() // the status is what matters
		c.status = process.ProcessState.ExitCode()
	}()
	return nil
}

// start starts the process and waits until it takes calls.
func (c *callflow) start() error {
	if err := c.launch(); err != nil {
		return err
	}
	return c.ready()
}

// ready waits until the process takes calls.
func (c *callflow) ready() error {
	return eventually(3*patience, func() error {
		select {
		case <-c.exited:
			return fmt.Errorf("callflow ended with status %d; %s", c.status, c.lastLines())
		default:
		}
		_, err := c.get("/readyz")
		return err
	})
}

// get asks callflow's HTTP server.
func (c *callflow) get(path string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.http+path, nil)
	if err != nil {
		return "", err
	}
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s: %s", path, response.Status, body)
	}
	return string(body), err
}

func (c *callflow) running() bool {
	if c.process == nil {
		return false
	}
	select {
	case <-c.exited:
		return false
	default:
		return true
	}
}

func (c *callflow) signal(s syscall.Signal) error {
	if !c.running() {
		return errors.New("callflow does not run")
	}
	return c.process.Process.Signal(s)
}

// freeze stops the process as SIGSTOP does, and waits until each of its threads has: on a busy machine they go on for a while.
func (c *callflow) freeze() error {
	if err := c.signal(syscall.SIGSTOP); err != nil {
		return err
	}
	return eventually(patience, func() error {
		threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", c.process.Process.Pid))
		if err != nil || len(threads) == 0 {
			return fmt.Errorf("callflow has no threads: %v", err)
		}
		for _, file := range threads {
			stat, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			// After the name, which is in brackets and may have any byte in it.
			if _, state, _ := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" ")); !bytes.HasPrefix(state, []byte("T")) {
				return fmt.Errorf("a thread of callflow goes on after SIGSTOP: %s", stat)
			}
		}
		return nil
	})
}

// awaitExit returns the exit status.
func (c *callflow) awaitExit(d time.Duration) (int, error) {
	select {
	case <-c.exited:
		return c.status, nil
	case <-time.After(d):
		return 0, fmt.Errorf("callflow did not end within %s; %s", d, c.lastLines())
	}
}

// stop ends what runs, in order, and closes the installation. It may be called for one that was never made.
func (c *callflow) stop() error {
	if c == nil {
		return nil
	}
	var errs []error
	if c.running() {
		errs = append(errs, c.signal(syscall.SIGCONT), c.signal(syscall.SIGTERM))
		status, err := c.awaitExit(3 * patience)
		if errs = append(errs, err); err != nil {
			_ = c.process.Process.Kill()
			<-c.exited
		} else if status != 0 {
			errs = append(errs, fmt.Errorf("callflow ended with status %d after SIGTERM; %s", status, c.lastLines()))
		}
	}
	return errors.Join(append(errs, c.store.Close(), c.noteOutcomes(), c.logFile.Close())...)
}

// lastLines are the end of the log, for a test that failed.
func (c *callflow) lastLines() string {
	const most = 60
	var b strings.Builder
	entries := c.log.since(max(0, c.log.count()-most), func(entry) bool { return true })
	for _, e := range entries {
		fmt.Fprintln(&b, e.at.Format("15:04:05.000"), e.raw)
	}
	return "its log ends:\n" + b.String()
}

// sound puts a tone into the library.
func (c *callflow) sound(t testing.TB, hertz int, d time.Duration) media.Sound {
	t.Helper()
	c.sounds.Lock()
	defer c.sounds.Unlock()
	key := tone{hertz, d}
	if s, ok := c.tones[key]; ok {
		return s
	}
	s, err := c.library.Add(context.Background(), bytes.NewReader(media.Tone(float64(hertz), d)), fmt.Sprintf("%d Hz", hertz))
	if err != nil {
		t.Fatal(err)
	}
	c.tones[key] = s
	return s
}

// cli gives the command line a command and returns what it prints.
func (c *callflow) cli(t testing.TB, arguments ...string) string {
	t.Helper()
	out, err := c.command(arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("callflow %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return string(out)
}
