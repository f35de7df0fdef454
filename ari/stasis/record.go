package stasis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// recording is one recording of the call, running or ended.
type recording struct {
	name     string // the engine's
	id       string // Asterisk's
	bridge   bool   // of a conversation
	finish   string // the keys that end it
	watch    bool   // Asterisk does not watch for them itself
	finished bool   // one of them was pressed
	max      time.Duration
	beep     bool
	started  bool
	began    time.Time // on Asterisk's clock
	stopping bool
	ended    bool
	until    time.Time               // when to stop it, zero for never
	check    time.Time               // when to ask what has become of it, zero for never
	held     *flowengine.RecordEnded // not told yet: a conversation's is told after its LegEnded
	hold     time.Time               // when to tell what is held, zero for not by itself
	fetched  fetched                 // what was read to measure it
}

// beepLength is how long Asterisk's beep delays what is recorded.
const beepLength = 420 * time.Millisecond

func (c *Call) record(name string) *recording {
	for _, r := range c.records {
		if r.name == name {
			return r
		}
	}
	return nil
}

func (c *Call) addRecording(name string) *recording {
	r := &recording{name: name, id: c.d.names.recording(c.id, name)}
	c.records = append(c.records, r)
	return r
}

func (c *Call) recordsCaller() bool {
	return slices.ContainsFunc(c.records, func(r *recording) bool { return !r.bridge && !r.ended })
}

// recordingPends says that the end of a recording is still to be told.
func (c *Call) recordingPends() bool {
	return slices.ContainsFunc(c.records, func(r *recording) bool { return !r.ended })
}

// Record implements [flowengine.Call].
func (c *Call) Record(ctx context.Context, spec flowengine.RecordSpec) error {
	err := c.open(ctx)
	if c.resumed && errors.Is(err, flowengine.ErrHungUp) && c.record(spec.Name) == nil {
		// The caller left just now: what an earlier process began may still be on its way to the disk.
		r := c.addRecording(spec.Name)
		if !c.adopt(context.WithoutCancel(ctx), r) {
			r.ended = true
		}
	}
	if err != nil {
		return err
	}
	p := c.caller()
	switch {
	case c.record(spec.Name) != nil:
		return fmt.Errorf("the recording %q was begun before", spec.Name)
	case !p.up:
		return errors.New("recording a caller who was not answered")
	case p.bridged && !c.bridge.over:
		return errors.New("recording the caller in a conversation: that is for Bridge")
	}
	r := c.addRecording(spec.Name)
	r.max, r.beep, r.finish = spec.Max, spec.Beep, spec.FinishOn
	terminate := ari.ChannelRecordTerminateOnNone
	switch keys := spec.FinishOn; {
	case keys == "#" || keys == "*":
		terminate = keys
	case strings.Trim("0123456789*#", keys) == "":
		terminate = ari.ChannelRecordTerminateOnAny
	default:
		r.watch = true
	}
	if c.resumed && c.adopt(ctx, r) {
		return nil
	}
	if err := c.readyToRecord(ctx, p); err != nil {
		c.recordingGone(r)
		return err
	}
	err = c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Channels().Record(ctx, p.channel, ari.ChannelRecordParams{
			Name: r.id, Format: "wav", IfExists: ari.ChannelRecordIfExistsOverwrite, Beep: spec.Beep, TerminateOn: terminate,
			MaxDurationSeconds: wholeSeconds(spec.Max), MaxSilenceSeconds: wholeSeconds(spec.Silence),
		})
		return err
	})
	switch {
	case err == nil:
		return nil
	case ari.IsConflict(err):
		// The recording itself, asked for twice because the connection broke; or a caller who is leaving.
		if c.adopt(ctx, r) {
			return nil
		}
		c.recordingGone(r)
		return c.failed(ctx, err)
	case ari.IsNotFound(err), ari.Status(err) == 0:
		c.recordingGone(r)
		return c.failed(ctx, err)
	}
	c.log.Error().Err(err).Str("recording", spec.Name).
		Msg("Asterisk cannot record: look at its spool folder `recording`, and at the disk")
	c.recordingFailed(r)
	return nil
}

// readyToRecord ends what the caller hears: a recording waits in Asterisk for
// a prompt's end, and music would go on.
func (c *Call) readyToRecord(ctx context.Context, p *party) error {
	if err := c.leaveBridge(ctx, p); err != nil {
		return err
	}
	if err := c.stopAndWait(ctx, p); err != nil {
		return err
	}
	c.forgetIndication()
	if p.sound == silence {
		return nil // it goes on under the recording, and keeps RTP flowing
	}
	if err := c.hush(ctx, p); err != nil {
		return c.failed(ctx, err)
	}
	return nil
}

func wholeSeconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// adopt finds a recording that runs, or that has ended while nobody looked;
// false when there is none.
func (c *Call) adopt(ctx context.Context, r *recording) bool {
	var live *ari.LiveRecording
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		live, err = c.d.client.Recordings().GetLive(ctx, r.id)
		return err
	})
	if err == nil {
		r.started = live.State != ari.LiveRecordingStateQueued
		r.began = c.now() // when it really began is not told; Asterisk's own limit holds
		return true
	}
	if _, found := c.measure(r); found {
		c.recordingEnded(r.id, false, time.Time{})
		return true
	}
	return false
}

// recordingGone is a recording that was never begun.
func (c *Call) recordingGone(r *recording) {
	c.records = slices.DeleteFunc(c.records, func(other *recording) bool { return other == r })
}

