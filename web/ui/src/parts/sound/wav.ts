/** A WAV file (RIFF, PCM, 16 bits, mono) of samples from -1 to 1. */
export function wav(samples: Float32Array, rate: number): Blob {
  const bytes = new ArrayBuffer(44 + samples.length * 2)
  const view = new DataView(bytes)
  const text = (at: number, word: string) => [...word].forEach((c, index) => view.setUint8(at + index, c.charCodeAt(0)))
  text(0, 'RIFF')
  view.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true) // PCM
  view.setUint16(22, 1, true) // mono
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, index) => {
    const held = Math.max(-1, Math.min(1, sample))
    view.setInt16(44 + index * 2, Math.round(held < 0 ? held * 0x8000 : held * 0x7fff), true)
  })
  return new Blob([bytes], { type: 'audio/wav' })
}

/** What telephones need, and no more. */
const rate = 16_000

/** Turns what the browser recorded, whose form differs from browser to browser, into a WAV file. */
export async function asWav(recorded: Blob): Promise<Blob> {
  const context = new OfflineAudioContext(1, rate, rate)
  const decoded = await context.decodeAudioData(await recorded.arrayBuffer())
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(decoded.duration * rate)), rate)
  const source = offline.createBufferSource()
  source.buffer = decoded
  source.connect(offline.destination)
  source.start()
  return wav((await offline.startRendering()).getChannelData(0), rate)
}
