import qrcode from 'qrcode-generator'
import { useMemo } from 'react'

/** A QR code, drawn here: what it says is seen by nobody else. Dark on light in both themes, as readers want it. */
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { path, modules } = useMemo(() => draw(text), [text])
  return (
    <svg width={size} height={size} viewBox={`0 0 ${modules} ${modules}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={modules} height={modules} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

const margin = 4 // modules, as the standard wants

function draw(text: string): { path: string; modules: number } {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  let path = ''
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + margin} ${row + margin}h1v1h-1z`
    }
  }
  return { path, modules: count + 2 * margin }
}
