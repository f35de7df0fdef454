import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMemo, useState, type CSSProperties } from 'react'
import { Button } from '@/parts/Button'
import { lookOf, tintOf } from '../catalog/uses'
import type { FlowDocument } from '../model/document'
import { depths } from '../model/layout'
import outline from '../outline/Outline.module.css'
import type { CallAt } from './liveCalls'
import styles from './LiveOutline.module.css'
import { CallsNow, Ways } from './NodePanel'
import type { FlowNumbers } from './numbers'
import type { Days } from './period'

/** So many nodes are listed at first; a button shows more. */
const page = 150

type Props = {
  document: FlowDocument
  calls: readonly CallAt[]
  numbers: FlowNumbers | undefined
  days: Days
  nameOf: (id: string) => string
  chosen: string | undefined
  onNode: (id: string | undefined) => void
}

/** The same as on the picture, in words: the nodes with the calls that are there, and by which outcomes calls left them. */
export function LiveOutline({ document, calls, numbers, days, nameOf, chosen, onNode }: Props) {
  const { t } = useLingui()
  const [shown, setShown] = useState(page)
  const order = useMemo(() => [...depths(document).entries()], [document])
  const here = useMemo(() => {
    const at = new Map<string, CallAt[]>()
    for (const call of calls) at.set(call.node, [...(at.get(call.node) ?? []), call])
    return at
  }, [calls])
  const lost = calls.filter(({ node }) => !document.nodes[node])
  return (
    <section className={outline.outline} aria-label={t`Outline`}>
      <ol className={outline.list}>
        {order.slice(0, shown).map(([id, depth]) => {
          const node = document.nodes[id]
          if (!node) return null
          const { use, Icon } = lookOf(node.type)
          const there = here.get(id) ?? []
          const left = numbers?.nodes.get(id)
          const open = chosen === id
          return (
            <li key={id} className={`${outline.item} ${open ? outline.checked : ''}`} style={{ '--tint': tintOf(use), '--depth': Math.min(depth, 6) } as CSSProperties}>
              <div className={outline.head}>
                <button type="button" className={outline.name} aria-pressed={open} onClick={() => onNode(open ? undefined : id)}>
                  <span className={outline.icon}>
                    <Icon size={16} aria-hidden />
                  </span>
                  <span className={outline.names}>
                    <strong>{nameOf(id)}</strong>
                    <small>
                      {left ? <Plural value={left.total} one="left once" other="left # times" /> : <Trans>no call left it</Trans>}
                      {left && left.hungUp > 0 && (
                        <>
                          , <Plural value={left.hungUp} one="# caller hung up here" other="# callers hung up here" />
                        </>
                      )}
                    </small>
                  </span>
                  {there.length > 0 && (
                    <span className={styles.now}>
                      <Plural value={there.length} one="# call now" other="# calls now" />
                    </span>
                  )}
                </button>
              </div>
              {(there.length > 0 || left) && (
                <div className={styles.details}>
                  {there.length > 0 && <CallsNow calls={there.slice(0, 20)} />}
                  {left && <Ways id={id} document={document} numbers={left} days={days} />}
                </div>
              )}
            </li>
          )
        })}
      </ol>
      {order.length > shown && <Button onClick={() => setShown(shown + page)}>{t`Show more`}</Button>}
      {lost.length > 0 && (
        <div className={styles.details}>
          <p>
            <Trans>At nodes that this revision has not:</Trans>
          </p>
          <CallsNow calls={lost} />
        </div>
      )}
      {numbers !== undefined && numbers.elsewhere > 0 && (
        <p className={styles.elsewhere}>
          <Plural value={numbers.elsewhere} one="# step at a node that this revision has not." other="# steps at nodes that this revision has not." />
        </p>
      )}
    </section>
  )
}
