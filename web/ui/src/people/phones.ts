import type { Phone } from './api'

/** A telephone as people write it: PJSIP/alice is an endpoint, +61412345678 a number outside. */
export function phoneOf(text: string): Phone {
  const written = text.trim()
  return /^\+?[\d\s()./-]+$/.test(written) ? { external: written } : { endpoint: written }
}

export const phoneText = (phone: Phone): string => phone.endpoint ?? phone.external ?? ''
