package stasis

import (
	"strconv"
	"strings"

	"callflow/flowengine"
)

// namer makes the names of everything that callflow has in Asterisk, and reads
// them. A name is APP.CALL.KIND: the far side of a call that we make "c", legs
// "l.PARTY", playbacks "p0" to "p7", the bridge "b", recordings "r.NAME",
// channels that listen "s.NAME". APP and CALL have no dots.
type namer struct{ prefix string }

func newNamer(app string) namer { return namer{prefix: app + "."} }

func (n namer) caller(call string) string { return n.prefix + call + ".c" }

func (n namer) leg(call string, p flowengine.Party) string {
	return n.prefix + call + ".l." + plain(string(p))
}

func (n namer) playback(call string, slot int) string {
	return n.prefix + call + ".p" + strconv.Itoa(slot)
}

func (n namer) bridge(call string) string { return n.prefix + call + ".b" }

func (n namer) recording(call, name string) string {
	return n.prefix + call + ".r." + plain(name)
}

func (n namer) snoop(call, name string) string {
	return n.prefix + call + ".s." + plain(name)
}

// call returns the id of the call that a name belongs to, "" for a name that
// is not ours. The far half of a Local channel that we dialled is named after
// the near half, but it is a channel of its own: not ours.
func (n namer) call(name string) string {
	rest, ok := strings.CutPrefix(name, n.prefix)
	if !ok || strings.HasSuffix(name, ";2") {
		return ""
	}
	id, kind, ok := strings.Cut(rest, ".")
	if !ok || kind == "" {
		return ""
	}
	return id
}

// legParty is the party that a leg's channel was made for. What plain has
// changed stays changed, which is the same in each process.
func (n namer) legParty(channel string) (flowengine.Party, bool) {
	call := n.call(channel)
	if call == "" {
		return "", false
	}
	party, ok := strings.CutPrefix(channel, n.prefix+call+".l.")
	return flowengine.Party(party), ok
}

// plain replaces what does not belong into a channel id, a file name or a path.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, s)
}
