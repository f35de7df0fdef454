import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronLeft, ChevronRight, FlaskConical, Pause, Play, Plus, SkipBack, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { Select, TextField } from '@/parts/Field'
import type { Step } from '@/calls/call'
import { labelled } from '../canvas/dialogs'
import { outcomeName } from '../catalog/outcomeNames'
import { useBuilder, useFlow } from '../state/context'
import styles from './TryIt.module.css'
import { SaveTest } from './SaveTest'
import { heardName } from './heard'
import { AsExpected, Tested } from './Tested'
import { useReplay } from './useReplay'
import { useTested } from './useTested'
import { emptyScript, type Script } from './script'
import { useTrial } from './useTrial'

/** Tries the flow with a simulated call: nobody is rung, nothing is kept. */
export function TryIt() {
  const { t } = useLingui()
  const { actions, ui, canvas, mayEdit } = useBuilder()
  const flow = useFlow()
  const [script, setScript] = useState<Script>(emptyScript)
  const [saving, setSaving] = useState<'again' | 'new'>()
  const trial = useTrial(script)
  useReplay(setScript)
  const tested = useTested(setScript)
  const set = (change: Partial<Script>) => setScript({ ...script, ...change })
  const { tried, at, count, show } = trial
  const { timezone } = script.rest
  const ofTest = tried && tested.test && tried.test === tested.test.source

  return (
    <div className={styles.trial}>
      <ErrorBox error={tested.error} />
      {tested.test && (
        <Tested
          test={tested.test}
          leave={() => {
            ui.set({ testing: undefined })
            setScript({ ...script, rest: {} })
          }}
        />
      )}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void trial.run()
        }}
      >
        <TextField label={t`Caller`} hint={t`Empty for a withheld number.`} inputMode="tel" value={script.caller} onChange={({ target }) => set({ caller: target.value })} />
        <TextField label={t`When`} hint={timezone ? t`The time in ${timezone}. Empty for now.` : t`Empty for now.`} type="datetime-local" value={script.at} onChange={({ target }) => set({ at: target.value })} />
        <TextField
          label={t`Digits`}
          hint={t`What the caller presses, with commas between the times that keys are waited for: 1,2#`}
          value={script.digits}
          onChange={({ target }) => set({ digits: target.value })}
        />
        <details className={styles.more} open={more(script)}>
          <summary>{t`More`}</summary>
          <div className={styles.form}>
            <Select
              label={t`Start at`}
              value={script.start}
              onChange={({ target }) => set({ start: target.value })}
              choices={[{ value: '', label: t`Where calls start` }, ...Object.keys(flow.nodes).map((id) => ({ value: id, label: labelled(actions.nameOf(id), id) }))]}
            />
            <Answers answers={script.answers} onChange={(answers) => set({ answers })} />
            <TextField label={t`Hangs up after`} hint={t`Seconds; empty for not at all.`} inputMode="numeric" value={script.hangup} onChange={({ target }) => set({ hangup: target.value })} />
            <TextField label={t`Message`} hint={t`How a message is spoken: 8s and hangs up, 8s# and presses #.`} value={script.speech} onChange={({ target }) => set({ speech: target.value })} />
          </div>
        </details>
        <Button type="submit" variant="primary" busy={trial.busy} icon={<Play size={16} aria-hidden />}>
          {t`Try it`}
        </Button>
      </form>
      <ErrorBox error={trial.error} />
      {tried && (
        <>
          <div className={styles.player} role="group" aria-label={t`Steps of the call`}>
            <IconButton size="s" label={t`First step`} disabled={at <= 1} onClick={() => show(1)}>
              <SkipBack size={16} aria-hidden />
            </IconButton>
            <IconButton size="s" label={t`Step back`} disabled={at <= 1} onClick={() => show(at - 1)}>
              <ChevronLeft size={16} aria-hidden />
            </IconButton>
            <IconButton
              size="s"
              variant="primary"
              label={trial.playing ? t`Pause` : t`Play`}
              onClick={() => {
                if (!trial.playing && at >= count) show(1)
                trial.setPlaying(!trial.playing)
              }}
            >
              {trial.playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
            </IconButton>
            <IconButton size="s" label={t({ message: 'Step', context: 'what a button does' })} disabled={at >= count} onClick={() => show(at + 1)}>
              <ChevronRight size={16} aria-hidden />
            </IconButton>
            <output className={styles.position}>{t`${at} of ${count}`}</output>
            <IconButton size="s" label={t`End the trial`} onClick={() => ui.set({ trial: undefined })}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
          <ol className={styles.steps}>
            {tried.steps.map((step, index) => {
              const own = tried.steps.slice(0, index + 1).filter(({ depth }) => !depth).length
              return (
                <StepItem
                  key={step.seq}
                  step={step}
                  began={tried.at}
                  heard={tried.heard.filter(({ at_s }) => between(at_s, tried.at, step))}
                  known={tried.after?.[index]}
                  here={!step.depth && own === at}
                  passed={own > at}
                  onClick={() => {
                    trial.setPlaying(false)
                    show(own)
                    if (flow.nodes[step.node]) canvas.current?.reveal([step.node])
                  }}
                />
              )
            })}
          </ol>
          <p className={styles.end}>
            <Trans>End after {tried.end.at_s} s: </Trans>
            {tried.end.why}
          </p>
          {ofTest && <AsExpected failures={tried.failures ?? []} />}
          {mayEdit && ofTest && (
            <Button icon={<FlaskConical size={16} aria-hidden />} onClick={() => setSaving('again')}>
              {t`Save the test`}
            </Button>
          )}
          {mayEdit && (
            <Button icon={<FlaskConical size={16} aria-hidden />} onClick={() => setSaving('new')}>
              {t`Save as a flow test`}
            </Button>
          )}
        </>
      )}
      <button type="button" className={`link ${styles.tests}`} onClick={() => ui.set({ panel: 'tests' })}>
        {t`Flow tests`}
      </button>
      {saving && tried && <SaveTest tried={tried} tested={saving === 'again' ? tested : undefined} close={() => setSaving(undefined)} />}
    </div>
  )
}

