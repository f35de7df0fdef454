package stasis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// monitor is a recording of the whole call. What is recorded is not the
// caller's channel, which a bridge and a message have to themselves, but a
// channel that listens to it: one for both directions, or one for each. In a
// conference it is the bridge: what listens there to a caller whose telephone
// sends nothing can miss all that the others say.
type monitor struct {
	name   string
	tracks []*track
}

// track is one of the channels that listen, or a room's bridge, and its recording.
type track struct {
	room    string // the bridge, "" for a channel that listens
	snoop   string // the channel
	spy     string // what it listens to
	record  string // Asterisk's name of the recording
	there   bool   // the channel is in the application
	running bool
	ended   bool
	length  time.Duration // in whole seconds
	check   time.Time     // when to ask what has become of it, zero for never
}

var _ flowengine.Monitor = (*Call)(nil)

// The tracks of a stereo recording.
const (
	trackIn  = ".in"
	trackOut = ".out"
)

func (c *Call) newMonitor(m flowengine.MonitorSpec) *monitor {
	add := func(suffix, spy string) *track {
		name := m.Name + suffix
		return &track{snoop: c.d.names.snoop(c.id, name), record: c.d.names.recording(c.id, name), spy: spy}
	}
	if m.Room != "" {
		return &monitor{name: m.Name, tracks: []*track{{room: c.d.names.roomBridge(m.Room), record: c.d.names.recording(c.id, m.Name)}}}
	}
	if m.Stereo {
		return &monitor{name: m.Name, tracks: []*track{
			add(trackIn, ari.ChannelSnoopChannelWithIDSpyIn), add(trackOut, ari.ChannelSnoopChannelWithIDSpyOut),
		}}
	}
	return &monitor{name: m.Name, tracks: []*track{add("", ari.ChannelSnoopChannelWithIDSpyBoth)}}
}

func (m *monitor) ended() bool {
	return !slices.ContainsFunc(m.tracks, func(t *track) bool { return !t.ended })
}

// monitored is the monitor of that name, or nil.
func (c *Call) monitored(name string) *monitor {
	for _, m := range c.monitors {
		if m.name == name {
			return m
		}
	}
	return nil
}

// track is the one with that recording or channel, and its monitor.
func (c *Call) track(fits func(t *track) bool) (*monitor, *track) {
	for _, m := range c.monitors {
		for _, t := range m.tracks {
			if fits(t) {
				return m, t
			}
		}
	}
	return nil, nil
}

// Monitor implements [flowengine.Monitor].
func (c *Call) Monitor(ctx context.Context, spec flowengine.MonitorSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	switch {
	case !c.caller().up:
		return errors.New("recording a call that was not answered")
	case c.monitored(spec.Name) != nil:
		return fmt.Errorf("the recording %q was begun before", spec.Name)
	case slices.ContainsFunc(c.monitors, func(m *monitor) bool { return !m.ended() }):
		return fmt.Errorf("recording the call as %q: it is recorded already", spec.Name)
	}
	m := c.newMonitor(spec)
	c.monitors = append(c.monitors, m)
	for _, t := range m.tracks {
		if err := c.startTrack(ctx, m, t); err != nil {
			c.stopMonitor(m)
			for _, t := range m.tracks {
				t.ended = true // nobody waits for what was not begun
			}
			return c.failed(ctx, err)
		}
	}
	return nil
}

// startTrack listens and records, or attaches to what an earlier process began.
func (c *Call) startTrack(ctx context.Context, m *monitor, t *track) error {
	if c.resumed {
		live, err := c.d.client.Recordings().GetLive(context.WithoutCancel(ctx), t.record)
		switch {
		case err == nil:
			t.there, t.running = true, live.State != ari.LiveRecordingStateQueued
			return nil
		case !ari.IsNotFound(err):
			return err
		}
		if _, err := c.d.client.Recordings().GetStored(context.WithoutCancel(ctx), t.record); err == nil {
			c.trackEnded(m, t)
			return nil
		}
	}
	record := c.recordSnoop
	if t.room != "" {
		record = c.recordRoom
	}
	if err := record(ctx, t); err != nil && !ari.IsConflict(err) { // a conflict is the recording itself, asked for twice
		return err
	}
	// A recording that has not started can be neither silenced nor stopped.
	if !c.await(ctx, patience, func() bool { return t.running || t.ended || c.departed() }) && ctx.Err() == nil {
		return errors.New("asterisk did not start to record")
	}
	return nil
}

// recordSnoop has a channel listen to the caller, and records that.
func (c *Call) recordSnoop(ctx context.Context, t *track) error {
	err := c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Channels().SnoopChannelWithID(ctx, c.caller().channel, t.snoop, ari.ChannelSnoopChannelWithIDParams{
			Spy: t.spy, App: c.d.client.App(), AppArgs: "snoop," + c.id,
		})
		return err
	})
	if err != nil && !ari.IsConflict(err) { // a conflict is the channel itself, asked for twice or by an earlier process
		return err
	}
	if err == nil && !c.await(ctx, patience, func() bool { return t.there || c.departed() }) {
		return errors.New("the channel that listens did not arrive")
	}
	return c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Channels().Record(ctx, t.snoop, ari.ChannelRecordParams{
			Name: t.record, Format: "wav", IfExists: ari.ChannelRecordIfExistsOverwrite,
		})
		return err
	})
}

