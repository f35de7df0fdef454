package stasis

import (
	"context"
	"fmt"
	"strings"

	"callflow/ari"
	"callflow/flowengine"
)

// scriptContext is where in the dialplan a script gets the call, and from where
// it comes back; see asterisk-etc/extensions.conf.
const scriptContext = "callflow-script"

// What the context reads and sets.
const (
	scriptData   = "CALLFLOW_SCRIPT"      // what AGI() gets
	scriptName   = "CALLFLOW_SCRIPT_RUN"  // which script it is
	scriptDone   = "CALLFLOW_SCRIPT_DONE" // the same, once it has ended
	scriptNumber = "CALLFLOW_NUMBER"      // for the fallback, and a callflow that has forgotten the call
	scriptApp    = "CALLFLOW_APP"         // where to come back to
	scriptStatus = "AGISTATUS"            // what became of it
	scriptKnown  = "DIALPLAN_EXISTS(" + scriptContext + ",s,1)"
)

// lending is a script that has the call. Its channel is in the dialplan then,
// outside of the application; it comes back with a StasisStart.
type lending struct {
	spec flowengine.ScriptSpec
	out  bool // it is in the dialplan
}

var _ flowengine.Scripter = (*Call)(nil)

// RunScript implements [flowengine.Scripter].
func (c *Call) RunScript(ctx context.Context, spec flowengine.ScriptSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	if c.lent != nil && c.lent.out {
		return fmt.Errorf("the script %s has the call already", c.lent.spec.Name)
	}
	if c.resumed {
		found, err := c.findScript(ctx, spec)
		if found || err != nil {
			return err
		}
	}
	c.back = false
	channel := c.caller().channel
	if err := c.readyToRecord(ctx, c.caller()); err != nil { // nothing is to be heard any more
		return err
	}
	if err := c.hush(ctx, c.caller()); err != nil {
		return c.failed(ctx, err)
	}
	var known *ari.Variable
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		known, err = c.d.client.Channels().GetChannelVar(ctx, channel, scriptKnown)
		return err
	})
	switch {
	case err != nil && absent(err):
		return c.failed(ctx, err)
	case err != nil && ari.Status(err) == 0:
		return err
	case err != nil || known.Value != "1": // a channel that went on into nowhere would be hung up
		c.log.Error().Err(err).Str("context", scriptContext).
			Msg("the dialplan does not have the context for AGI scripts: add it from asterisk-etc, and load func_dialplan.so")
		c.tell(flowengine.ScriptEnded{
			Name: spec.Name, Answered: c.caller().up,
			Problem: fmt.Sprintf("Asterisk's dialplan has no context %s, which asterisk-etc has, or lacks the module func_dialplan", scriptContext),
		})
		return nil
	}
	if err := c.lend(ctx, channel, spec); err != nil {
		c.d.away(c, false)
		return c.failed(ctx, err)
	}
	return nil
}

// lend sends the channel on in the dialplan.
func (c *Call) lend(ctx context.Context, channel string, spec flowengine.ScriptSpec) error {
	channels := c.d.client.Channels()
	for _, v := range [][2]string{
		{scriptData, scriptArguments(spec)}, {scriptName, spec.Name}, {scriptNumber, plainNumber(c.in.Number)}, {scriptApp, c.d.client.App()},
	} {
		err := c.ask(ctx, func(ctx context.Context) error {
			return channels.SetChannelVar(ctx, channel, ari.ChannelSetChannelVarParams{Variable: v[0], Value: v[1]})
		})
		if err != nil {
			return err
		}
	}
	// A channel outside of the application tells its end only to who asks for it.
	err := c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Applications().Subscribe(ctx, c.d.client.App(), []string{"channel:" + channel})
		return err
	})
	if err != nil {
		return err
	}
	c.d.away(c, true)
	c.lent = &lending{spec: spec, out: true}
	err = c.ask(ctx, func(ctx context.Context) error {
		return channels.ContinueInDialplan(ctx, channel, ari.ChannelContinueInDialplanParams{Context: scriptContext, Extension: "s", Priority: 1})
	})
	if err != nil {
		c.lent = nil
	}
	return err
}