/** Whether something is filled in that stands behind "More". */
const more = ({ start, answers, hangup, speech }: Script) => start !== '' || hangup !== '' || speech !== '' || Object.keys(answers).length > 0

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000
const between = (at: number, began: string, { entered, left }: Step) => at >= seconds(began, entered) - 0.001 && at < Math.max(seconds(began, left), seconds(began, entered) + 0.001)

type ItemProps = {
  step: Step
  began: string
  heard: { party: string; what: string }[]
  known: { vars?: Record<string, unknown>; results?: Record<string, unknown> } | undefined
  here: boolean
  passed: boolean
  onClick: () => void
}

function StepItem({ step, began, heard, known, here, passed, onClick }: ItemProps) {
  const { t } = useLingui()
  const { catalog } = useBuilder()
  const flow = useFlow()
  const time = seconds(began, step.entered)
  const values = { ...known?.vars, ...known?.results }
  return (
    <li className={`${styles.step} ${here ? styles.here : ''} ${passed ? styles.later : ''}`} style={step.depth ? { marginInlineStart: `${step.depth}rem` } : undefined}>
      <button type="button" onClick={onClick} aria-current={here ? 'step' : undefined}>
        <span className={styles.time}>{time.toFixed(1)}</span>
        <span>
          <strong>{step.label || catalog.title(step.type)}</strong> → {outcomeName(step.outcome, flow.nodes[step.node], t)}
          {step.why && <span className={styles.why}>{step.why}</span>}
        </span>
      </button>
      {here && (
        <div className={styles.facts}>
          {heard.map(({ party, what }, index) => (
            <p key={index}>
              {party === 'caller' ? t`The caller hears` : t`${party} hears`} <em>{heardName(what, t)}</em>
            </p>
          ))}
          {step.warnings?.map((warning) => (
            <p key={warning} className={styles.warning}>
              {warning}
            </p>
          ))}
          {Object.keys(values).length > 0 && (
            <dl aria-label={t`Variables`}>
              {Object.entries(values).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      )}
    </li>
  )
}

/** Who does what when rung. */
function Answers({ answers, onChange }: { answers: Record<string, string>; onChange: (answers: Record<string, string>) => void }) {
  const { t } = useLingui()
  const rows = Object.entries(answers)
  const deeds = [
    { value: 'answered:20s', label: t`answers, talks for 20 s` },
    { value: 'busy', label: t`is busy` },
    { value: 'declined', label: t`declines` },
    { value: 'unanswered', label: t`does not answer` },
    { value: 'unreachable', label: t`cannot be reached` },
    { value: 'machine', label: t`a machine answers` },
  ]
  return (
    <fieldset className={styles.answers}>
      <legend>{t`Who answers`}</legend>
      {rows.map(([who, deed], index) => (
        <div key={index} className={styles.answer}>
          <input
            aria-label={t`Who`}
            value={who}
            onChange={({ target }) => onChange(Object.fromEntries(rows.map((row, at) => (at === index ? [target.value, row[1]] : row))))}
          />
          <select aria-label={t`Does what`} value={deed} onChange={({ target }) => onChange({ ...answers, [who]: target.value })}>
            {!deeds.some(({ value }) => value === deed) && <option value={deed}>{deed}</option>}
            {deeds.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <IconButton size="s" label={t`Remove`} onClick={() => onChange(Object.fromEntries(rows.filter((_, at) => at !== index)))}>
            <X size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button size="s" icon={<Plus size={15} aria-hidden />} onClick={() => onChange({ ...answers, ['*' in answers ? `user:${rows.length}` : '*']: 'busy' })}>
        {t`Add`}
      </Button>
      <p className={styles.hint}>{t`user:alice, or * for everybody else. Whoever is not named does not answer.`}</p>
    </fieldset>
  )
}
