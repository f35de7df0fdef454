import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compressed } from './tools/compressed.ts'
import { linguiMacros } from './tools/lingui-macros.ts'

// `npm run dev` serves the sources and asks a callflow that runs for everything else.
const server = process.env.CALLFLOW_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [linguiMacros(), react(), lingui({ failOnCompileError: true }), compressed({ page: 'src/builder/Builder.tsx', kilobytes: 400 })],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: Object.fromEntries(['/api', '/audio', '/messages', '/recordings'].map((path) => [path, server])) },
  test: { include: ['src/**/*.test.{ts,tsx}'], css: { modules: { classNameStrategy: 'non-scoped' } } },
  build: {
    target: ['chrome125', 'firefox128', 'safari17.5'],
    // The CSP allows no data: scripts, fonts or styles; small images may stay.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One file for all icons, one for what every page has, and one for the routes: by itself each part is smaller than the headers of its answer.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'icons', test: /node_modules\/lucide-react/ },
            { name: 'tanstack', test: /node_modules\/@tanstack/ },
            { name: 'routes', test: /src\/(\w+\/routes\.ts|app\/roots\.ts)$/ },
          ],
        },
      },
    },
  },
})
