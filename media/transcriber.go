package media

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"time"

	"callflow/wording"
)

// TranscriberOptions say how a Transcriber works: by a command or by a service.
// Zero values mean the defaults.
type TranscriberOptions struct {
	// Command is a program and its arguments that writes what it understands to
	// its standard output. {file} in an argument is replaced by a WAV file, mono,
	// 16 bits, 16 kHz, and {language} by the language; without {file} the sound
	// comes on its standard input. No shell is involved.
	Command []string
	Env     []string // NAME=value for the program
	// Service is asked when there is no command.
	Service *Service

	Sox      string        // the program; default "sox"
	MaxBytes int64         // of a sound; default 64 MiB
	MaxText  int64         // bytes of a text; default 64 KiB
	Timeout  time.Duration // for one sound; default 10 min
}

// Transcriber turns speech into text.
type Transcriber struct{ opts TranscriberOptions }

// NewTranscriber makes a transcriber, nil when there is neither a command nor a
// service.
func NewTranscriber(opts TranscriberOptions) *Transcriber {
	if len(opts.Command) == 0 && opts.Service == nil {
		return nil
	}
	if opts.Sox == "" {
		opts.Sox = "sox"
	}
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = 64 << 20
	}
	if opts.MaxText <= 0 {
		opts.MaxText = 64 << 10
	}
	if opts.Timeout <= 0 {
		opts.Timeout = 10 * time.Minute
	}
	return &Transcriber{opts: opts}
}

// recogniserRate is the sample rate that recognisers are trained with.
const recogniserRate = "16000"

// Transcribe returns what is said in a WAV file, "" when nothing is. A nil
// Transcriber returns ErrNoTranscriber.
//
// Errors: ErrNoTranscriber, ErrNotAudio, ErrTooLarge, ErrTimeout, ErrTranscriber,
// ErrService, ErrNoProgram, ErrDiskFull, ctx's, or wav's.
func (t *Transcriber) Transcribe(ctx context.Context, wav io.Reader, language string) (string, error) {
	if t == nil {
		return "", ErrNoTranscriber
	}
	text, err := t.transcribe(ctx, wav, language)
	if err != nil {
		return "", wording.Errorf("transcribing: %w", err)
	}
	return strings.Join(strings.Fields(printable(text)), " "), nil
}

func (t *Transcriber) transcribe(ctx context.Context, wav io.Reader, language string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, t.opts.Timeout, ErrTimeout)
	defer cancel()
	folder, err := os.MkdirTemp("", "callflow-transcript-")
	if err != nil {
		return "", sayWhy(err)
	}
	defer os.RemoveAll(folder)
	file, err := t.prepare(ctx, folder, wav)
	if err != nil {
		return "", err
	}
	if len(t.opts.Command) > 0 {
		return t.byCommand(ctx, file, language)
	}
	return t.byService(ctx, file, language)
}

// prepare makes the sound what recognisers want.
func (t *Transcriber) prepare(ctx context.Context, folder string, wav io.Reader) (string, error) {
	in, out := filepath.Join(folder, "in.wav"), filepath.Join(folder, "speech.wav")
	f, err := os.OpenFile(in, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", sayWhy(err)
	}
	n, err := io.Copy(f, io.LimitReader(&untilDone{ctx, wav}, t.opts.MaxBytes+1))
	if closed := f.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return "", sayWhy(err)
	case n > t.opts.MaxBytes:
		return "", wording.Errorf("%w: the limit is %d MB", ErrTooLarge, t.opts.MaxBytes>>20)
	}
	args, err := soxInput(in)
	if err != nil {
		return "", err
	}
	args = append(args, "-t", "wav", "-e", "signed-integer", "-b", "16", "-c", "1", out, "gain", "-1", "rate", recogniserRate)
	_, err = program{name: t.opts.Sox, args: args, timeout: t.opts.Timeout, maxOutput: 1 << 10}.run(ctx)
	var exit *exitError
	if errors.As(err, &exit) {
		return "", wording.Errorf("%w (sox says: %s)", ErrNotAudio, exit.said)
	}
	return out, err
}

func (t *Transcriber) byCommand(ctx context.Context, file, language string) (string, error) {
	p := program{name: t.opts.Command[0], timeout: t.opts.Timeout, maxOutput: t.opts.MaxText, env: t.opts.Env}
	named := false
	replace := strings.NewReplacer("{file}", file, "{language}", language)
	for _, arg := range t.opts.Command[1:] {
		named = named || strings.Contains(arg, "{file}")
		p.args = append(p.args, replace.Replace(arg))
	}
	if !named {
		f, err := os.Open(file)
		if err != nil {
			return "", sayWhy(err)
		}
		defer f.Close()
		p.stdin = f
	}
	out, err := p.run(ctx)
	var exit *exitError
	if errors.As(err, &exit) {
		return "", wording.Errorf("%w: %s: %s", ErrTranscriber, exit.program, exit.said)
	}
	return string(out), err
}

func (t *Transcriber) byService(ctx context.Context, file, language string) (string, error) {
	sound, err := os.ReadFile(file)
	if err != nil {
		return "", sayWhy(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "message.wav")
	if err == nil {
		_, err = part.Write(sound)
	}
	fields := [][2]string{{"model", t.opts.Service.Model}, {"response_format", "json"}}
	if language, _, _ = strings.Cut(language, "-"); language != "" {
		fields = append(fields, [2]string{"language", language}) // ISO 639-1
	}
	for _, field := range fields {
		if err == nil {
			err = form.WriteField(field[0], field[1])
		}
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return "", err
	}
	answer, err := t.opts.Service.post(ctx, "audio/transcriptions", form.FormDataContentType(), body.Bytes(), t.opts.MaxText+4<<10)
	if err != nil {
		return "", err
	}
	var said struct {
		Text *string `json:"text"`
	}
	if err := json.Unmarshal(answer, &said); err != nil || said.Text == nil {
		return "", wording.Errorf("%w: the answer has no text in it: %.100q", ErrService, answer)
	}
	return *said.Text, nil
}
