import type { Catalog } from '../catalog/nodeTypes'
import { canonical } from '../model/canonical'
import type { FlowDocument, FlowNode, Outcome, Params } from '../model/document'

/**
 * The exits of nodes. The server tells them with each check; until it has, a node has those that a node with the same params had,
 * else those of its type.
 */
export class OutcomeBook {
  #byParams = new Map<string, readonly Outcome[]>()
  #keys = new WeakMap<Params, string>()
  #listeners = new Set<() => void>()
  #version = 0

  get version(): number {
    return this.#version
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  of(node: FlowNode, catalog: Catalog): readonly Outcome[] {
    return this.#byParams.get(this.#key(node)) ?? catalog.get(node.type)?.outcomes ?? []
  }

  learn(flow: FlowDocument, outcomes: Readonly<Record<string, readonly Outcome[]>>): void {
    let news = false
    for (const [id, list] of Object.entries(outcomes)) {
      const node = flow.nodes[id]
      if (!node) continue
      const key = this.#key(node)
      if (JSON.stringify(this.#byParams.get(key)) === JSON.stringify(list)) continue
      this.#byParams.set(key, list)
      news = true
    }
    if (!news) return
    this.#version++
    for (const listener of this.#listeners) listener()
  }

  #key(node: FlowNode): string {
    if (!node.params) return node.type
    let text = this.#keys.get(node.params)
    if (text === undefined) {
      text = canonical(node.params)
      this.#keys.set(node.params, text)
    }
    return `${node.type} ${text}`
  }
}
