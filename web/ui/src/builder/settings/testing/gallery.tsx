// What people look at while they work on the forms: `npm run dev`, then /src/builder/settings/testing/gallery.html#time.
// It is no part of what is built. The types of nodes come from `go run ./tools/nodetypes > node_modules/.cache/nodetypes.json`.
import '@/tokens.css'
import '@/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { startLanguage } from '@/app/language'
import type { Finding } from '@/api/problem'
import { apply } from '../form/apply'
import type { FlowDocument, NodeType } from '../form/node'
import { NodeSettings } from '../NodeSettings'
import { SettingsPanel } from '../panel/SettingsPanel'
import { examples, findings, shelf } from './examples'

await startLanguage()
const types = (await (await fetch('/node_modules/.cache/nodetypes.json')).json()) as NodeType[]
const names = types.map(({ name }) => name)

function Gallery() {
  const name = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed)
      return () => window.removeEventListener('hashchange', changed)
    },
    () => location.hash.slice(1) || 'menu',
  )
  const [document, setDocument] = useState<FlowDocument>({ name: 'Main line', kind: 'voice', nodes: Object.fromEntries(names.map((type) => [type, { type, ...examples[type] }])) })
  const [steps, setSteps] = useState<string[]>([])
  const type = types.find((one) => one.name === name)
  return (
    <main style={{ display: 'flex', height: '100dvh' }}>
      <div style={{ flex: 1, minWidth: 0, padding: '1rem', overflow: 'auto' }}>
        <h1>Settings of nodes</h1>
        <p>
          {names.map((one) => (
            <a key={one} href={`#${one}`} style={{ marginRight: '0.75rem' }}>
              {one}
            </a>
          ))}
        </p>
        <ol>
          {steps.map((step, index) => (
            <li key={index}>{step}</li>
          ))}
        </ol>
        <pre style={{ whiteSpace: 'pre-wrap' }}>{JSON.stringify(document.nodes[name], undefined, 2)}</pre>
      </div>
      <SettingsPanel title={document.nodes[name]?.label ?? type?.title ?? name} subtitle={type?.summary} onClose={() => undefined}>
        <NodeSettings
          key={name}
          document={document}
          nodeId={name}
          nodeType={type}
          findings={findings as Finding[]}
          references={shelf}
          onChange={(change) => {
            setDocument((now) => apply(now, name, change))
            setSteps((now) => [...now.slice(-8), change.step])
          }}
        />
      </SettingsPanel>
    </main>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <I18nProvider i18n={i18n}>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={new QueryClient()}>
          <Gallery />
        </QueryClientProvider>
      </CSPProvider>
    </I18nProvider>,
  )
}
