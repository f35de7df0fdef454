import { useLingui } from '@lingui/react/macro'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { Flag, Lock, StickyNote } from 'lucide-react'
import { createContext, memo, useContext } from 'react'
import { colourOf, glyphs, sortOf } from '@/parts/outcomes'
import { useCatalog } from '../catalog/nodeTypes'
import { outcomeName } from '../catalog/outcomeNames'
import { summaryOf } from '../catalog/summary'
import { lookOf, tintOf } from '../catalog/uses'
import { inHandle, type StepNode } from './graph'
import { useNodeMark } from './marks'
import styles from './StepCard.module.css'
import { useNodeDetail } from './useDetail'

/** Whether edges can be drawn from the dots. */
export const ConnectContext = createContext(false)

/** A node as it is drawn, by the numbers of model/size.ts. */
export const StepCard = memo(function StepCard({ id, data, selected }: NodeProps<StepNode>) {
  // Without a card FarView draws it; what is here is only for the pointer.
  return useNodeDetail(id) && <Card id={id} data={data} selected={selected} />
})

function Card({ id, data, selected }: Pick<NodeProps<StepNode>, 'id' | 'data' | 'selected'>) {
  const { t, i18n } = useLingui()
  const catalog = useCatalog()
  const mark = useNodeMark(id)
  const { node, start } = data
  const { use, Icon } = lookOf(node.type)
  const title = catalog.title(node.type)
  const unknown = catalog.types.length > 0 && !catalog.get(node.type)
  const classes = [
    styles.card,
    selected && styles.selected,
    node.skip && styles.skipped,
    unknown && styles.unknown,
    mark?.passed && styles.passed,
    mark?.steps && styles.visited,
    mark?.here && styles.here,
    mark?.current && styles.current,
    mark?.change && styles[mark.change],
    mark?.findings && styles[mark.findings.level],
  ]
  const tint = { '--tint': tintOf(use) } as React.CSSProperties
  const summary = summaryOf(node)
  const below = node.label ? [title, summary].filter(Boolean).join(' · ') : summary
  return (
    <div className={classes.filter(Boolean).join(' ')} style={tint}>
      {start && (
        <span className={styles.start}>
          <Flag size={11} aria-hidden /> {t`Start`}
        </span>
      )}
      <InDot />
      <div className={styles.head}>
        <span className={styles.icon}>
          <Icon size={18} aria-hidden />
        </span>
        <span className={styles.names}>
          <span className={styles.title}>{node.label || title || id}</span>
          {below && <span className={styles.below}>{below}</span>}
        </span>
        {node.sensitive && <Lock size={13} className={styles.sign} aria-label={t`Sensitive`} />}
        {node.note && <StickyNote size={13} className={styles.sign} aria-label={t`Has a note`} />}
      </div>
      {data.rows.length > 0 && (
        <ul className={styles.rows}>
          {data.rows.map((row) => (
            <Row key={row.name} data={data} name={row.name} about={row.about} spare={!!row.else} here={mark?.exit === row.name} />
          ))}
        </ul>
      )}
      {mark?.others && (
        <span className={styles.others}>
          {mark.others.map(({ name, initials, tint }, index) => (
            <span key={index} title={t`${name} is here`} style={{ '--tint': tint } as React.CSSProperties}>
              {initials}
            </span>
          ))}
        </span>
      )}
      {mark?.findings && (
        <span className={styles.badge} title={mark.findings.level === 'error' ? t`Something is missing here` : t`Worth a look`}>
          {mark.findings.level === 'error' ? '!' : '?'}
        </span>
      )}
      {mark?.steps && <span className={styles.steps}>{mark.steps.length > 3 ? `${mark.steps.length}×` : mark.steps.join(' · ')}</span>}
      {mark?.ends && (
        <span className={styles.ends}>
          {mark.ends.hungUp > 0 && (
            <span className={styles.hungUp} data-end="hungUp" title={t`Callers who hung up here: ${i18n.number(mark.ends.hungUp)}`}>
              {glyphs.hungup} {i18n.number(mark.ends.hungUp)}
            </span>
          )}
          {mark.ends.ended > 0 && (
            <span data-end="ended" title={t`Calls that ended here: ${i18n.number(mark.ends.ended)}`}>
              ■ {i18n.number(mark.ends.ended)}
            </span>
          )}
        </span>
      )}
      {!!mark?.live && <span className={styles.live}>{mark.live}</span>}
    </div>
  )
}

function InDot() {
  const connect = useContext(ConnectContext)
  return <Handle id={inHandle} type="target" position={Position.Left} isConnectable={connect} isConnectableStart={false} className={styles.in} />
}

type RowProps = { data: StepNode['data']; name: string; about?: string | undefined; spare: boolean; here: boolean }

function Row({ data, name, about, spare, here }: RowProps) {
  const { t } = useLingui()
  const connect = useContext(ConnectContext)
  const text = outcomeName(name, data.node, t)
  const wired = data.node.next?.[name] !== undefined
  const lost = data.nowhere[name]
  const state = lost !== undefined ? styles.lost : wired ? styles.wired : spare ? styles.spare : styles.open
  return (
    <li className={`${styles.row} ${state} ${here ? styles.exit : ''}`} style={{ '--way': colourOf(name) } as React.CSSProperties} title={about ? `${text}: ${about}` : text}>
      <span className={styles.rowName}>{text}</span>
      <Handle id={name} type="source" position={Position.Right} isConnectable={connect} isConnectableEnd={false} className={styles.dot} data-outcome={name}>
        {glyphs[sortOf(name)]}
      </Handle>
      {lost !== undefined && <span className={styles.nowhere}>{t`${lost} is not there`}</span>}
    </li>
  )
}
