import { address, api, path, type Page } from '@/api/client'
import { hear } from '@/parts/sound/hear'

export type ReferenceKind = 'user' | 'group' | 'queue' | 'audio' | 'flow' | 'external'

/** Something that a flow can refer to. */
export type Choice = {
  /** As it stands in the flow, such as user:alice. */
  ref: string
  name: string
  /** How people know it, such as a full name. */
  label?: string
  /** Further words, such as who is in a group. */
  detail?: string
}

/** Where the settings find what flows can refer to. They get it from outside, so that tests and the gallery bring their own. */
export type References = {
  list: (kind: ReferenceKind, signal?: AbortSignal) => Promise<Choice[]>
  /** The address at which an audio can be heard. */
  audioUrl: (name: string) => string
  /** Puts an audio in the library. */
  upload: (name: string, file: Blob) => Promise<Choice>
  /** What a text sounds like. */
  speak: (text: string, signal?: AbortSignal) => Promise<Blob>
}

/** What this company has, from the server. */
export const serverReferences: References = {
  list: async (kind, signal) => (await api.get<Page<Choice>>('/references', { kind }, signal)).items,
  audioUrl: (name) => address(path`/audio/${name}/sound`),
  upload: async (name, file) => {
    const form = new FormData()
    form.set('name', name)
    form.set('file', file, file instanceof File ? file.name : `${name}.wav`)
    const made = await api.post<{ name: string }>('/audio', form)
    return { ref: `audio:${made.name}`, name: made.name }
  },
  speak: hear,
}
