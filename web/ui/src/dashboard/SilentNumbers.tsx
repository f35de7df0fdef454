import { Plural, Trans } from '@lingui/react/macro'
import { PhoneOff, Plus } from 'lucide-react'
import { useMay } from '@/api/session'
import type { PhoneNumber } from '@/numbers/number'
import { LinkButton } from '@/parts/Button'
import styles from './SilentNumbers.module.css'

/** How many are listed; the rest is a link away. */
const shown = 8

/** The numbers whose callers reach nothing, each with a button that makes its flow. */
export function SilentNumbers({ numbers }: { numbers: readonly PhoneNumber[] }) {
  const mayChange = useMay('admin')
  if (numbers.length === 0) return null
  return (
    <section className={styles.silent} aria-labelledby="silent-numbers">
      <h2 id="silent-numbers">
        <PhoneOff size={18} aria-hidden />
        <Plural value={numbers.length} one="# number receives nothing" other="# numbers receive nothing" />
      </h2>
      <p>
        <Trans>Who calls them hears that there is no service.</Trans>
      </p>
      <ul>
        {numbers.slice(0, shown).map(({ number, service }) => (
          <li key={number}>
            <span>
              <b>{number}</b> {service}
            </span>
            {mayChange && (
              <LinkButton size="s" to="/flows" search={{ new: true, number }} icon={<Plus size={14} aria-hidden />}>
                <Trans>
                  Make a flow<span className="sr-only"> for {number}</span>
                </Trans>
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
      <LinkButton size="s" variant="quiet" to="/numbers" search={{ silent: true }}>
        <Trans>Show them among the numbers</Trans>
      </LinkButton>
    </section>
  )
}
