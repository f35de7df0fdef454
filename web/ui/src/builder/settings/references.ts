
export type ReferenceKind = 'user' | 'group' | 'queue' | 'audio' | 'flow' | 'endpoint'

/** Something that a flow can refer to. */
export type Choice = {
  /** As it stands in the flow, such as user:alice. */
  ref: string
  name: string
  /** How people know it, such as a full name. */
  label?: string
  /** Further words, such as "3 members" or "4 s". */
  detail?: string
}

/** Where the settings find what flows can refer to. The panel gets it from outside, so that tests and the gallery bring their own. */
export type References = {
  list: (kind: ReferenceKind, signal?: AbortSignal) => Promise<Choice[]>
  /** The address at which an audio can be heard. */
  audioUrl: (name: string) => string
  /** Puts an audio in the library. */
  upload: (name: string, file: Blob) => Promise<Choice>
  /** An audio of a text, as it will be spoken. */
  speak: (text: string, signal?: AbortSignal) => Promise<Blob>
}