func (c *Call) recordingFailed(r *recording) {
	r.ended = true
	c.tellRecording(r, flowengine.RecordEnded{Name: r.name, Failed: true})
}

func (c *Call) recordingStarted(ev *ari.RecordingStarted) {
	for _, r := range c.records {
		if r.id != ev.Recording.Name || r.started {
			continue
		}
		r.started = true
		r.began = ev.Timestamp.Time
		if r.max > 0 {
			// Asterisk's own limit is a second late.
			r.until = c.now().Add(r.max)
			if r.beep {
				r.until = r.until.Add(beepLength)
			}
		}
		if r.stopping {
			r.stopping = false
			c.stopRecording(r)
		}
	}
}

// finishKey notes a key that ends a recording. Asterisk watches for some by
// itself.
func (c *Call) finishKey(key string) {
	for _, r := range c.records {
		if r.ended || r.bridge || !strings.Contains(r.finish, key) {
			continue
		}
		r.finished = true
		if r.watch {
			c.stopRecording(r)
		}
	}
}

// StopRecord implements [flowengine.Call].
func (c *Call) StopRecord(ctx context.Context, name string) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	if r := c.record(name); r != nil && !r.ended {
		c.stopRecording(r)
	}
	return nil
}

// stopRecording ends a recording and keeps it. Asterisk takes a stop before the
// start for nothing; it is then given again when the recording has started.
func (c *Call) stopRecording(r *recording) {
	if r.stopping || r.ended {
		return
	}
	r.stopping = true
	if !r.started {
		r.check = c.now().Add(patience)
		return
	}
	err := c.ask(context.WithoutCancel(c.ctx), func(ctx context.Context) error { return c.d.client.Recordings().Stop(ctx, r.id) })
	if err != nil && !ari.IsNotFound(err) {
		c.log.Warn().Err(err).Str("recording", r.name).Msg("stopping a recording")
	}
	r.check = c.now().Add(patience)
}

// checkRecording asks what has become of a recording whose end is overdue.
func (c *Call) checkRecording(r *recording) {
	_, err := c.d.client.Recordings().GetLive(context.WithoutCancel(c.ctx), r.id)
	if err == nil {
		r.stopping, r.started = false, true
		c.stopRecording(r)
		return
	}
	c.recordingEnded(r.id, false, time.Time{})
}

// recordingEnded is the end of a recording. Whether there is one, and how long
// it is, tells the file: it may be none when nothing had been said.
func (c *Call) recordingEnded(id string, failed bool, at time.Time) {
	for _, r := range c.records {
		if r.id != id || r.ended {
			continue
		}
		r.ended = true
		r.until, r.check = time.Time{}, time.Time{}
		if !r.bridge {
			c.caller().quiet = c.now()
		}
		ended := flowengine.RecordEnded{Name: r.name, Failed: true}
		if length, found := c.measure(r); found && !failed {
			ended = flowengine.RecordEnded{Name: r.name, Duration: length}
		}
		c.tellRecording(r, ended)
	}
}

// tellRecording tells the end of a recording; of a conversation's, after that
// of the conversation. One that ended by itself may have ended because the
// caller hung up, and the engine should hear of that first.
func (c *Call) tellRecording(r *recording, ended flowengine.RecordEnded) {
	r.held = &ended
	switch {
	case c.departed():
		c.tellHeld(r)
	case r.bridge && c.bridge != nil && c.bridge.leg != nil && c.bridge.leg.bridged:
	case !r.bridge && !r.stopping && !r.finished:
		r.hold = c.now().Add(failHold)
	default:
		c.tellHeld(r)
	}
}

func (c *Call) tellHeld(r *recording) {
	c.tell(*r.held)
	r.held, r.hold = nil, time.Time{}
}

// measure is the length of a stored recording by its file: Asterisk tells whole
// seconds, with the beep. found is false when there is no file.
func (c *Call) measure(r *recording) (length time.Duration, found bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), 30*time.Second)
	defer cancel()
	file, err := c.d.client.Recordings().GetStoredFile(ctx, r.id)
	if err != nil {
		if !ari.IsNotFound(err) {
			c.log.Warn().Err(err).Str("recording", r.name).Msg("looking for a recording")
		}
		return 0, false
	}
	defer file.Close()
	n, err := r.fetched.read(file)
	if err != nil {
		c.log.Warn().Err(err).Str("recording", r.name).Msg("measuring a recording")
	}
	const header, second = 44, 16000 // a WAV file of 8 kHz and 16 bits, as Asterisk's format "wav" is
	return time.Duration(max(n-header, 0)) * time.Second / second, n > header
}

// FetchRecording implements [flowengine.Call].
func (c *Call) FetchRecording(ctx context.Context, name string) (io.ReadCloser, error) {
	if r := c.record(name); r != nil {
		if file := r.fetched.take(); file != nil {
			return file, nil
		}
	}
	c.stopLeft(ctx, name)
	stored := func(name string) (io.ReadCloser, error) {
		return c.d.client.Recordings().GetStoredFile(ctx, c.d.names.recording(c.id, name))
	}
	file, err := stored(name)
	if !ari.IsNotFound(err) {
		return file, err
	}
	left, err := stored(name + trackIn)
	if ari.IsNotFound(err) {
		return nil, flowengine.ErrNoRecording
	} else if err != nil {
		return nil, err
	}
	right, err := stored(name + trackOut)
	if err != nil {
		return nil, errors.Join(err, left.Close())
	}
	return joinStereo(left, right)
}
