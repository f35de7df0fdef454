package nodes

import (
	"strings"

	"callflow/flowengine"
)

// soundSchemes are the ways to name a sound. Any other text is spoken.
var soundSchemes = []string{"audio:", "sound:", "digits:", "number:", "characters:", "tone:", "say:"}

// sound turns a param into what the engine plays: templates are filled, and a
// text that names no sound is spoken.
func sound(s *flowengine.Session, param string) string {
	text := s.Text(param)
	if namesSound(text) {
		return text
	}
	return "say:" + text
}

func namesSound(text string) bool {
	for _, scheme := range soundSchemes {
		if strings.HasPrefix(text, scheme) {
			return true
		}
	}
	return false
}

// checkSound checks a param that sound will read.
func checkSound(c *flowengine.Check, param, value string) {
	if value != "" {
		c.Template(param, value)
	}
}
