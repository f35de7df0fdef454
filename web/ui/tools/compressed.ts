import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

const brotli = promisify(brotliCompress)
const gz = promisify(gzip)

type Options = {
  /** The module of the page whose first load is measured. */
  page: string
  /** How many kilobytes (of 1,000 bytes, compressed) may be fetched before that page is usable. */
  kilobytes: number
}

/**
 * Compresses what was built, once here instead of at each request, and fails the build when the page that is opened most
 * needs too much: its own chunk, the entry, all that they import, and their styles.
 */
export function compressed({ page, kilobytes }: Options): Plugin {
  let chunks: Rolldown.OutputChunk[] = []
  let folder = ''
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle(options, bundle) {
      folder = options.dir ?? 'dist'
      chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
    },
    async closeBundle() {
      if (chunks.length === 0) return // it failed, and has said why
      const sizes = await compressAll(folder)
      const needed = new Set(['index.html', 'theme.js', 'favicon.svg'])
      for (const chunk of chunks) {
        if (chunk.isEntry || Object.keys(chunk.modules).some((id) => id.endsWith(page))) need(chunk, chunks, needed)
      }
      const total = [...needed].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
      const text = `${page} is usable after ${(total / 1000).toFixed(1)} kB in ${needed.size} files; ${kilobytes} kB are allowed`
      if (total > kilobytes * 1000) {
        const largest = [...needed].toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0)).slice(0, 8)
        this.error(`${text}. The largest: ${largest.map((name) => `${name} ${((sizes.get(name) ?? 0) / 1000).toFixed(1)}`).join(', ')}`)
      }
      console.log(text)
    },
  }
}

function need(chunk: Rolldown.OutputChunk, all: Rolldown.OutputChunk[], needed: Set<string>) {
  if (needed.has(chunk.fileName)) return
  needed.add(chunk.fileName)
  for (const style of chunk.viteMetadata?.importedCss ?? []) needed.add(style)
  for (const asset of chunk.viteMetadata?.importedAssets ?? []) needed.add(asset)
  for (const name of chunk.imports) {
    const imported = all.find((other) => other.fileName === name)
    if (imported) need(imported, all, needed)
  }
}

/** Writes name.br and name.gz beside each text file; returns what each file takes as brotli. */
async function compressAll(folder: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const content = await readFile(file)
      const name = path.relative(folder, file)
      sizes.set(name, content.length)
      if (!/\.(js|css|html|svg|json|webmanifest)$/.test(entry.name)) return
      const [br, gzipped] = await Promise.all([
        brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
        gz(content, { level: 9 }),
      ])
      if (br.length >= content.length) return
      sizes.set(name, br.length)
      await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gzipped)])
    }),
  )
  return sizes
}
