package phone

// G.711 µ-law (ITU-T G.711, RTP payload type 0 by RFC 3551): 8,000 samples a second of one byte each.

const (
	// sampleRate is the number of samples a second of all sound in this package.
	sampleRate = 8000
	// frameSamples is the number of samples in the 20 ms that one RTP packet carries.
	frameSamples = 160
	// ulawSilence is the byte of a zero sample.
	ulawSilence = 0xFF

	ulawBias = 0x84
	ulawClip = 32635
)

// ulawToLinear gives the 16-bit sample of each µ-law byte.
var ulawToLinear = func() (table [256]int16) {
	for i := range table {
		u := ^byte(i)
		sample := (int(u&0x0F)<<3 + ulawBias) << (u >> 4 & 7)
		sample -= ulawBias
		if u&0x80 != 0 {
			sample = -sample
		}
		table[i] = int16(sample)
	}
	return table
}()

// encodeUlaw returns one µ-law byte for each 16-bit sample.
func encodeUlaw(pcm []int16) []byte {
	out := make([]byte, len(pcm))
	for i, s := range pcm {
		out[i] = linearToUlaw(s)
	}
	return out
}

// decodeUlaw returns one 16-bit sample for each µ-law byte.
func decodeUlaw(ulaw []byte) []int16 {
	out := make([]int16, len(ulaw))
	for i, b := range ulaw {
		out[i] = ulawToLinear[b]
	}
	return out
}

func linearToUlaw(s int16) byte {
	sample, sign := int(s), byte(0)
	if sample < 0 {
		sample, sign = -sample, 0x80
	}
	sample = min(sample, ulawClip) + ulawBias
	exponent := byte(7)
	for mask := 0x4000; exponent > 0 && sample&mask == 0; mask >>= 1 {
		exponent--
	}
	mantissa := byte(sample>>(exponent+3)) & 0x0F
	return ^(sign | exponent<<4 | mantissa)
}
