package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/singleflight"

	"callflow/wording"
)

// SpeakerOptions say how a Speaker works. Zero values mean the defaults.
type SpeakerOptions struct {
	Library *Library // where the sounds go

	// Command is the program and its arguments: text on its standard input, an
	// audio file on its standard output. In the arguments {language}, {voice} and
	// {speed} are replaced. No shell is involved. The default is espeak-ng.
	Command []string
	// Service is asked instead of a command, when it is set.
	Service  *Service
	Env      []string      // NAME=value for the program, which gets PATH and nothing else of ours
	MaxText  int           // characters; default 2000
	Timeout  time.Duration // for one text, conversion included; default 1 min
	Programs int           // at a time, others wait; default 2
}

// Speech is what to say, and how.
type Speech struct {
	Text     string
	Language string // such as "en" or "en-gb"; default "en"
	Voice    string // what the program calls a voice; default: the language
	Speed    int    // words a minute, 80 to 400; default 160
}

// Speaker makes sounds from text. The same text in the same voice is spoken once
// and then taken from the library.
type Speaker struct {
	opts   SpeakerOptions
	flight singleflight.Group
	slot   chan struct{} // holds one for each program

	ctx     context.Context // ends with Close
	cancel  context.CancelCauseFunc
	mu      sync.Mutex
	running sync.WaitGroup
}

// NewSpeaker makes a speaker; the caller must Close it.
func NewSpeaker(opts SpeakerOptions) *Speaker {
	if len(opts.Command) == 0 {
		opts.Command = []string{"espeak-ng", "--stdin", "--stdout", "-b", "1", "-v", "{voice}", "-s", "{speed}"}
	}
	if opts.MaxText <= 0 {
		opts.MaxText = 2000
	}
	if opts.Timeout <= 0 {
		opts.Timeout = time.Minute
	}
	if opts.Programs <= 0 {
		opts.Programs = 2
	}
	s := &Speaker{opts: opts, slot: make(chan struct{}, opts.Programs)}
	s.ctx, s.cancel = context.WithCancelCause(context.Background())
	return s
}

// Close gives up what is being spoken and waits for its end. It can be called
// again.
func (s *Speaker) Close() {
	s.mu.Lock()
	s.cancel(ErrClosed)
	s.mu.Unlock()
	s.running.Wait()
}

// Say returns the sound of a text. Callers who ask for the same at the same time
// share one run of the program, which goes on when one of them gives up.
//
// Errors: ErrNoText, ErrTextTooLong, ErrVoice, ErrSpeech, ErrClosed, ctx's, and
// those of Library.Add.
func (s *Speaker) Say(ctx context.Context, speech Speech) (Sound, error) {
	speech, err := s.tidy(speech)
	if err != nil {
		return Sound{}, fmt.Errorf("media: speech: %w", err)
	}
	type result struct {
		sound Sound
		err   error
	}
	done := make(chan result, 1)
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		return Sound{}, fmt.Errorf("media: speech: %w", ErrClosed)
	}
	s.running.Go(func() {
		key := s.key(speech)
		v, err, _ := s.flight.Do(key, func() (any, error) { return s.say(key, speech) })
		sound, _ := v.(Sound)
		done <- result{sound, err}
	})
	s.mu.Unlock()
	select {
	case r := <-done:
		if r.err != nil {
			return Sound{}, fmt.Errorf("media: speech: %w", r.err)
		}
		return r.sound, nil
	case <-ctx.Done():
		return Sound{}, fmt.Errorf("media: speech: %w", context.Cause(ctx))
	}
}

// aName is a language or a voice: no option of a program, and no way out of a folder.
var aName = regexp.MustCompile(`^[A-Za-z0-9_]+([-+./ ]?[A-Za-z0-9_]+)*$`)

// tidy checks a speech and fills in what it leaves out.
func (s *Speaker) tidy(speech Speech) (Speech, error) {
	speech.Text = strings.Join(strings.Fields(printable(speech.Text)), " ")
	if speech.Text == "" {
		return speech, ErrNoText
	}
	if n := utf8.RuneCountInString(speech.Text); n > s.opts.MaxText {
		return speech, wording.Errorf("%w: it has %d characters, and the limit is %d", ErrTextTooLong, n, s.opts.MaxText)
	}
	if speech.Language == "" {
		speech.Language = "en"
	}
	if speech.Voice == "" {
		speech.Voice = speech.Language
	}
	for _, name := range []string{speech.Language, speech.Voice} {
		if len(name) > 100 || !aName.MatchString(name) {
			return speech, fmt.Errorf("%w: %.100q", ErrVoice, name)
		}
	}
	if speech.Speed == 0 {
		speech.Speed = 160
	}
	speech.Speed = min(max(speech.Speed, 80), 400)
	return speech, nil
}

