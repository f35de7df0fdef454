import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import type { Template } from './flow'
import { ChooseSource } from './ChooseSource'
import { FromFile } from './FromFile'
import { FromTemplate } from './FromTemplate'
import { EmptyFlow } from './EmptyFlow'

/** What a new flow is made from. */
export type Source = { from: 'template'; template: Template } | { from: 'empty' } | { from: 'file' }

type Props = { open: boolean; /** It will be given to this number as soon as it can be. */ number?: string | undefined; onClose: () => void }

/** A dialog of two steps: what to start from, then what that asks for. */
export function NewFlow({ open, number, onClose }: Props) {
  const { t } = useLingui()
  const [source, setSource] = useState<Source>()
  const close = () => {
    setSource(undefined)
    onClose()
  }
  const back = (
    <Button variant="quiet" onClick={() => setSource(undefined)}>
      <Trans>Back</Trans>
    </Button>
  )
  const title = number ? t`New flow for ${number}` : t`New flow`
  if (!source) {
    return (
      <Dialog open={open} onOpenChange={(is) => !is && close()} size="l" title={title} description={t`What do you want to start from?`}>
        <ChooseSource onChoose={setSource} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(is) => !is && close()}
      title={source.from === 'template' ? `${title}: ${source.template.title}` : title}
      description={source.from === 'template' ? source.template.about : undefined}
    >
      {source.from === 'template' && <FromTemplate template={source.template} number={number} back={back} />}
      {source.from === 'empty' && <EmptyFlow number={number} back={back} />}
      {source.from === 'file' && <FromFile number={number} back={back} />}
    </Dialog>
  )
}
