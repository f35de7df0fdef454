package phone

import (
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// seconds is that much of a sum of tones, through µ-law and back.
func seconds(d float64, hertz ...float64) []int16 {
	second := decodeUlaw(tone(hertz...))
	var pcm []int16
	for len(pcm) < int(d*sampleRate) {
		pcm = append(pcm, second...)
	}
	return pcm[:int(d*sampleRate)]
}

// babble is made-up speech: syllables of 80 to 250 ms, of a buzz with two resonances, with pauses; each seed says something else.
func babble(seed uint64, d float64) []int16 {
	random := rand.New(rand.NewPCG(seed, 1))
	pcm := make([]int16, int(d*sampleRate))
	for at := 0; at < len(pcm); {
		length := (80 + random.IntN(170)) * 8
		pitch := 90 + 60*random.Float64()
		first, second := 300+500*random.Float64(), 1000+1500*random.Float64()
		for i := 0; i < length && at+i < len(pcm); i++ {
			sum := 0.0
			for f := pitch; f < 3400; f += pitch {
				weight := 1/(1+math.Pow((f-first)/80, 2)) + 0.5/(1+math.Pow((f-second)/120, 2))
				sum += weight * math.Sin(2*math.Pi*f*float64(i)/sampleRate)
			}
			pcm[at+i] = int16(4000 * sum * math.Sin(math.Pi*float64(i)/float64(length)))
		}
		at += length + random.IntN(100)*8
	}
	return pcm
}

// recognises feeds samples to a listener of the sound.
func recognises(s Sound, pcm []int16) bool {
	ear := s.listener()
	for ; len(pcm) >= frameSamples; pcm = pcm[frameSamples:] {
		if ear.hear(pcm[:frameSamples]) {
			return true
		}
	}
	return false
}

func TestRecognisingSounds(t *testing.T) {
	silence := make([]int16, 2*sampleRate)
	voice := decodeUlaw(encodeUlaw(babble(1, 6)))
	welcome := babble(1, 6)
	noisy := make([]int16, len(voice))
	for i, s := range voice {
		noisy[i] = s/2 + int16(rand.IntN(60)-30)
	}
	join := func(parts ...[]int16) (all []int16) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	for name, story := range map[string]struct {
		sound Sound
		pcm   []int16
		want  bool
	}{
		"a tone":                     {Tone(440), seconds(0.2, 440), true},
		"a tone slightly off":        {Tone(440), seconds(0.2, 446), true},
		"another tone":               {Tone(440), seconds(1, 480), false},
		"a tone too short":           {Tone(440), join(silence, seconds(0.08, 440), silence), false},
		"no tone":                    {Tone(440), silence, false},
		"a tone in a voice":          {Tone(440), voice, false},
		"busy tone":                  {Tones(480, 620), seconds(0.5, 480, 620), true},
		"half a busy tone":           {Tones(480, 620), seconds(0.5, 480), false},
		"American ringing":           {Ringback(), seconds(2, 440, 480), true},
		"Australian ringing":         {Ringback(), join(silence, seconds(0.4, 413, 438)), true},
		"British ringing":            {Ringback(), seconds(0.4, 400, 450), true},
		"European ringing":           {Ringback(), seconds(1, 425), true},
		"busy tone is no ringing":    {Ringback(), seconds(2, 480, 620), false},
		"1000 Hz is no ringing":      {Ringback(), seconds(2, 1000), false},
		"a voice is no ringing":      {Ringback(), voice, false},
		"a voice":                    {Speech(), voice, true},
		"a tone is no voice":         {Speech(), seconds(3, 440), false},
		"silence is no voice":        {Speech(), silence, false},
		"music":                      {Music(), join(seconds(0.3, 500, 1250), seconds(0.3, 700, 1800), seconds(0.3, 300, 900), seconds(0.4, 600, 2000)), true},
		"a tone is no music":         {Music(), seconds(3, 440), false},
		"silence is no music":        {Music(), silence, false},
		"any sound":                  {AnySound(), seconds(0.1, 3000), true},
		"no sound":                   {AnySound(), silence, false},
		"the recording":              {Audio("welcome", welcome), voice, true},
		"the recording, noisy":       {Audio("welcome", welcome), noisy, true},
		"the recording, shifted":     {Audio("welcome", welcome), voice[77:], true},
		"its middle":                 {Audio("welcome", welcome), voice[2*sampleRate : 4*sampleRate], true},
		"its middle is not its end":  {Audio("welcome", welcome).End(), voice[2*sampleRate : 4*sampleRate], false},
		"its middle is not the head": {Audio("welcome", welcome).Start(), voice[2*sampleRate : 4*sampleRate], false},
		"its end":                    {Audio("welcome", welcome).End(), join(voice, silence), true},
		"its start":                  {Audio("welcome", welcome).Start(), join(silence[:8111], voice), true},
		"another recording":          {Audio("welcome", welcome), babble(2, 6), false},
		"a third recording":          {Audio("welcome", welcome), babble(3, 6), false},
		"a tone for a recording":     {Audio("welcome", welcome), seconds(3, 440), false},
		"silence for a recording":    {Audio("welcome", welcome), silence, false},
		"a short recording":          {Audio("digit", welcome[:4000]), join(silence, voice[:4000], silence), true},
		"another short recording":    {Audio("digit", welcome[:4000]), join(silence, babble(2, 0.5), silence), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := recognises(story.sound, story.pcm); got != story.want {
				t.Errorf("%s: recognised %v", story.sound, got)
			}
		})
	}
}

func TestUlawIsClose(t *testing.T) {
	for s := -32768; s <= 32767; s++ {
		back := int(ulawToLinear[linearToUlaw(int16(s))])
		if diff := back - s; diff > 650 || diff < -650 || s > 40 && back < 0 || s < -40 && back > 0 {
			t.Fatalf("%d comes back as %d", s, back)
		}
	}
	for b := range 256 {
		if again := linearToUlaw(ulawToLinear[b]); again != byte(b) && ulawToLinear[b] != 0 {
			t.Errorf("byte %#x comes back as %#x", b, again)
		}
	}
	if ulawToLinear[ulawSilence] != 0 {
		t.Error("silence is loud")
	}
}

func TestWAV(t *testing.T) {
	pcm := seconds(0.5, 700)
	path := filepath.Join(t.TempDir(), "a.wav")
	must(t, SaveWAV(path, pcm))
	back := both[[]int16](t)(LoadWAV(path))
	if len(back) != len(pcm) || back[123] != pcm[123] {
		t.Errorf("%d samples came back of %d", len(back), len(pcm))
	}
	for name, raw := range map[string]string{"empty": "", "no RIFF": "OggS00000000000000", "cut": "RIFF0000WAVEfmt ", "no data": "RIFF0000WAVE"} {
		if _, err := decodeWAV([]byte(raw)); !errors.Is(err, ErrWAV) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkHearingARecording(b *testing.B) {
	ear := Audio("welcome", babble(1, 10)).listener()
	other := babble(2, 10)
	for i := 0; b.Loop(); i++ {
		at := i % 400 * frameSamples
		ear.hear(other[at : at+frameSamples])
	}
}
