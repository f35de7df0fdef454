package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/media"
	"callflow/server"
)

// spokenFlags are the settings of sounds: what speaks, what listens, what is
// taken.
func spokenFlags() []cli.Flag { return slices.Concat(audioFlags(), transcribeFlags()) }

// audioFlags are for whoever makes sounds.
func audioFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "speech-command", Usage: "the `COMMAND` that speaks: text in, sound out; {language}, {voice} and {speed} are filled in", EnvVars: env("SPEECH_COMMAND"), DefaultText: "espeak-ng"},
		&cli.StringFlag{Name: "speech-url", Usage: "let the HTTP service at this `URL` speak instead, such as http://127.0.0.1:8000/v1; its key is CALLFLOW_SPEECH_KEY", EnvVars: env("SPEECH_URL")},
		&cli.StringFlag{Name: "speech-model", Usage: "the `MODEL` of that service", EnvVars: env("SPEECH_MODEL"), Value: "tts-1"},
		&cli.StringFlag{Name: "speech-voice", Usage: "the `VOICE` of that service", EnvVars: env("SPEECH_VOICE"), Value: "alloy"},
		&cli.DurationFlag{Name: "audio-limit", Usage: "how long a sound of the library may last: `TIME` such as 90s", EnvVars: env("AUDIO_LIMIT"), Value: 30 * time.Minute},
	}
}

// transcribeFlags are for whoever listens to messages.
func transcribeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "transcribe-command", Usage: "the `COMMAND` that turns messages into text: {file} is a WAV file of 16 kHz", EnvVars: env("TRANSCRIBE_COMMAND")},
		&cli.StringFlag{Name: "transcribe-url", Usage: "let the HTTP service at this `URL` do it, such as http://127.0.0.1:8000/v1; its key is CALLFLOW_TRANSCRIBE_KEY", EnvVars: env("TRANSCRIBE_URL")},
		&cli.StringFlag{Name: "transcribe-model", Usage: "the `MODEL` of that service", EnvVars: env("TRANSCRIBE_MODEL"), Value: "whisper-1"},
	}
}

// spokenConfig is what the flags say of sounds. Keys and headers come from the
// environment, never from the command line, where others could read them.
func spokenConfig(c *cli.Context) (server.Spoken, error) {
	s := server.Spoken{
		Speech: strings.Fields(c.String("speech-command")), Transcribe: strings.Fields(c.String("transcribe-command")),
		LongestAudio: c.Duration("audio-limit"),
	}
	if hasFlag(c, "audio-limit") && s.LongestAudio <= 0 {
		return s, usagef("--audio-limit %s lets no sound in; use a time such as 90s", s.LongestAudio)
	}
	var err error
	if s.SpeechService, err = service(c, "speech"); err != nil {
		return s, err
	}
	s.TranscribeService, err = service(c, "transcribe")
	return s, err
}

// service is an HTTP service that speaks or listens, nil when there is none.
func service(c *cli.Context, what string) (*media.Service, error) {
	address := c.String(what + "-url")
	if address == "" {
		return nil, nil
	}
	s := &media.Service{URL: address, Model: c.String(what + "-model"), Voice: c.String(what + "-voice"), Header: http.Header{}}
	if err := s.Check(); err != nil {
		return nil, usagef("--%s-url: %v", what, err)
	}
	variable := "CALLFLOW_" + strings.ToUpper(what) + "_HEADERS"
	for line := range strings.Lines(os.Getenv(variable)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if name == "" && !ok {
			continue
		}
		if !ok || strings.ContainsAny(name, " \t") || name == "" {
			return nil, fmt.Errorf("%s: a line is no header: write each as Name: value", variable)
		}
		s.Header.Add(name, strings.TrimSpace(value))
	}
	if key := os.Getenv("CALLFLOW_" + strings.ToUpper(what) + "_KEY"); key != "" {
		s.Header.Set("Authorization", "Bearer "+key)
	}
	return s, nil
}
