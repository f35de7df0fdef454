package nodes

import "callflow/flowengine"

// sound turns a param into what the engine plays: templates are filled, and a
// text that names no sound is spoken.
func sound(s *flowengine.Session, param string) string {
	return flowengine.SoundRef(s.Text(param))
}

// checkSound checks a param that sound will read.
func checkSound(c *flowengine.Check, param, value string) {
	if value != "" {
		c.Template(param, value)
	}
}
