/** Where a new sound comes from. */
export type Source = { way: 'file' | 'record'; file?: Blob | undefined } | { way: 'text'; text: string }

/** Whether there is something to send. */
export const given = (source: Source): boolean => (source.way === 'text' ? source.text.trim() !== '' : source.file !== undefined)

/** A form with the sound's file, under the name that it has or gets. */
export function formOf(file: Blob, name: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', file, file instanceof File ? file.name : `${name}.wav`)
  return form
}
