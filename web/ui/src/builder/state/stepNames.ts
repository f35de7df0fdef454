import { useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import type { StepName } from '../model/store'

/** What a step is called in the list of steps and on the buttons of undo and redo. */
export function useStepName(): (step: StepName) => string {
  const { t } = useLingui()
  return ({ kind, text, what = '', count = 1 }) => {
    if (text) return text
    const nodes = count > 1 ? plural(count, { one: '# node', other: '# nodes' }) : what
    switch (kind) {
      case 'add':
        return t`Add ${what}`
      case 'insert':
        return t`Insert ${what}`
      case 'connect':
        return t`Connect ${what}`
      case 'disconnect':
        return t`Disconnect ${what}`
      case 'delete':
        return t`Delete ${nodes}`
      case 'cut':
        return t`Cut ${nodes}`
      case 'rename':
        return t`Rename ${what}`
      case 'settings':
        return t`Change ${what}`
      case 'flow':
        return t`Change the flow’s settings`
      case 'start':
        return t`Start at ${what}`
      case 'move':
        return t`Move ${nodes}`
      case 'tidy':
        return t`Tidy up`
      case 'paste':
        return plural(count, { one: 'Paste # node', other: 'Paste # nodes' })
      case 'duplicate':
        return t`Duplicate ${nodes}`
      case 'merge':
        return t`Take over what others saved`
      case 'import':
        return t`Import a flow`
      case 'restore':
        return t`Restore a revision`
    }
  }
}
