/** A waveform as GET …/peaks has it: 0 to 100, a list for each channel. */
export type Peaks = { duration_s: number; channels: number; peaks: number[][] }

/**
 * The channels as outlines in a box of 400 × 100: one channel on both sides of the middle; of two, the caller above it and whom
 * the caller talks to below.
 */
export function waveOf({ peaks }: Peaks): string[] {
  const two = peaks.length > 1
  return peaks.slice(0, 2).map((points, channel) => {
    if (points.length === 0) return ''
    const step = 400 / points.length
    const edge = (sign: 1 | -1) => points.map((peak, index) => `${round((index + 0.5) * step)} ${round(50 + sign * Math.max(peak, 1) * 0.48)}`)
    if (!two) return `M0 50L${edge(-1).join('L')}L400 50L${edge(1).toReversed().join('L')}Z`
    return `M0 50L${edge(channel === 0 ? -1 : 1).join('L')}L400 50Z`
  })
}

const round = (n: number) => Math.round(n * 10) / 10
