import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Play, Square } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { address } from '@/api/client'
import { Badge } from '@/parts/Badge'
import { IconButton } from '@/parts/Button'
import layout from '@/parts/Layout.module.css'
import { sizeIn } from '@/parts/size'
import { usePlayer } from '@/parts/sound/usePlayer'
import { Table } from '@/parts/Table'
import { lasted, useTimes } from '@/parts/times'
import { soundAt, type Sound } from './api'
import { useKindName } from './kinds'
import styles from './SoundTable.module.css'

type Props = { sounds: Sound[] | undefined; error: unknown; retry: () => void; empty: ReactNode }

/** The sounds, each with a button that plays it; one plays at a time. */
export function SoundTable({ sounds, error, retry, empty }: Props) {
  const { t, i18n } = useLingui()
  const times = useTimes()
  const kindName = useKindName()
  const player = usePlayer()
  const [chosen, setChosen] = useState('')

  function toggle(name: string) {
    if (player.state !== 'idle' && chosen === name) return player.stop()
    setChosen(name)
    player.play(address(soundAt(name)))
  }

  return (
    <>
      {player.problem && (
        <p role="alert" className={styles.problem}>
          {chosen}: {player.problem}
        </p>
      )}
      <Table
        caption={t`Sounds`}
        rows={sounds}
        rowKey={({ name }) => name}
        error={error}
        retry={retry}
        empty={empty}
        columns={[
          {
            key: 'name',
            header: <Trans>Name</Trans>,
            cell: ({ name, text, size }) => {
              const plays = player.state !== 'idle' && chosen === name
              return (
                <div className={styles.name}>
                  <IconButton size="s" variant="secondary" label={plays ? t`Stop ${name}` : t`Play ${name}`} disabled={size === 0} onClick={() => toggle(name)}>
                    {plays ? <Square size={14} aria-hidden /> : <Play size={14} aria-hidden />}
                  </IconButton>
                  <div className={layout.two}>
                    <Link to="/audio-library/$sound" params={{ sound: name }}>
                      {name}
                    </Link>
                    {text && (
                      <small dir="auto" className={styles.text}>
                        {text}
                      </small>
                    )}
                    {size === 0 && <Badge tone="bad">{t`Its file is missing`}</Badge>}
                  </div>
                </div>
              )
            },
          },
          { key: 'kind', header: <Trans>Kind</Trans>, wideOnly: true, cell: ({ kind }) => kind && kindName(kind) },
          { key: 'length', header: <Trans>Length</Trans>, align: 'end', cell: ({ duration_s }) => lasted(duration_s) },
          { key: 'size', header: <Trans>Size</Trans>, align: 'end', wideOnly: true, cell: ({ size }) => size > 0 && sizeIn(i18n.locale, size) },
          { key: 'created', header: <Trans>Since</Trans>, wideOnly: true, cell: ({ created }) => times.day(created) },
        ]}
      />
    </>
  )
}
