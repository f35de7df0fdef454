package server

import (
	"context"
	"time"

	"callflow/media"
)

// Spoken says what turns text into sound and sound into text, and which sounds
// are taken. The command line uses the same.
type Spoken struct {
	// Speech is the command that speaks, espeak-ng when empty; SpeechService is
	// asked instead when it is set.
	Speech        []string
	SpeechService *media.Service
	// Transcribe is the command that listens; TranscribeService is asked when
	// there is none. With neither nothing is transcribed.
	Transcribe        []string
	TranscribeService *media.Service
	// LongestAudio bounds the sounds of the library, 30 min when 0.
	LongestAudio time.Duration
}

// Library opens the library of sounds.
func (c Config) Library() (*media.Library, error) {
	return media.NewLibrary(media.LibraryOptions{Dir: c.SoundFolder(), MaxDuration: c.LongestAudio})
}

// Speaker makes the speaker for a library; the caller must close it.
func (s Spoken) Speaker(library *media.Library) *media.Speaker {
	return media.NewSpeaker(media.SpeakerOptions{Library: library, Command: s.Speech, Service: s.SpeechService})
}

// Transcriber makes the transcriber, nil when there is none.
func (s Spoken) Transcriber() *media.Transcriber {
	return media.NewTranscriber(media.TranscriberOptions{Command: s.Transcribe, Service: s.TranscribeService})
}

// sweepSounds removes the files of sounds that nothing needs any more.
func (s *Server) sweepSounds(ctx context.Context) {
	err := s.library.Sweep(func() (map[string]bool, error) { return s.store.SoundsInUse(ctx) })
	if err != nil && ctx.Err() == nil {
		s.log.Warn().Err(err).Msg("the sounds that nothing needs could not be removed")
	}
}
