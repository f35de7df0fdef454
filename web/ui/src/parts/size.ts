/** How large something is, as the language writes it: 512 byte, 94 kB, 1.2 MB. */
export function sizeIn(locale: string, bytes: number): string {
  const [unit, divisor] = bytes < 1000 ? (['byte', 1] as const) : bytes < 1_000_000 ? (['kilobyte', 1000] as const) : (['megabyte', 1_000_000] as const)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 }).format(bytes / divisor)
}
