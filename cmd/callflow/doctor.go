package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func doctorCommand() *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "look whether everything is there and works, and say what to do",
		Description: "Looks at the database, the folders, the programs, Asterisk and a running callflow. Nothing is changed.\n" +
			"Ends with status 1 when something fails.\n\nExample:\n   CALLFLOW_ARI_PASSWORD=secret callflow doctor",
		Flags: slices.Concat(asteriskFlags(), notifyFlags(), []cli.Flag{jsonFlag()}),
		Action: on(noDatabase, func(in *invocation) error {
			d := &doctor{in: in, findings: []diagnosis{}}
			d.database()
			d.folders()
			d.programs()
			d.asterisk()
			d.mail()
			d.server()
			return d.end()
		}),
	}
}

// diagnosis is what one look found, as JSON shows it.
type diagnosis struct {
	// State is ok, warn or fail.
	State string `json:"state"`
	What  string `json:"what"`
	// Found says what is there or not, Do what to do about it.
	Found string `json:"found"`
	Do    string `json:"do,omitempty"`
}

// doctor looks at one thing after another.
type doctor struct {
	in       *invocation
	findings []diagnosis
}

func (d *doctor) ok(what, found string, args ...any) {
	d.add("ok", what, fmt.Sprintf(found, args...), "")
}

func (d *doctor) warn(what, found, do string) { d.add("warn", what, found, do) }

func (d *doctor) fail(what, found, do string) { d.add("fail", what, found, do) }

// add notes a finding, and shows it at once: some looks take seconds.
func (d *doctor) add(state, what, found, do string) {
	d.findings = append(d.findings, diagnosis{state, what, found, do})
	if d.in.Bool("json") {
		return
	}
	o := d.in.out
	s := map[string]style{"ok": green, "warn": yellow, "fail": red}[state]
	line := clean(found)
	if do != "" {
		line += " – " + o.in(bold, clean(do))
	}
	o.printf("%s%s %s%s %s\n", o.in(s, state), strings.Repeat(" ", 4-len(state)), what, strings.Repeat(" ", max(1, 22-len(what))), line)
}

func (d *doctor) end() error {
	counts := map[string]int{}
	for _, f := range d.findings {
		counts[f.State]++
	}
	if d.in.Bool("json") {
		if err := d.in.out.json(d.findings); err != nil {
			return err
		}
	} else {
		d.in.out.printf("%d ok, %s, %d failed\n", counts["ok"], plural(counts["warn"], "warning"), counts["fail"])
	}
	if counts["fail"] > 0 {
		return errFound
	}
	return nil
}

// database looks at the file, and at what is in it.
func (d *doctor) database() {
	path := d.in.config.Database
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		d.warn("database", "there is no "+path+" yet", "the first import or start makes it; say with --db if it is elsewhere")
		return
	}
	s, err := store.Open(d.in.ctx, store.Options{Path: path, Logger: d.in.log, BusyTimeout: 2 * time.Second})
	if err != nil {
		var open *store.OpenError
		if errors.As(err, &open) {
			d.fail("database", open.Path, open.Advice)
			return
		}
		d.fail("database", err.Error(), "restore a backup, or choose another file with --db")
		return
	}
	defer s.Close()
	d.ok("database", "%s, schema %d", s.Path(), store.SchemaVersion())
	if err := d.numbers(s); err != nil {
		d.fail("numbers", err.Error(), "restore a backup of the database")
	}
	if err := d.sounds(s); err != nil {
		d.fail("sounds", err.Error(), "restore a backup of the database")
	}
}

