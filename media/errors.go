package media

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"
)

// Why a sound is refused or cannot be made. Each message is a sentence for the
// person who asked; wrapped around it is what was being done.
var (
	ErrNotAudio    = errors.New("this is not audio that can be read; use WAV, MP3, Ogg Vorbis, FLAC or AIFF")
	ErrSilent      = errors.New("the sound is empty or silent")
	ErrTooLong     = errors.New("the sound lasts too long")
	ErrTooLarge    = errors.New("the file is too large")
	ErrTimeout     = errors.New("it took too long and was given up")
	ErrDiskFull    = errors.New("the disk is full; make room and try again")
	ErrNoProgram   = errors.New("a program is missing")
	ErrNotFound    = errors.New("there is no such sound in the library")
	ErrNoText      = errors.New("there is no text to speak")
	ErrTextTooLong = errors.New("the text is too long")
	ErrVoice       = errors.New("this language or voice cannot be used")
	ErrSpeech      = errors.New("the speech program failed")
	ErrService     = errors.New("the service cannot be used")
	ErrTranscriber = errors.New("the transcription program failed")
	// ErrNoTranscriber is for messages that shall be turned into text where
	// nothing can.
	ErrNoTranscriber = errors.New("nothing turns speech into text here: set --transcribe-command or --transcribe-url")
	ErrClosed        = errors.New("the speaker has been closed")
)

// packages tells which Debian package has a program.
var packages = map[string]string{"sox": "sox and libsox-fmt-all", "espeak-ng": "espeak-ng"}

// sayWhy gives errors of the system their name in this package.
func sayWhy(err error) error {
	var missing *exec.Error
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w (%v)", ErrDiskFull, err)
	case errors.As(err, &missing):
		if name, ok := packages[missing.Name]; ok {
			return fmt.Errorf("%w: install the package %s", ErrNoProgram, name)
		}
		return fmt.Errorf("%w: %v", ErrNoProgram, missing)
	}
	return err
}
