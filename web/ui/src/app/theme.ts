import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const kept = 'callflow.theme'
const changed = new EventTarget()

// public/theme.js has set it from what was kept, before the first paint.
function current(): Theme {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(kept)
    else localStorage.setItem(kept, theme)
  } catch {
    // It holds until the page is closed.
  }
  changed.dispatchEvent(new Event('change'))
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener)
  return () => changed.removeEventListener('change', listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, current)

const dark = () => matchMedia('(prefers-color-scheme: dark)')

function subscribeDark(listener: () => void): () => void {
  changed.addEventListener('change', listener)
  dark().addEventListener('change', listener)
  return () => {
    changed.removeEventListener('change', listener)
    dark().removeEventListener('change', listener)
  }
}

/** Whether the page is dark now, for what CSS cannot reach, such as a canvas. */
export const useDark = (): boolean =>
  useSyncExternalStore(subscribeDark, () => (current() === 'system' ? dark().matches : current() === 'dark'))
