package stasis

import (
	"strconv"
	"strings"
)

// mediaURIs turns a medium of the engine into what Asterisk plays one after
// another as one playback; none when it cannot be played.
//
// Digits and letters become the sounds that they are said with, because a
// playback of "digits:" cannot be stopped. A number cannot be stopped either,
// but how it is said depends on the language, which Asterisk knows.
func mediaURIs(uri string) []string {
	kind, what, ok := strings.Cut(uri, ":")
	if !ok || what == "" {
		return nil
	}
	switch kind {
	case "http", "https":
		return []string{"sound:" + uri}
	case "sound", "tone", "recording":
		return []string{uri}
	case "digits", "characters":
		return spelled(what)
	case "number":
		if _, err := strconv.ParseInt(what, 10, 32); err != nil {
			return nil
		}
		return []string{uri}
	}
	return nil
}

// stoppable says whether a playback of it can be stopped.
func stoppable(uris []string) bool {
	return len(uris) != 1 || !strings.HasPrefix(uris[0], "number:")
}

// spelled are the core sounds of letters and digits, as Asterisk's own
// ast_say_character_str has them; what has no sound is left out.
func spelled(text string) []string {
	var uris []string
	for _, r := range strings.ToLower(text) {
		switch {
		case '0' <= r && r <= '9':
			uris = append(uris, "sound:digits/"+string(r))
		case 'a' <= r && r <= 'z':
			uris = append(uris, "sound:letters/"+string(r))
		default:
			if name, ok := spokenSigns[r]; ok {
				uris = append(uris, "sound:"+name)
			}
		}
	}
	return uris
}

var spokenSigns = map[rune]string{
	'*': "digits/star", '#': "digits/pound", '-': "letters/dash",
	'!': "letters/exclaimation-point", '@': "letters/at", '$': "letters/dollar", '+': "letters/plus",
	'=': "letters/equals", ' ': "letters/space", '/': "letters/slash", '.': "letters/dot",
}
