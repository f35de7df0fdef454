/** A name for a new audio: what callflow takes as one. */
export const audioName = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 48) || 'audio'

/** The name for what a file has. */
export const nameOfFile = (file: File): string => audioName(file.name.replace(/\.\w+$/, ''))

/** The name, or the first one like it that nobody has. */
export function free(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name}-${number}`)) number++
  return `${name}-${number}`
}

/** What browsers offer to choose; callflow looks into the file and says what it is. */
export const soundFiles = 'audio/*,.wav,.mp3,.ogg,.flac,.aif,.aiff'