// numbers looks for numbers that lead nowhere.
func (d *doctor) numbers(s *store.Store) error {
	all, err := s.Numbers(d.in.ctx, d.in.company, store.NumberFilter{})
	if err != nil {
		return err
	}
	var without []string
	for _, n := range all {
		if n.VoiceFlow == "" {
			without = append(without, n.Number)
		}
	}
	switch {
	case len(all) == 0:
		d.warn("numbers", "there are none", "add one: callflow number add NUMBER --flow FLOW")
	case len(without) > 0:
		shown := strings.Join(without[:min(5, len(without))], ", ")
		if len(without) > 5 {
			shown += ", …"
		}
		d.warn("numbers", fmt.Sprintf("%d of %d have no flow: %s", len(without), len(all), shown), "assign one: callflow number assign "+without[0]+" FLOW")
	default:
		d.ok("numbers", "%s, each with a flow", plural(len(all), "number"))
	}
	return nil
}

// sounds looks whether the library's files are there.
func (d *doctor) sounds(s *store.Store) error {
	all, err := s.AudioList(d.in.ctx, d.in.company)
	if err != nil {
		return err
	}
	for _, a := range all {
		if _, err := os.Stat(filepath.Join(d.in.config.SoundFolder(), a.File)); err != nil {
			d.fail("sounds", fmt.Sprintf("the file of audio:%s is not in %s", a.Name, d.in.config.SoundFolder()), "correct --data, or add the sound again: callflow audio add FILE --name "+a.Name)
			return nil
		}
	}
	d.ok("sounds", "%s in the library", plural(len(all), "sound"))
	return nil
}

// leastSpace is how much room a warning starts at, in bytes.
const leastSpace = 1 << 30

// folders looks whether sounds and recordings can be kept.
func (d *doctor) folders() {
	folder := d.in.config.DataFolder()
	existing := folder
	for {
		if _, err := os.Stat(existing); err == nil || existing == filepath.Dir(existing) {
			break
		}
		existing = filepath.Dir(existing)
	}
	probe, err := os.CreateTemp(existing, ".callflow-doctor-*")
	if err != nil {
		d.fail("data folder", fmt.Sprintf("%s cannot be written: %v", existing, err), "give this user the right to write there, or choose another folder with --data")
		return
	}
	probe.Close() // it is empty
	if err := os.Remove(probe.Name()); err != nil {
		d.warn("data folder", err.Error(), "remove "+probe.Name())
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(existing, &disk); err != nil {
		d.warn("data folder", "its free space is not known: "+err.Error(), "look with df "+existing)
		return
	}
	free := disk.Bavail * uint64(disk.Bsize)
	if free < leastSpace {
		d.warn("data folder", fmt.Sprintf("%s has %d MB left", folder, free>>20), "make room: an hour of recording takes 58 MB")
		return
	}
	d.ok("data folder", "%s can be written, %.1f GB free", folder, float64(free)/(1<<30))
}

// programs looks for what converts and speaks.
func (d *doctor) programs() {
	speech := "espeak-ng"
	if len(d.in.config.Speech) > 0 {
		speech = d.in.config.Speech[0]
	}
	for _, p := range []struct{ name, use, install string }{
		{"sox", "converts sounds", "install the packages sox and libsox-fmt-all"},
		{speech, "speaks texts", "install the package espeak-ng, or name another program with --speech-command"},
	} {
		if path, err := exec.LookPath(p.name); err != nil {
			d.fail(p.name, "is missing; it "+p.use, p.install)
		} else {
			d.ok(p.name, "%s", path)
		}
	}
}

// server asks a running callflow how it is.
func (d *doctor) server() {
	ctx, cancel := context.WithTimeout(d.in.ctx, 3*time.Second)
	defer cancel()
	address := "http://" + d.in.config.HTTP
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/readyz", nil)
	if err != nil {
		d.fail("callflow", "the address "+d.in.config.HTTP+" is none", "write HOST:PORT with --http")
		return
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		d.warn("callflow", "none answers at "+address, "start it: callflow serve; or say with --http where it is")
		return
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		d.fail("callflow", fmt.Sprintf("%s/readyz says %s", address, reply.Status), "read it: curl "+address+"/readyz; its log says more")
		return
	}
	d.ok("callflow", "runs and is ready at %s", address)
}
