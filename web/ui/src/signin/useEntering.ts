import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Problem } from '@/api/problem'
import type { Session } from '@/api/session'
import { useForm } from '@/parts/Form'

/**
 * Coming in, by a password or by a link: the first answer may be that the code of the second factor is needed, and then the form
 * asks for it and sends everything again.
 */
export function useEntering(send: (code: { code?: string }) => Promise<Session>, entered: (session: Session) => unknown) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const [codeNeeded, setCodeNeeded] = useState(false)

  const form = useForm(
    async () => {
      try {
        return await send(codeNeeded ? { code: code.replaceAll(' ', '') } : {})
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (error.code === 'code_needed' && !codeNeeded) {
          setCodeNeeded(true)
          return undefined
        }
        throw inWords(error)
      }
    },
    (session) => session && entered(session),
  )

  function inWords(problem: Problem): Error {
    const minutes = Math.ceil((problem.retryAfter ?? 60) / 60)
    if (problem.code === 'code_needed') return new Error(t`That code is wrong, or has been used. An app shows a new one every 30 seconds.`, { cause: problem })
    if (problem.status === 429) return new Error(t`Too many attempts. Try again in ${minutes} min.`, { cause: problem })
    if (problem.code === 'wrong_password') return new Error(t`The name or the password is wrong.`, { cause: problem })
    return problem
  }

  function back() {
    setCodeNeeded(false)
    setCode('')
    form.clear()
  }

  return { form, code, setCode, codeNeeded, back }
}
