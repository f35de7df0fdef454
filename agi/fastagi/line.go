package fastagi

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"callflow/agi"
	"callflow/flowengine"
)

const (
	// sending is how long a line may take to be written.
	sending = 10 * time.Second
	// reaction is how long the hand stays still for the engine's next command
	// before it listens: the engine takes some hundred microseconds, and a
	// command on the heels of another may need a push.
	reaction = 2 * time.Millisecond
	// stuck is after how long a command that should have ended another gets a
	// push. Asterisk reads its connection through a buffer and looks only for
	// what is not yet in the buffer: of two commands that it reads at once, the
	// second waits for a third.
	stuck = 40 * time.Millisecond
)

// line is one channel with its session: the caller's, or that of a phone that
// was answered. Its hand is the goroutine of work.
type line struct {
	session *agi.Session
	ctx     context.Context // ends when the channel does, or the line is given up
	give    context.CancelFunc
	party   flowengine.Party
	call    *Call

	mu      sync.Mutex
	jobs    []func()
	playing *playback
	streams bool          // Asterisk is in a command that an interruption ends without a reply
	urgent  bool          // a job waits that is not to wait for the end of a stream
	kick    chan struct{} // has an element when there is a new job
	idle    chan struct{} // closed when the hand has ended

	waiting *agi.Owed // the hand's own: the wait for a digit that the next command ends
}

func newLine(ctx context.Context, s *agi.Session, c *Call, party flowengine.Party) *line {
	ctx, give := context.WithCancel(ctx)
	return &line{session: s, ctx: ctx, give: give, party: party, call: c, kick: make(chan struct{}, 1), idle: make(chan struct{})}
}

// do lets the hand do something after what it was given before.
func (l *line) do(job func()) {
	l.mu.Lock()
	l.jobs = append(l.jobs, job)
	l.mu.Unlock()
	l.wake()
}

// hurry is do for what should not wait for the end of a stream. The stream then
// goes on where it was.
func (l *line) hurry(job func()) {
	l.mu.Lock()
	l.jobs = append([]func(){job}, l.jobs...)
	l.urgent = true
	l.interrupt()
	l.mu.Unlock()
	l.wake()
}

// interrupt ends the stream that plays. It wants the lock, so that the hand
// sends no other command meanwhile.
func (l *line) interrupt() {
	if l.streams {
		l.push()
	}
}

func (l *line) wake() {
	select {
	case l.kick <- struct{}{}:
	default:
	}
}

func (l *line) take() func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.jobs) == 0 {
		return nil
	}
	job := l.jobs[0]
	l.jobs = l.jobs[1:]
	l.urgent = false
	return job
}

// work is the hand: it ends with the channel, or when over is closed.
func (l *line) work(over <-chan struct{}) {
	defer close(l.idle)
	for l.ctx.Err() == nil {
		if job := l.take(); job != nil {
			job()
			continue
		}
		select {
		case <-over:
			return
		default:
		}
		if !l.stillness() {
			l.hear(l.kick)
		}
	}
}

// stillness waits for a command and says whether there is something to do.
func (l *line) stillness() bool {
	timer := time.NewTimer(reaction)
	defer timer.Stop()
	select {
	case <-l.kick:
		return true
	case <-timer.C:
		return false
	case <-l.ctx.Done():
		return true
	}
}

// letGo waits a moment for the hand to end by itself, and then does not wait for
// the command that it is in.
func (l *line) letGo() {
	l.wake()
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-l.idle:
	case <-timer.C:
	}
	l.give()
	<-l.idle
}

// hear lets Asterisk wait for a digit until one comes, or until tells that there
// is something to do: the command that is sent then ends the wait.
func (l *line) hear(until <-chan struct{}) {
	if l.waiting == nil {
		owed, err := l.begin("WAIT FOR DIGIT", "-1")
		if err != nil {
			l.lost(err)
			return
		}
		l.waiting = owed
	}
	select {
	case reply := <-l.waiting.Reply():
		l.waiting = nil
		l.pressed(reply)
	case <-until:
	case <-l.ctx.Done():
	}
}

// begin sends a command. It ends the wait for a digit, in which there may have
// been one.
func (l *line) begin(name string, args ...string) (*agi.Owed, error) {
	owed, err := l.send(name, args...)
	l.heard()
	return owed, err
}

func (l *line) send(name string, args ...string) (*agi.Owed, error) {
	ctx, cancel := context.WithTimeout(l.ctx, sending)
	defer cancel()
	return l.session.Begin(ctx, name, args...)
}

// heard takes the result of the wait that a command has ended.
func (l *line) heard() {
	before := l.waiting
	if before == nil {
		return
	}
	l.waiting = nil
	if reply, _ := l.pushed(l.ctx, before); reply.Code != 0 { // a refusal says that the channel has ended
		l.pressed(reply)
	}
}

// pushed waits for the reply of a command that Asterisk may not have seen yet.
func (l *line) pushed(ctx context.Context, owed *agi.Owed) (agi.Reply, error) {
	for {
		soon, cancel := context.WithTimeout(ctx, stuck)
		reply, err := owed.Wait(soon)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return reply, err
		}
		l.push()
	}
}

// push sends what ends any command that can be ended.
func (l *line) push() {
	ctx, cancel := context.WithTimeout(l.ctx, sending)
	defer cancel()
	if err := l.session.Interrupt(ctx); err != nil && l.ctx.Err() == nil {
		l.call.log.Warn().Err(err).Msg("interrupting a FastAGI command")
	}
}

// ask sends a command and waits for its reply, however long that takes.
func (l *line) ask(name string, args ...string) (agi.Reply, error) {
	owed, err := l.begin(name, args...)
	if err != nil {
		return agi.Reply{}, err
	}
	return owed.Wait(l.ctx)
}

// exec runs an application of the dialplan and says whether that went well; a
// failure is logged, for Asterisk's console has the reason.
func (l *line) exec(app, args string) bool {
	reply, err := l.ask("EXEC", app, args)
	if err == nil && reply.Result != "-2" && reply.Result != "-1" {
		return true
	}
	if err == nil && reply.Result == "-2" {
		l.call.log.Error().Str("application", app).Msg("Asterisk does not have an application that FastAGI calls need: load its module")
		return false
	}
	l.lost(err)
	return false
}

// after is ask for what is left to do when the channel may have ended: Asterisk
// runs such commands until the session is closed.
func (l *line) after(name string, args ...string) (agi.Reply, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.ctx), 5*time.Second)
	defer cancel()
	owed, err := l.session.Begin(ctx, name, args...)
	if err != nil {
		return agi.Reply{}, err
	}
	return l.pushed(ctx, owed) // what was sent as the channel ended is just before it
}

// pressed tells the digit that a reply has, if it has one.
func (l *line) pressed(reply agi.Reply) bool {
	n, err := strconv.Atoi(reply.Result)
	const space = ' ' // the first character; what is below is no digit but a result
	switch {
	case n < 0 || err != nil && !reply.Interrupted:
		l.lost(nil)
		return false
	case n <= space || n > 127:
		return false
	}
	l.call.tell(flowengine.Digit{From: l.party, Key: byte(n)})
	l.call.finishKey(l.party, byte(n))
	return true
}

// lost waits a moment for the hang-up that is the reason of a failure; any
// other reason is logged.
func (l *line) lost(err error) {
	timer := time.NewTimer(500 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-l.ctx.Done():
	case <-timer.C:
		if err != nil && !errors.Is(err, agi.ErrHungUp) {
			l.call.log.Error().Err(err).Msg("a FastAGI command failed")
		}
	}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
