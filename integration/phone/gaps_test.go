package phone

import (
	"testing"
	"time"
)

func TestGaps(t *testing.T) {
	begin := time.Now()
	// packets every 20 ms, but for the gaps given as start and length in ms
	packets := func(delay time.Duration, holes ...int) (all []time.Time) {
	frames:
		for ms := 0; ms < 2000; ms += 20 {
			for i := 0; i < len(holes); i += 2 {
				if ms > holes[i] && ms < holes[i]+holes[i+1] {
					continue frames
				}
			}
			all = append(all, begin.Add(time.Duration(ms)*time.Millisecond+delay))
		}
		return all
	}
	end := begin.Add(2 * time.Second)
	for name, story := range map[string]struct {
		heard, sent  []time.Time
		gap, unheard time.Duration
	}{
		"none":                       {packets(0), packets(0), 20, 20},
		"the way's":                  {packets(0, 600, 100), packets(0), 100, 100},
		"the speaker's":              {packets(5*time.Millisecond, 600, 100), packets(0, 600, 100), 100, 20},
		"both at once":               {packets(0, 600, 160), packets(0, 600, 100), 160, 80},
		"the speaker's, another one": {packets(0, 600, 100), packets(0, 1200, 100), 100, 100},
		"nothing came":               {nil, packets(0), 2000, 2000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := longest(story.heard, begin, end); got != story.gap*time.Millisecond {
				t.Errorf("longest gap %s", got)
			}
			if got := longestBeyond(gaps(story.heard, begin, end), gaps(story.sent, begin, end)); got != story.unheard*time.Millisecond {
				t.Errorf("of which the way's %s", got)
			}
		})
	}
}
