package server

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"callflow/ari/stasis"
	"callflow/flowengine"
	"callflow/store"
	"callflow/web/api"
)

// leastSpace is how much room a warning starts at, in bytes.
const leastSpace = 1 << 30

// health is what `callflow doctor` looks at, as far as the running callflow
// knows it without asking Asterisk.
func (s *Server) health(ctx context.Context, company string) []api.HealthCheck {
	var all []api.HealthCheck
	look := func(what string, err error, found, do string) {
		c := api.HealthCheck{State: "ok", What: what, Found: found}
		if err != nil {
			c = api.HealthCheck{State: "fail", What: what, Found: err.Error(), Do: do}
		}
		all = append(all, c)
	}
	warn := func(what, found, do string) {
		all = append(all, api.HealthCheck{State: "warn", What: what, Found: found, Do: do})
	}
	look("database", s.store.Ping(ctx), fmt.Sprintf("%s, schema %d", s.store.Path(), store.SchemaVersion()), "look into callflow's log; restore a backup if the file is damaged")
	look("history", s.historyWritten(ctx), "is written", "make room on the disk of the database")
	look("Asterisk", s.connected(ctx), "is connected at "+s.cfg.ARI, "start Asterisk; run callflow doctor to see what is wrong with it")
	look("events", s.notStalled(ctx), "are read as they come", "restart callflow")
	var disk syscall.Statfs_t
	switch err := syscall.Statfs(s.cfg.DataFolder(), &disk); {
	case err != nil:
		warn("disk", err.Error(), "look with df "+s.cfg.DataFolder())
	case disk.Bavail*uint64(disk.Bsize) < leastSpace:
		warn("disk", fmt.Sprintf("%s has %d MB left", s.cfg.DataFolder(), disk.Bavail*uint64(disk.Bsize)>>20), "make room: an hour of recording takes 58 MB")
	default:
		look("disk", nil, fmt.Sprintf("%.1f GB free in %s", float64(disk.Bavail*uint64(disk.Bsize))/(1<<30), s.cfg.DataFolder()), "")
	}
	speech := "espeak-ng"
	if len(s.cfg.Speech) > 0 {
		speech = s.cfg.Speech[0]
	}
	for _, p := range [][2]string{{"sox", "install the packages sox and libsox-fmt-all"}, {speech, "install the package espeak-ng, or name another program with --speech-command"}} {
		path, err := exec.LookPath(p[0])
		look(filepath.Base(p[0]), err, path, p[1])
	}
	if s.cfg.Outbox.SMTP.Server == "" {
		warn("mail", "no mail server is set, so that mails wait in the outbox", "set --smtp-server and --smtp-from, if messages are to go out by mail")
	} else {
		look("mail", nil, "goes by "+s.cfg.Outbox.SMTP.Server, "")
	}
	s.companyHealth(ctx, company, look, warn)
	return all
}

// companyHealth looks at what people have to do.
func (s *Server) companyHealth(ctx context.Context, company string, look func(string, error, string, string), warn func(string, string, string)) {
	const damaged = "look into callflow's log"
	switch dead, err := s.store.CountDeadLetters(ctx, company); {
	case err != nil:
		look("outbox", err, "", damaged)
	case dead > 0:
		warn("outbox", fmt.Sprintf("%d letters could not be delivered", dead), "look at them in the outbox; send them again, or drop them")
	default:
		look("outbox", nil, "everything was delivered, or waits for its turn", "")
	}
	switch silent, err := s.store.Numbers(ctx, company, store.NumberFilter{Unassigned: true, Limit: 6}); {
	case err != nil:
		look("numbers", err, "", damaged)
	case len(silent) > 0:
		names := make([]string, len(silent))
		for i, n := range silent {
			names[i] = n.Number
		}
		if len(names) > 5 {
			names[5] = "…"
		}
		warn("numbers", "some have no flow, and receive nothing: "+strings.Join(names, ", "), "give each a flow")
	default:
		look("numbers", nil, "each has a flow", "")
	}
}

// conferences are a company's rooms in which somebody talks.
func (s *Server) conferences(ctx context.Context, company string) ([]api.Conference, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	bridges, err := s.client.Bridges().List(ctx)
	if err != nil {
		return nil, api.NewProblem(503, "asterisk", "Asterisk does not say which conferences go on: "+err.Error())
	}
	rooms := []api.Conference{}
	for _, b := range bridges {
		name, ok := stasis.RoomName(s.cfg.App, b.ID)
		if room, mine := strings.CutPrefix(name, flowengine.RoomName(company, "")); ok && mine && len(b.Channels) > 0 {
			rooms = append(rooms, api.Conference{Room: room, Joined: len(b.Channels), Channels: b.Channels})
		}
	}
	return rooms, nil
}
