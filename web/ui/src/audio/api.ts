import { queryOptions } from '@tanstack/react-query'
import { api, path, request, type Answer, type Page } from '@/api/client'
import { upload, type Progress } from '@/api/upload'
import { formOf } from '@/parts/sound/source'

export const kinds = ['greeting', 'prompt', 'whisper', 'music', 'invalid'] as const
export type Kind = (typeof kinds)[number]

/** A sound of the library as GET /audio has it. */
export type Sound = {
  name: string
  kind?: Kind
  /** Another hash is another sound. */
  hash: string
  duration_s: number
  /** In bytes; 0 when its file is not there any more. */
  size: number
  /** What is said, when it was spoken from text. */
  text?: string
  language?: string
  created: string
}

export const soundsQuery = (filter: { q?: string | undefined; kind?: Kind | undefined } = {}) =>
  queryOptions({ queryKey: ['audio', filter], queryFn: async ({ signal }) => (await api.get<Page<Sound>>('/audio', filter, signal)).items })

// Not below 'audio': when it is removed, the lists are asked for again, and it is not.
export const soundQuery = (name: string) =>
  queryOptions({ queryKey: ['sound', name], queryFn: ({ signal }) => request<Sound>('GET', path`/audio/${name}`, { signal }) })

export const soundAt = (name: string) => path`/audio/${name}/sound`
export const peaksAt = (name: string) => path`/audio/${name}/peaks`

export const sounds = {
  upload: (file: Blob, name: string, kind: Kind | '', onProgress?: Progress, signal?: AbortSignal) => upload<Sound>('POST', '/audio', formOf(file, name, { name, kind }), onProgress, { signal }),
  speak: (text: string, name: string, kind: Kind | '') => api.post<Sound>('/audio/speech', { text, name, kind }),
  // Each with the version of the sound that was seen: another's change meanwhile is told, and not overwritten.
  replace: ({ data: { name }, etag }: Answer<Sound>, file: Blob, onProgress?: Progress) => upload<Sound>('PUT', soundAt(name), formOf(file, name), onProgress, { ifMatch: etag }),
  respeak: ({ data: { name }, etag }: Answer<Sound>, text: string) => api.put<Sound>(path`/audio/${name}/speech`, { text }, { ifMatch: etag }),
  set: ({ data: { name }, etag }: Answer<Sound>, change: { name?: string; kind?: Kind | '' }): Promise<Answer<Sound>> => request<Sound>('PATCH', path`/audio/${name}`, { body: change, ifMatch: etag }),
  remove: (name: string) => api.delete(path`/audio/${name}`),
}
