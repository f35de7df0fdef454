import type { Path } from './path'
import type { Schema } from './schema'

/** What every field and every editor of a param gets. */
export type FieldProps = {
  path: Path
  schema: Schema
  required?: boolean | undefined
  /** Instead of the param's own name. */
  label?: string | undefined
  /** In a row that says what it is: the label is heard only, and there is no help. */
  bare?: boolean | undefined
}
