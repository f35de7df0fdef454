import { execFileSync } from 'node:child_process'
import type { NodeType } from '../form/node'

// Vitest runs in web/ui.
/** The types of nodes, from the Go code as it is now, as GET /api/v1/node-types gives them. */
export const nodeTypes = JSON.parse(
  execFileSync('go', ['run', './tools/nodetypes'], { encoding: 'utf8', maxBuffer: 1 << 24 }),
) as NodeType[]

export function nodeType(name: string): NodeType {
  const type = nodeTypes.find((one) => one.name === name)
  if (!type) throw new Error(`there is no node type ${name}`)
  return type
}
