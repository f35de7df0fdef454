import { useLingui } from '@lingui/react/macro'
import { useQueries } from '@tanstack/react-query'
import { Select } from '@/parts/Field'
import { serverReferences, type ReferenceKind } from '../settings/references'
import type { Imported } from './importing'
import styles from './ImportDialog.module.css'

type Props = {
  /** What the file refers to by names of its own. */
  named: NonNullable<NonNullable<Imported['foreign']>['names']>
  /** By which name of this company each goes. */
  names: Readonly<Record<string, string>>
  onNames: (names: Record<string, string>) => void
}

/** Says who and what of this company is meant by the names of another system, where it has nothing of that name. */
export function ImportNames({ named, names, onNames }: Props) {
  const { t } = useLingui()
  const kinds = [...new Set(named.map(({ ref }) => kindOf(ref)))]
  const lists = useQueries({
    queries: kinds.map((kind) => ({ queryKey: ['references', kind], queryFn: ({ signal }: { signal: AbortSignal }) => serverReferences.list(kind, signal), staleTime: 30_000 })),
  })
  const unknown = named.flatMap(({ id, ref }) => {
    const choices = lists[kinds.indexOf(kindOf(ref))]?.data
    return choices?.length && (id in names || !choices.some((choice) => choice.ref === ref)) ? [{ id, ref, choices }] : []
  })
  if (unknown.length === 0) return null
  return (
    <section className={styles.parts}>
      <h3>{t`Who and what is meant`}</h3>
      <p>{t`There is nothing of these names here. Choose what they stand for, or leave it for later.`}</p>
      <div className={styles.names}>
        {unknown.map(({ id, ref, choices }) => (
          <Select
            key={`${kindOf(ref)} ${id}`}
            label={id}
            value={choices.some((choice) => choice.ref === ref) ? ref : ''}
            onChange={({ target }) => {
              const { [id]: _, ...others } = names
              const name = choices.find((choice) => choice.ref === target.value)?.name
              onNames(name === undefined ? others : { ...others, [id]: name })
            }}
            choices={[
              { value: '', label: t`Leave it for later` },
              ...choices.map((choice) => ({ value: choice.ref, label: choice.label && choice.label !== choice.name ? `${choice.name} (${choice.label})` : choice.name })),
            ]}
          />
        ))}
      </div>
    </section>
  )
}

/** Such as user, of user:alice. */
const kindOf = (ref: string) => ref.slice(0, ref.indexOf(':')) as ReferenceKind
