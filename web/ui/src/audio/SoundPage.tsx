import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Pencil, Replace, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ConfirmDialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { Player } from '@/parts/sound/Player'
import { useToast } from '@/parts/Toast'
import { Uses } from '@/parts/Uses'
import { peaksAt, soundAt, soundQuery, sounds } from './api'
import { RenameSound } from './RenameSound'
import { ReplaceSound } from './ReplaceSound'
import { soundRoute } from './routes'
import { SoundFacts } from './SoundFacts'

export function SoundPage() {
  const { t } = useLingui()
  const { sound: name } = soundRoute.useParams()
  const mayChange = useMay('flows')
  const [asking, setAsking] = useState<'replace' | 'rename' | 'remove'>()
  const { data, error, refetch } = useQuery(soundQuery(name))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const toast = useToast()
  const sound = data?.data

  return (
    <>
      <PageHeader
        title={sound?.name ?? name}
        back={{ to: '/audio-library', label: t`Audio library` }}
        actions={
          mayChange &&
          sound && (
            <>
              <Button icon={<Trash2 size={16} aria-hidden />} onClick={() => setAsking('remove')}>
                <Trans>Remove</Trans>
              </Button>
              <Button icon={<Pencil size={16} aria-hidden />} onClick={() => setAsking('rename')}>
                <Trans>Rename</Trans>
              </Button>
              <Button variant="primary" icon={<Replace size={16} aria-hidden />} onClick={() => setAsking('replace')}>
                <Trans>Replace</Trans>
              </Button>
            </>
          )
        }
      />
      <ErrorBox error={error} retry={() => void refetch()} />
      {!sound && !error && <PageSkeleton />}
      {sound && (
        <div className={layout.sides}>
          <div className={layout.stack}>
            <Card title={t`Sound`}>
              {sound.size === 0 ? (
                <ErrorBox error={new Error(t`The file of this sound is not there any more. Callers hear a beep in its place: put another sound in its place.`)} />
              ) : (
                <Player key={sound.hash} title={sound.name} sound={soundAt(sound.name)} peaks={peaksAt(sound.name)} duration={sound.duration_s} />
              )}
              {sound.text && (
                <blockquote dir="auto" className={layout.soft}>
                  {sound.text}
                </blockquote>
              )}
            </Card>
            <SoundFacts saved={data} />
          </div>
          <Card title={t`Where it is used`}>
            <Uses of={`/audio/${encodeURIComponent(name)}/uses`} />
          </Card>
        </div>
      )}
      {data && asking === 'replace' && <ReplaceSound saved={data} onClose={() => setAsking(undefined)} />}
      {data && asking === 'rename' && <RenameSound saved={data} onClose={() => setAsking(undefined)} />}
      <ConfirmDialog
        title={t`Remove ${name}?`}
        action={t`Remove`}
        danger
        open={asking === 'remove'}
        onOpenChange={(open) => !open && setAsking(undefined)}
        onConfirm={async () => {
          await sounds.remove(name)
          toast.done(t`${name} is removed.`)
          await navigate({ to: '/audio-library' })
          queries.removeQueries(soundQuery(name))
          await queries.invalidateQueries({ queryKey: ['audio'] })
        }}
      >
        <Trans>This cannot be undone. A sound that something plays is not removed.</Trans>
      </ConfirmDialog>
    </>
  )
}
