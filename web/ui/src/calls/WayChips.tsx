import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Activity, X } from 'lucide-react'
import { api, path } from '@/api/client'
import { nodeTypesQuery } from '@/builder/catalog/nodeTypes'
import { outcomeName } from '@/builder/catalog/outcomeNames'
import { asDocument } from '@/builder/model/document'
import styles from './WayChips.module.css'

type Change = { node?: undefined; edge?: undefined }
type Props = { flow: number; node: string; edge: string | undefined; since: string | undefined; until: string | undefined; set: (change: Change) => void }

/** What of a flow's picture the calls are narrowed to, each to be taken away; and the way back to the picture. */
export function WayChips({ flow, node, edge, since, until, set }: Props) {
  const { t } = useLingui()
  const types = useQuery(nodeTypesQuery).data
  const document = useQuery({
    queryKey: ['flow', String(flow), 'newest'],
    queryFn: async ({ signal }) => asDocument((await api.get<{ document: unknown }>(path`/flows/${flow}/draft`, undefined, signal)).document),
  }).data
  const found = document?.nodes[node]
  const name = found?.label || (found && types?.title(found.type)) || node
  const outcome = edge === undefined ? '' : outcomeName(edge, found, t)
  return (
    <ul className={styles.chips} aria-label={t`Only calls that went this way`}>
      <li>
        <Chip text={t`Left: ${name}`} away={t`Calls of all nodes`} onClick={() => set({ node: undefined, edge: undefined })} />
      </li>
      {edge !== undefined && (
        <li>
          <Chip text={t`By: ${outcome}`} away={t`Calls of all outcomes`} onClick={() => set({ edge: undefined })} />
        </li>
      )}
      <li>
        <Link to="/flows/$id" params={{ id: String(flow) }} search={{ show: 'live', at: node, ...((since ?? until) !== undefined && { period: 'own' as const, since, until }) }} className={styles.back}>
          <Activity size={15} aria-hidden /> {t`On the picture`}
        </Link>
      </li>
    </ul>
  )
}

function Chip({ text, away, onClick }: { text: string; away: string; onClick: () => void }) {
  return (
    <span className={styles.chip}>
      {text}
      <button type="button" aria-label={away} title={away} onClick={onClick}>
        <X size={14} aria-hidden />
      </button>
    </span>
  )
}
