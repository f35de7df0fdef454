package flowengine

import (
	"slices"
	"strings"
)

// soundSchemes are the ways to name a sound. Any other text is spoken.
var soundSchemes = []string{"audio:", "sound:", "digits:", "number:", "characters:", "tone:", "say:"}

// SoundRef is what to play for a text: the sound that it names, or else the
// text, spoken.
func SoundRef(text string) string {
	if NamesSound(text) {
		return text
	}
	return "say:" + text
}

// NamesSound says whether a text names a sound, as "audio:welcome" does.
func NamesSound(text string) bool {
	return slices.ContainsFunc(soundSchemes, func(scheme string) bool { return strings.HasPrefix(text, scheme) })
}
