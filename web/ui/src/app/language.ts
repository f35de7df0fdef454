import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { useLingui } from '@lingui/react'
import { queryClient } from './queries'

/** The languages of the console. English is in the code itself. */
export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

const kept = 'callflow.language'

const isLanguage = (name: string | undefined | null): name is Language => !!name && Object.hasOwn(languages, name)

/** The language chosen on this machine, else the browser's. */
export function chosenLanguage(): Language {
  try {
    const chosen = localStorage.getItem(kept)
    if (isLanguage(chosen)) return chosen
  } catch {
    // Without storage the browser's language is used.
  }
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en'
}

/** Shows the console in a language, and keeps the choice on this machine. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(kept, language)
  } catch {
    // It holds until the page is closed.
  }
  await show(language)
  // What the server said, it said in the language before.
  await queryClient.invalidateQueries()
}

export async function startLanguage(): Promise<void> {
  // Reads the patterns of the English texts ("{count, plural, …}"); it is a parser, and evaluates no code.
  i18n.setMessagesCompiler(compileMessage)
  await show(chosenLanguage())
}

async function show(language: Language): Promise<void> {
  if (language === 'de') i18n.load('de', (await import('./german')).messages)
  else i18n.load(language, {})
  document.documentElement.lang = language
  i18n.activate(language)
}

/** The language that is shown. */
export function useLanguage(): Language {
  const { locale } = useLingui().i18n
  return isLanguage(locale) ? locale : 'en'
}
