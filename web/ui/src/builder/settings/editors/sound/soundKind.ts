/** What a param that is heard holds: an audio of the library, another sound of Asterisk, or a text to speak. */
export type SoundKind = 'audio' | 'text'

const schemes = ['audio:', 'sound:', 'digits:', 'number:', 'characters:', 'tone:']

/** As flowengine's NamesSound. */
export const namesSound = (text: string): boolean => [...schemes, 'say:'].some((scheme) => text.startsWith(scheme))

export function kindOfSound(value: string | undefined): SoundKind | undefined {
  if (!value) return undefined
  return namesSound(value) && !value.startsWith('say:') ? 'audio' : 'text'
}

/** What is typed where an audio is chosen: a name of the library, unless it says otherwise. */
export const readSound = (text: string): string => (schemes.some((scheme) => text.startsWith(scheme)) ? text : `audio:${text}`)

/** The text without its expressions, to be heard as an example. */
export const example = (text: string): string => text.replace(/^say:/, '').replaceAll(/\{\{\s*(.*?)\s*\}\}/gs, '…')