// scriptArguments is what the application AGI gets: commas and quotes of an
// argument are told from its own by a backslash.
func scriptArguments(spec flowengine.ScriptSpec) string {
	escape := strings.NewReplacer(`\`, `\\`, `,`, `\,`, `"`, `\"`, "\n", " ", "\r", " ", "\x00", "")
	parts := []string{spec.URL}
	for _, arg := range spec.Args {
		parts = append(parts, escape.Replace(arg))
	}
	return strings.Join(parts, ",")
}

// plainNumber is a number as the dialplan lets it in.
func plainNumber(number string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || strings.ContainsRune("+*#_.-", r) {
			return r
		}
		return -1
	}, number)
}

// findScript finds a script that an earlier process handed the call to: it has
// the call, or has given it back since.
func (c *Call) findScript(ctx context.Context, spec flowengine.ScriptSpec) (found bool, err error) {
	channel := c.caller().channel
	var ch *ari.Channel
	err = c.ask(ctx, func(ctx context.Context) (err error) {
		ch, err = c.d.client.Channels().Get(ctx, channel)
		return err
	})
	if err != nil {
		return false, c.failed(ctx, err)
	}
	if ch.Dialplan.Context != scriptContext || c.variable(scriptName) != spec.Name {
		return false, nil
	}
	c.d.away(c, true)
	c.lent = &lending{spec: spec, out: true}
	if c.back || strings.HasPrefix(ch.Dialplan.AppName, "Stasis") && c.inside(ctx) {
		c.returned(&ari.StasisStart{Channel: *ch})
	}
	return true, nil
}

// inside says whether the channel is in the application, as opposed to being
// offered to it: then commands are refused.
func (c *Call) inside(ctx context.Context) bool {
	err := c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Channels().StopSilence(ctx, c.caller().channel)
	})
	return err == nil
}

// variable reads one of the channel's, "" when it is not set.
func (c *Call) variable(name string) string {
	v, err := c.d.client.Channels().GetChannelVar(context.WithoutCancel(c.ctx), c.caller().channel, name)
	if err != nil {
		if !ari.IsNotFound(err) {
			c.log.Warn().Err(err).Str("variable", name).Msg("reading what a script has left")
		}
		return ""
	}
	return v.Value
}

// lentOut says whether a script has the call.
func (c *Call) lentOut() bool { return c.lent != nil && c.lent.out }

// returned is the caller's channel arriving in the application again.
func (c *Call) returned(ev *ari.StasisStart) {
	c.back = true
	if !c.lentOut() {
		return // a command will ask for it
	}
	p := c.caller()
	c.lent.out = false
	c.d.away(c, false)
	p.up = p.up || ev.Channel.State == ari.ChannelStateUp
	p.sound, p.quiet = nothing, c.now()
	c.d.aside(func(ctx context.Context) {
		// What it tells twice from now on does no harm.
		_, err := c.d.client.Applications().Unsubscribe(ctx, c.d.client.App(), []string{"channel:" + ev.Channel.ID})
		if err != nil && ari.Status(err) == 0 {
			c.log.Debug().Err(err).Msg("a channel is back from a script")
		}
	})
	ended := flowengine.ScriptEnded{Name: c.lent.spec.Name, Answered: p.up, Values: map[string]string{}}
	if c.variable(scriptDone) != c.lent.spec.Name {
		ended.Problem = "Asterisk gave the call back before it"
		c.tell(ended)
		return
	}
	ended.Status = c.variable(scriptStatus)
	for _, name := range c.lent.spec.Returns {
		ended.Values[name] = c.variable(name)
	}
	c.tell(ended)
}

// away tells the router that a call's channel leaves the application to come
// back, or is back.
func (d *Driver) away(c *Call, away bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c.at.away = away
}

// expected is the call whose caller's channel this is, if it has one already.
func (d *Driver) expected(channel string) *Call {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.channels[channel]; c != nil && c.at.channel == channel && !c.at.left {
		return c
	}
	return nil
}
