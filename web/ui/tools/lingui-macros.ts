import { transformAsync } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import type { Plugin } from 'vite'

/** Turns Lingui's macros (Trans, t, msg, plural) into plain calls. Only files that use them go through Babel. */
export function linguiMacros(): Plugin {
  return {
    name: 'lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id
      if (!/\.tsx?$/.test(file) || !code.includes('/macro')) return
      const made = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', ...(file.endsWith('x') ? (['jsx'] as const) : [])] },
        // English stays in the code, in the chunk that shows it; only other languages need a catalog.
        plugins: [[macros, { stripMessageField: false }]],
      })
      return made?.code ? { code: made.code, map: made.map } : undefined
    },
  }
}