// recordRoom records what is said in a conference.
func (c *Call) recordRoom(ctx context.Context, t *track) error {
	return c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Bridges().Record(ctx, t.room, ari.BridgeRecordParams{
			Name: t.record, Format: "wav", IfExists: ari.BridgeRecordIfExistsOverwrite,
		})
		return err
	})
}

// PauseMonitor implements [flowengine.Monitor]. It is not ARI's mute, which
// would keep the time line: in Asterisk that toggles, and after the first time
// it may do nothing and still say that it did.
func (c *Call) PauseMonitor(ctx context.Context, name string) error {
	return c.eachTrack(ctx, name, c.d.client.Recordings().Pause)
}

// ResumeMonitor implements [flowengine.Monitor].
func (c *Call) ResumeMonitor(ctx context.Context, name string) error {
	return c.eachTrack(ctx, name, c.d.client.Recordings().Unpause)
}

func (c *Call) eachTrack(ctx context.Context, name string, do func(ctx context.Context, recording string) error) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	m := c.monitored(name)
	if m == nil {
		return nil
	}
	for _, t := range m.tracks {
		if t.ended {
			continue
		}
		err := c.ask(ctx, func(ctx context.Context) error { return do(ctx, t.record) })
		if err != nil && !ari.IsNotFound(err) {
			return err
		}
	}
	return nil
}

// StopMonitor implements [flowengine.Monitor].
func (c *Call) StopMonitor(ctx context.Context, name string) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	if m := c.monitored(name); m != nil {
		c.stopMonitor(m)
	}
	return nil
}

// stopMonitor ends the recordings: the channels that listen, and a room's itself.
func (c *Call) stopMonitor(m *monitor) {
	for _, t := range m.tracks {
		if !t.ended {
			c.stopTrack(m, t)
		}
	}
}

func (c *Call) stopTrack(m *monitor, t *track) {
	t.check = c.now().Add(patience)
	err := c.ask(context.WithoutCancel(c.ctx), func(ctx context.Context) error {
		if t.room != "" {
			return c.d.client.Recordings().Stop(ctx, t.record)
		}
		return c.d.client.Channels().Hangup(ctx, t.snoop, ari.ChannelHangupParams{})
	})
	if err != nil && !ari.IsNotFound(err) {
		c.log.Warn().Err(err).Str("recording", m.name).Msg("ending the recording of a call")
	}
}

// stopLeft ends the recording of a conference that an earlier process began,
// for a caller who has left meanwhile: others may be in it still.
func (c *Call) stopLeft(ctx context.Context, name string) {
	if !c.resumed || c.monitored(name) != nil || c.record(name) != nil {
		return
	}
	id := c.d.names.recording(c.id, name)
	live, err := c.d.client.Recordings().GetLive(ctx, id)
	if err != nil || !strings.HasPrefix(live.TargetURI, "bridge:") {
		return // what listens to a caller ends with the caller
	}
	m := &monitor{name: name, tracks: []*track{{room: strings.TrimPrefix(live.TargetURI, "bridge:"), record: id, running: true}}}
	c.monitors = append(c.monitors, m)
	c.stopMonitor(m)
	c.await(ctx, patience, m.ended)
}

// monitorStarted notes that a channel listens; false for another one's arrival.
func (c *Call) monitorStarted(channel string) bool {
	_, t := c.track(func(t *track) bool { return t.snoop == channel })
	if t != nil {
		t.there = true
	}
	return t != nil
}

// trackRuns notes the start of a recording; false for another one's.
func (c *Call) trackRuns(record string) bool {
	_, t := c.track(func(t *track) bool { return t.record == record })
	if t != nil {
		t.running = true
	}
	return t != nil
}

// trackStops notes the end of a recording; false for another one's.
func (c *Call) trackStops(live *ari.LiveRecording) bool {
	m, t := c.track(func(t *track) bool { return t.record == live.Name })
	if t == nil {
		return false
	}
	t.length = time.Duration(live.Duration) * time.Second
	c.trackEnded(m, t)
	return true
}

// trackEnded tells the end of the recording when none of its tracks goes on.
func (c *Call) trackEnded(m *monitor, t *track) {
	if t.ended {
		return
	}
	t.ended, t.check = true, time.Time{}
	if m.ended() {
		c.tell(flowengine.RecordEnded{Name: m.name, Duration: t.length})
	}
}

// checkTrack asks what has become of a recording whose end is overdue.
func (c *Call) checkTrack(m *monitor, t *track) {
	_, err := c.d.client.Recordings().GetLive(context.WithoutCancel(c.ctx), t.record)
	if err == nil && !c.departed() {
		c.stopMonitor(m)
		return
	}
	c.trackEnded(m, t)
}

// expectTracks lets the ends of what listens to a caller who has left be asked
// for, should no event tell them. A room goes on without the caller, and its
// recording would.
func (c *Call) expectTracks() {
	for _, m := range c.monitors {
		for _, t := range m.tracks {
			switch {
			case t.ended:
			case t.room != "":
				c.stopTrack(m, t)
			default:
				t.check = c.now().Add(patience)
			}
		}
	}
}

func (c *Call) monitorPends() bool {
	return slices.ContainsFunc(c.monitors, func(m *monitor) bool { return !m.ended() })
}
