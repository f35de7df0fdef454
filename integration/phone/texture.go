package phone

import (
	"math"
	"slices"
)

// textureFrames is how much sound Speech and Music listen to before they judge: 1.2 s.
const textureFrames = 60

// Speech is sound that comes and goes and changes its pitch as a voice does, over 1.2 s. It is a judgement by texture: music with
// pauses passes for speech too. Where the words matter, use Audio.
func Speech() Sound { return texture{name: "speech", judge: isSpeech} }

// Music is sound that goes on without a pause and is no single tone, over 1.2 s. Where the tune matters, use Audio.
func Music() Sound { return texture{name: "music", judge: isMusic} }

type texture struct {
	name  string
	judge func(grains []grain) bool
}

func (t texture) String() string     { return t.name }
func (t texture) listener() listener { return &textureListener{judge: t.judge} }

// grain is what one frame adds to the texture.
type grain struct {
	level float64 // dB, relative to the quietest that counts as sound
	hertz float64 // the loudest frequency
	share float64 // and its part of the energy
}

type textureListener struct {
	judge  func([]grain) bool
	grains []grain
}

func (l *textureListener) hear(frame []int16) bool {
	g := grain{level: 10 * math.Log10((energy(frame)/frameSamples+1)/(loudLevel*loudLevel))}
	if g.level > 0 {
		g.hertz, g.share = loudest(frame)
	}
	if len(l.grains) == textureFrames {
		l.grains = l.grains[:copy(l.grains, l.grains[1:])]
	}
	l.grains = append(l.grains, g)
	return len(l.grains) == textureFrames && l.judge(l.grains)
}

// pitches counts the different loudest frequencies among the loud frames, and the loud frames.
func pitches(grains []grain) (different, loud, pure int) {
	seen := map[float64]bool{}
	for _, g := range grains {
		if g.level <= 0 {
			continue
		}
		loud++
		seen[math.Round(g.hertz/50)] = true
		if g.share > 0.9 {
			pure++
		}
	}
	return len(seen), loud, pure
}

func isSpeech(grains []grain) bool {
	different, loud, pure := pitches(grains)
	levels := make([]float64, len(grains))
	for i, g := range grains {
		levels[i] = max(g.level, -10)
	}
	slices.Sort(levels)
	swing := levels[len(levels)*9/10] - levels[len(levels)/10]
	return loud*10 >= len(grains)*3 && different >= 4 && pure*2 < loud && swing > 10
}

func isMusic(grains []grain) bool {
	different, loud, pure := pitches(grains)
	return loud*10 >= len(grains)*9 && different >= 3 && pure*2 < loud
}
