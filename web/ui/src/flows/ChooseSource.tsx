import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { FileUp, SquareDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import { FlowThumb } from '@/builder/picture/FlowThumb'
import { ErrorBox } from '@/parts/ErrorBox'
import { Skeleton } from '@/parts/Skeleton'
import styles from './ChooseSource.module.css'
import { templatesQuery } from './flow'
import type { Source } from './NewFlow'

export function ChooseSource({ onChoose }: { onChoose: (source: Source) => void }) {
  const { t } = useLingui()
  const templates = useQuery(templatesQuery)
  return (
    <>
      <ErrorBox error={templates.error} retry={() => void templates.refetch()} />
      <ul className={styles.cards}>
        <Card title={t`Empty flow`} picture={<SquareDashed size={40} />} onClick={() => onChoose({ from: 'empty' })}>
          <Trans>Draw it node by node.</Trans>
        </Card>
        {templates.isPending && Array.from({ length: 6 }, (_, index) => <Card key={index} title="" picture={<Skeleton />} />)}
        {templates.data?.map((template) => (
          <Card
            key={template.name}
            title={template.title}
            picture={<FlowThumb document={template.example} label="" />}
            onClick={() => onChoose({ from: 'template', template })}
          >
            {template.about}
          </Card>
        ))}
        <Card title={t`A file`} picture={<FileUp size={40} />} onClick={() => onChoose({ from: 'file' })}>
          <Trans>An exported flow, a scenario, or a flow of Twilio Studio, Kazoo or OpenVBX.</Trans>
        </Card>
      </ul>
    </>
  )
}

function Card({ title, picture, children, onClick }: { title: string; picture: ReactNode; children?: ReactNode; onClick?: () => void }) {
  return (
    <li>
      <button type="button" className={styles.card} onClick={onClick} disabled={!onClick}>
        <span className={styles.picture} aria-hidden>
          {picture}
        </span>
        <b>{title || <Skeleton width="60%" />}</b>
        <span className={styles.about}>{children}</span>
      </button>
    </li>
  )
}
