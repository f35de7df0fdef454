package media

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"

	"callflow/wording"
)

// Why a sound is refused or cannot be made. Each message is a sentence for the
// person who asked; wrapped around it is what was being done.
var (
	ErrNotAudio    = wording.Errorf("this is not audio that can be read; use WAV, MP3, Ogg Vorbis, FLAC or AIFF")
	ErrSilent      = wording.Errorf("the sound is empty or silent")
	ErrTooLong     = wording.Errorf("the sound lasts too long")
	ErrTooLarge    = wording.Errorf("the file is too large")
	ErrTimeout     = wording.Errorf("it took too long and was given up")
	ErrDiskFull    = wording.Errorf("the disk is full; make room and try again")
	ErrNoProgram   = wording.Errorf("a program is missing")
	ErrNotFound    = wording.Errorf("there is no such sound in the library")
	ErrNoText      = wording.Errorf("there is no text to speak")
	ErrTextTooLong = wording.Errorf("the text is too long")
	ErrVoice       = wording.Errorf("this language or voice cannot be used")
	ErrSpeech      = wording.Errorf("the speech program failed")
	ErrService     = wording.Errorf("the service cannot be used")
	ErrTranscriber = wording.Errorf("the transcription program failed")
	// ErrNoTranscriber is for messages that shall be turned into text where
	// nothing can.
	ErrNoTranscriber = wording.Errorf("nothing turns speech into text here: set --transcribe-command or --transcribe-url")
	ErrClosed        = wording.Errorf("the speaker has been closed")
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
			return wording.Errorf("%w: install the package %s", ErrNoProgram, name)
		}
		return fmt.Errorf("%w: %v", ErrNoProgram, missing)
	}
	return err
}
