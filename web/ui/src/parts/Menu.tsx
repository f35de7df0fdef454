import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './Menu.module.css'

export type MenuEntry =
  | 'separator'
  | { label: string; icon?: ReactNode; hint?: string; danger?: boolean; disabled?: boolean; onSelect: () => unknown }
  /** One of several. */
  | { label: string; value: string; onValue: (value: string) => void; choices: { value: string; label: string }[] }

type Props = {
  /** What opens it: a <button>, or our Button. */
  trigger: ReactElement
  /** What the menu is of, for those who do not see it, where its trigger does not say it. */
  label?: string
  items: MenuEntry[]
  align?: 'start' | 'center' | 'end'
}

export function Menu({ trigger, label, items, align = 'start' }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} align={align} sideOffset={4}>
          <Base.Popup className={styles.popup} {...(label && { 'aria-label': label })}>
            {items.map((item, index) => (
              <Entry key={index} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entry({ item }: { item: MenuEntry }) {
  if (item === 'separator') return <Base.Separator className={styles.separator} />
  if ('choices' in item) {
    return (
      <Base.RadioGroup value={item.value} onValueChange={item.onValue}>
        <Base.Group>
          <Base.GroupLabel className={styles.label}>{item.label}</Base.GroupLabel>
          {item.choices.map(({ value, label }) => (
            <Base.RadioItem key={value} value={value} className={styles.item} closeOnClick>
              <span className={styles.icon}>
                <Base.RadioItemIndicator>
                  <Check size={16} aria-hidden />
                </Base.RadioItemIndicator>
              </span>
              {label}
            </Base.RadioItem>
          ))}
        </Base.Group>
      </Base.RadioGroup>
    )
  }
  return (
    <Base.Item className={`${styles.item} ${item.danger ? styles.danger : ''}`} disabled={item.disabled ?? false} onClick={() => void item.onSelect()}>
      {item.icon !== undefined && <span className={styles.icon}>{item.icon}</span>}
      {item.label}
      {item.hint && <span className={styles.hint}>{item.hint}</span>}
    </Base.Item>
  )
}
