import { useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/parts/Button'
import { TextField } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import type { User } from './api'
import { phoneOf, phoneText } from './phones'

/** What is entered about a person; telephones as texts. */
export type UserDraft = { full_name: string; email: string; phones: string[]; weight: string }

export const userFields = ['full_name', 'email', 'phones', 'weight'] as const

export const draftOf = (user?: User): UserDraft => ({
  full_name: user?.full_name ?? '',
  email: user?.email ?? '',
  phones: (user?.phones ?? []).map(phoneText),
  weight: String(user?.weight ?? 1),
})

export const userOf = (draft: UserDraft) => ({
  full_name: draft.full_name.trim(),
  email: draft.email.trim(),
  phones: draft.phones.filter((text) => text.trim() !== '').map(phoneOf),
  weight: Number(draft.weight),
})

type Props = { draft: UserDraft; onDraft: (draft: UserDraft) => void; errorOf: (name: string) => string | undefined; disabled?: boolean }

export function UserFields({ draft, onDraft, errorOf, disabled }: Props) {
  const { t } = useLingui()
  const set = (change: Partial<UserDraft>) => onDraft({ ...draft, ...change })
  // There is always a field to write the first telephone into.
  const phones = draft.phones.length > 0 ? draft.phones : ['']
  // Empty fields are not sent: the server counts the others.
  const errorAt = (index: number) => {
    const sent = `phones[${phones.slice(0, index).filter((text) => text.trim() !== '').length}]`
    const own = phones[index]?.trim() === '' ? undefined : (errorOf(`${sent}.endpoint`) ?? errorOf(`${sent}.external`))
    return own ?? (index === phones.length - 1 ? errorOf('phones') : undefined)
  }
  return (
    <fieldset disabled={disabled} className={layout.fields}>
      <TextField label={t`Full name`} name="full_name" optional value={draft.full_name} onValueChange={(full_name) => set({ full_name })} error={errorOf('full_name')} autoComplete="off" dir="auto" />
      <TextField label={t`Email`} name="email" type="email" optional value={draft.email} onValueChange={(email) => set({ email })} error={errorOf('email')} hint={t`Voicemail and missed calls are told there.`} autoComplete="off" />
      <fieldset className={layout.fields}>
        <legend className="sr-only">{t`Telephones`}</legend>
        {phones.map((text, index) => {
          const place = index + 1
          return (
            <div key={index} className={layout.line}>
              <TextField
                label={t`Telephone ${place}`}
                value={text}
                onValueChange={(written) => set({ phones: phones.with(index, written) })}
                error={errorAt(index)}
                hint={index === phones.length - 1 ? t`An endpoint such as PJSIP/alice, or a number outside such as +61412345678. All ring together.` : undefined}
                autoComplete="off"
                spellCheck={false}
              />
              {!disabled && draft.phones.length > 1 && (
                <IconButton label={t`Remove telephone ${place}`} onClick={() => set({ phones: phones.toSpliced(index, 1) })}>
                  <X size={16} aria-hidden />
                </IconButton>
              )}
            </div>
          )
        })}
        {!disabled && (
          <div>
            <Button size="s" icon={<Plus size={16} aria-hidden />} onClick={() => set({ phones: [...phones, ''] })}>{t`Add a telephone`}</Button>
          </div>
        )}
      </fieldset>
      <TextField label={t`Weight`} name="weight" type="number" min={1} max={100} value={draft.weight} onValueChange={(weight) => set({ weight })} error={errorOf('weight')} hint={t`The share in a round robin: somebody with 2 gets twice as many calls as somebody with 1.`} />
    </fieldset>
  )
}
