import type { Messages } from '@lingui/core'

// The catalogs of all folders, as one chunk that only those who read German fetch.
const catalogs = import.meta.glob<{ messages: Messages }>('../**/locales/de.po', { eager: true })

export const messages: Messages = Object.assign({}, ...Object.values(catalogs).map((catalog) => catalog.messages))