// printable replaces control characters and what is not UTF-8 by spaces.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
}

// speechVersion moves when the same text would become another sound, by another
// way to make it as loud as others.
const speechVersion = 2

// key names a speech by everything that makes its sound what it is.
func (s *Speaker) key(speech Speech) string {
	parts := []any{speechVersion, s.opts.Command, speech}
	if v := s.opts.Service; v != nil {
		parts = []any{speechVersion, v.URL, v.Model, v.Voice, speech}
	}
	all, _ := json.Marshal(parts) // strings and numbers always can
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:])
}

// say looks the speech up, and speaks it if it is not there.
func (s *Speaker) say(key string, speech Speech) (Sound, error) {
	ctx, cancel := context.WithTimeoutCause(s.ctx, s.opts.Timeout, ErrTimeout)
	defer cancel()
	note := filepath.Join(s.opts.Library.opts.Dir, "speech", key+".json")
	if sound, ok := s.known(note); ok {
		return sound, nil
	}
	select {
	case s.slot <- struct{}{}:
		defer func() { <-s.slot }()
	case <-ctx.Done():
		return Sound{}, context.Cause(ctx)
	}
	spoken := s.byCommand
	if s.opts.Service != nil {
		spoken = s.byService
	}
	wav, err := spoken(ctx, speech)
	if err != nil {
		return Sound{}, err
	}
	sound, err := s.opts.Library.add(ctx, bytes.NewReader(wav))
	if err != nil {
		return Sound{}, err
	}
	return sound, s.remember(note, sound)
}

// byCommand runs the speech program.
func (s *Speaker) byCommand(ctx context.Context, speech Speech) ([]byte, error) {
	args := slices.Clone(s.opts.Command[1:])
	replace := strings.NewReplacer("{language}", speech.Language, "{voice}", speech.Voice, "{speed}", strconv.Itoa(speech.Speed))
	for i := range args {
		args[i] = replace.Replace(args[i])
	}
	wav, err := program{
		name: s.opts.Command[0], args: args, stdin: strings.NewReader(speech.Text + "\n"),
		timeout: s.opts.Timeout, maxOutput: s.opts.Library.opts.MaxBytes, env: s.opts.Env,
	}.run(ctx)
	var exit *exitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("%w: %s: %s", ErrSpeech, exit.program, exit.said)
	}
	return wav, err
}

// usualSpeed is how many words a minute a service's speed of 1 is.
const usualSpeed = 160

// byService asks a service. A voice is the speech's own if it names one.
func (s *Speaker) byService(ctx context.Context, speech Speech) ([]byte, error) {
	voice := s.opts.Service.Voice
	if speech.Voice != speech.Language {
		voice = speech.Voice
	}
	body, err := json.Marshal(map[string]any{
		"model": s.opts.Service.Model, "input": speech.Text, "voice": voice, "response_format": "wav",
		"speed": float64(speech.Speed) / usualSpeed,
	})
	if err != nil {
		return nil, err
	}
	return s.opts.Service.post(ctx, "audio/speech", "application/json", body, s.opts.Library.opts.MaxBytes)
}

// known returns the sound that a note names, if it still is in the library. A
// note that cannot be read is as good as none: the text is spoken again.
func (s *Speaker) known(note string) (Sound, bool) {
	var sound Sound
	b, err := os.ReadFile(note)
	if err != nil || json.Unmarshal(b, &sound) != nil || !isHash(sound.Hash) {
		return Sound{}, false
	}
	info, err := os.Stat(s.opts.Library.path(sound.Hash))
	return sound, err == nil && info.Size() == sound.Bytes
}

func (s *Speaker) remember(note string, sound Sound) error {
	b, err := json.Marshal(sound)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(note), 0o750)
	}
	if err == nil {
		err = writeFile(note, b)
	}
	return sayWhy(err)
}
