/**
 * A type of schema.ts with fields of which the API's document says less than is known: which words a text is, or that a list is
 * never null. A field that the document no longer has is an error.
 */
export type Narrowed<T, K extends { [F in keyof K]: F extends keyof T ? T[F] : never }> = Omit<T, keyof K> & K
