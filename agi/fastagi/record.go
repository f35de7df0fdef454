package fastagi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"callflow/flowengine"
)

// recording is one recording of the call. What ends by silence is a command of
// its own, because only that hears silence; all others go on beside the call.
type recording struct {
	name    string
	finish  string // the keys that end it
	began   time.Time
	open    bool // it runs beside the call
	ended   bool // RecordEnded was told
	stop    bool // StopRecord came
	watched bool // by Asterisk, until silence or one of the keys
}

// recordingName is what Asterisk calls a recording of ours.
func recordingName(name string) string { return "agi-" + name }

// samples of a second of telephone sound.
const samples = 8000

// Record implements [flowengine.Call].
func (c *Call) Record(ctx context.Context, spec flowengine.RecordSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case !c.answered:
		return errors.New("recording a caller who was not answered")
	case c.records[spec.Name] != nil:
		return fmt.Errorf("the recording %q was begun before", spec.Name)
	}
	r := &recording{name: spec.Name, finish: spec.FinishOn}
	c.records[spec.Name] = r
	c.line.do(func() {
		c.hush()
		if spec.Silence > 0 {
			c.recordUntilSilence(r, spec)
			return
		}
		if spec.Beep {
			if reply, err := c.line.ask("STREAM FILE", "beep", ""); err != nil || reply.Result == "-1" {
				c.line.lost(err)
			}
		}
		// What the caller says, without what is played.
		if c.beginRecord(r, "", "r("+c.path(r.name)+")") && spec.Max > 0 {
			c.group.Go(func() { c.limit(r, spec.Max) })
		}
	})
	return nil
}

// path is where Asterisk puts a recording: among those that it gives out.
func (c *Call) path(name string) string {
	if c.spool == "" {
		reply, err := c.line.ask("GET FULL VARIABLE", "${ASTSPOOLDIR}")
		if err != nil || reply.Value == "" {
			c.line.lost(err)
			return recordingName(name) + ".wav"
		}
		c.spool = reply.Value
	}
	return c.spool + "/recording/" + recordingName(name) + ".wav"
}

func (c *Call) beginRecord(r *recording, file, options string) bool {
	if c.line.ctx.Err() != nil || !c.line.exec("MixMonitor", file+","+options) {
		c.tellRecord(r, flowengine.RecordEnded{Name: r.name, Failed: true})
		return false
	}
	c.mu.Lock()
	r.open, r.began = true, c.d.o.Clock.Now()
	stop := r.stop
	c.mu.Unlock()
	if stop {
		c.saveRecord(r)
	}
	return !stop
}

// limit ends a recording at its longest.
func (c *Call) limit(r *recording, longest time.Duration) {
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-timer.C:
		c.line.do(func() { c.saveRecord(r) })
	case <-c.over:
	}
}

// saveRecord ends a recording that goes on beside the call. It may have ended.
func (c *Call) saveRecord(r *recording) {
	c.mu.Lock()
	open := r.open
	r.open = false
	began := r.began
	c.mu.Unlock()
	if !open {
		return
	}
	// The file is whole when this has returned, also with a caller who has left.
	if _, err := c.line.after("EXEC", "StopMixMonitor", ""); err != nil {
		c.log.Warn().Err(err).Str("recording", r.name).Msg("ending a recording")
	}
	c.tellRecord(r, flowengine.RecordEnded{Name: r.name, Duration: c.d.o.Clock.Now().Sub(began)})
}

// recordUntilSilence records by a command that Asterisk ends.
func (c *Call) recordUntilSilence(r *recording, spec flowengine.RecordSpec) {
	c.mu.Lock()
	r.watched = true
	stop := r.stop
	c.mu.Unlock()
	if stop {
		c.tellRecord(r, flowengine.RecordEnded{Name: r.name, Failed: true})
		return
	}
	longest := "-1"
	if spec.Max > 0 {
		longest = milliseconds(spec.Max)
	}
	args := []string{strings.TrimSuffix(c.path(r.name), ".wav"), "wav", spec.FinishOn, longest, "0"}
	if spec.Beep {
		args = append(args, "BEEP")
	}
	args = append(args, fmt.Sprintf("s=%d", max(1, int((spec.Silence+time.Second-1)/time.Second))))
	owed, err := c.line.begin("RECORD FILE", args...)
	if err != nil {
		c.tellRecord(r, flowengine.RecordEnded{Name: r.name, Failed: true})
		return
	}
	// The reply of a recording that a hang-up ended comes with the hang-up.
	reply, err := owed.Wait(c.line.ctx)
	if err != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.line.ctx), 2*time.Second)
		defer cancel()
		reply, err = owed.Wait(ctx)
	}
	ended := flowengine.RecordEnded{Name: r.name, Duration: time.Duration(max(reply.EndPos, 0)) * time.Second / samples}
	ended.Failed = err != nil || reply.EndPos <= 0
	// The key that ended it was before its end, and so was the hang-up, of which the line learns after the reply.
	c.line.pressed(reply)
	c.tellRecord(r, ended)
}

func (c *Call) tellRecord(r *recording, e flowengine.RecordEnded) {
	c.left() // a recording that the hang-up ended is not told as ended before the call is
	c.mu.Lock()
	before := r.ended
	r.ended = true
	c.mu.Unlock()
	if !before {
		c.tell(e)
	}
}

// finishKey ends a recording whose finish key the caller has pressed.
func (c *Call) finishKey(from flowengine.Party, key byte) {
	if from != flowengine.Caller {
		return
	}
	for _, r := range c.openRecords() {
		if strings.IndexByte(r.finish, key) >= 0 {
			c.line.do(func() { c.saveRecord(r) })
		}
	}
}

func (c *Call) openRecords() (open []*recording) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.records {
		if r.open {
			open = append(open, r)
		}
	}
	return open
}

// StopRecord implements [flowengine.Call]. One that ends by silence goes on
// until Asterisk ends it.
func (c *Call) StopRecord(ctx context.Context, name string) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	r := c.records[name]
	if r != nil {
		r.stop = true
	}
	c.mu.Unlock()
	if r != nil {
		c.line.do(func() { c.saveRecord(r) })
	}
	return nil
}

// FetchRecording implements [flowengine.Call].
func (c *Call) FetchRecording(ctx context.Context, name string) (io.ReadCloser, error) {
	return c.d.o.Recordings.Open(ctx, recordingName(name))
}
