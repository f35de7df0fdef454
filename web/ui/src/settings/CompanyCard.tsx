import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { sessionQuery } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { companyQuery, settings, type Company } from './api'

const fields = ['timezone', 'language', 'country', 'outbound'] as const
type Draft = Pick<Company, (typeof fields)[number]>

/** Where the company is, what it speaks, and how numbers outside are reached. */
export function CompanyCard({ company, etag }: { company: Company; etag: string | undefined }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const zones = useId()
  const languages = useId()
  // Only what was touched: the rest follows what is saved, whoever saved it.
  const [draft, setDraft] = useState<Partial<Draft>>({})
  const change = Object.fromEntries(Object.entries(draft).flatMap(([name, value]) => (value.trim() === company[name as keyof Draft] ? [] : [[name, value.trim()]])))
  const form = useForm(
    () => settings.setCompany(change, etag),
    async (saved) => {
      setDraft({})
      queries.setQueryData(companyQuery.queryKey, saved)
      toast.done(t`Saved.`)
      // Times on all pages are in the company's zone.
      await queries.invalidateQueries(sessionQuery)
    },
  )
  const field = (name: keyof Draft) => ({
    name,
    value: draft[name] ?? company[name],
    onValueChange: (value: string) => {
      form.touch(name)
      setDraft({ ...draft, [name]: value })
    },
    error: form.errorOf(name),
    autoComplete: 'off',
    spellCheck: false,
  })
  const numberPlace = '{number}'

  return (
    <Card title={t`Company`} description={company.name}>
      <Form
        form={form}
        fields={fields}
        actions={
          <Button type="submit" variant="primary" busy={form.busy} disabled={Object.keys(change).length === 0}>
            <Trans>Save</Trans>
          </Button>
        }
      >
        <TextField label={t`Time zone`} {...field('timezone')} list={zones} hint={t`Hours of queues and flows, and all times on these pages, are in it. It is such as Australia/Sydney.`} required />
        <datalist id={zones}>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone}>{zone}</option>
          ))}
        </datalist>
        <TextField label={t`Language`} {...field('language')} list={languages} hint={t`What prompts and spoken texts are in, such as en-AU or de. Where a flow says its own, that holds.`} required />
        <datalist id={languages}>
          {['en', 'en-AU', 'en-GB', 'en-US', 'de', 'es', 'fr', 'it', 'nl', 'pt'].map((tag) => (
            <option key={tag} value={tag}>{tag}</option>
          ))}
        </datalist>
        <TextField
          label={t`Country`}
          {...field('country')}
          optional
          maxLength={2}
          hint={
            company.number_country === ''
              ? t`By whose rules numbers without + are understood, such as AU. It is not known now: only numbers with + are understood.`
              : t`By whose rules numbers without + are understood, such as AU. Left empty, it follows from the language or the time zone; now it is ${company.number_country}.`
          }
        />
        <TextField label={t`Way outside`} {...field('outbound')} optional hint={t`The endpoint for numbers outside, such as PJSIP/${numberPlace}@trunk. Empty: nobody outside can be rung.`} />
      </Form>
      <Stale error={form.error} load={() => queries.invalidateQueries(companyQuery)} />
    </Card>
  )
}
