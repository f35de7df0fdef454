import type { ComponentType } from 'react'
import type { FieldProps } from '../form/fields'
import { general, type Path } from '../form/path'

type Editor = ComponentType<FieldProps>

/** Params that people edit otherwise than by the form of their schema. */
const editors: Record<string, Editor> = {}

export function editorOf(type: string, path: Path): Editor | undefined {
  return editors[`${type}.${general(path)}`]
}

/** All params that the table names, so that a test can tell what is no param any more. */
export const edited = (): string[] => Object.keys(editors)
