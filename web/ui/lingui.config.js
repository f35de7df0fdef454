import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

// A catalog a folder, so that the texts of an area live with it. English is in the code; a catalog has the German.
export default defineConfig({
  sourceLocale: 'en',
  locales: ['de'],
  catalogs: [
    { path: '<rootDir>/src/{name}/locales/{locale}', include: ['<rootDir>/src/{name}/'], exclude: ['**/builder/settings/**'] },
    // Large enough for a catalog of its own.
    { path: '<rootDir>/src/builder/settings/locales/{locale}', include: ['<rootDir>/src/builder/settings/'] },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
})
