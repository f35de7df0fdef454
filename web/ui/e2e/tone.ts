/** A WAV file with a tone of so many hertz, one second long unless it is said; at volume 0 it is silent. */
export function tone(hertz: number, seconds = 1, volume = 8000): Buffer {
  const rate = 8000
  const samples = rate * seconds
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples * 2, 4)
  wav.write('WAVEfmt ', 8)
  for (const [at, value] of [[16, 16], [24, rate], [28, rate * 2], [40, samples * 2]] as const) wav.writeUInt32LE(value, at)
  for (const [at, value] of [[20, 1], [22, 1], [32, 2], [34, 16]] as const) wav.writeUInt16LE(value, at)
  wav.write('data', 36)
  for (let i = 0; i < samples; i++) wav.writeInt16LE(Math.round(volume * Math.sin((2 * Math.PI * hertz * i) / rate)), 44 + i * 2)
  return wav
}
