package doctor

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"callflow/wording"
)

// LeastSpace is how much room a warning starts at, in bytes.
const LeastSpace = 1 << 30

// writeAccess is what access(2) is asked for: W_OK.
const writeAccess = 2

// folders looks whether sounds and recordings can be kept.
func (l *look) folders() {
	existing := l.Data
	for {
		if _, err := os.Stat(existing); err == nil || existing == filepath.Dir(existing) {
			break
		}
		existing = filepath.Dir(existing)
	}
	if err := syscall.Access(existing, writeAccess); err != nil {
		l.fail("data folder", say("%s cannot be written: %v", existing, err), say("give this user the right to write there, or choose another folder with --data"))
		return
	}
	free, _, err := Space(existing)
	switch {
	case err != nil:
		l.warn("data folder", say("its free space is not known: %v", err), say("look with df %s", existing))
	case free < LeastSpace:
		l.warn("data folder", say("%s has %d MB left", l.Data, free>>20), say("make room: an hour of recording takes 58 MB"))
	default:
		l.ok("data folder", "%s can be written, %.1f GB free", l.Data, float64(free)/(1<<30))
	}
}

// Space is how many bytes of a folder's disk are free for callflow, and how many
// it has.
func Space(folder string) (free, total uint64, err error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		return 0, 0, fmt.Errorf("ask for the space at %s: %w", folder, err)
	}
	return disk.Bavail * uint64(disk.Bsize), disk.Blocks * uint64(disk.Bsize), nil
}

// programs looks for what converts and speaks.
func (l *look) programs() {
	speech := l.Speech
	if speech == "" {
		speech = "espeak-ng"
	}
	for _, p := range []struct {
		name          string
		missing, find wording.Phrase
	}{
		{"sox", say("is missing; it converts sounds"), say("install the packages sox and libsox-fmt-all")},
		{speech, say("is missing; it speaks texts"), say("install the package espeak-ng, or name another program with --speech-command")},
	} {
		if path, err := exec.LookPath(p.name); err != nil {
			l.fail(p.name, p.missing, p.find)
		} else {
			l.ok(p.name, "%s", path)
		}
	}
}

// server asks a running callflow how it is.
func (l *look) server() {
	ctx, cancel := context.WithTimeout(l.ctx, 3*time.Second)
	defer cancel()
	address := "http://" + l.HTTP
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/readyz", nil)
	if err != nil {
		l.fail("callflow", say("the address %s is none", l.HTTP), say("write HOST:PORT with --http"))
		return
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		l.warn("callflow", say("none answers at %s", address), say("start it: callflow serve; or say with --http where it is"))
		return
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		l.fail("callflow", say("%s/readyz says %s", address, reply.Status), say("read it: curl %s/readyz; its log says more", address))
		return
	}
	l.ok("callflow", "runs and is ready at %s", address)
}
