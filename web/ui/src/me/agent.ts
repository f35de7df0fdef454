const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** The few words of a User-Agent header that tell a person which browser it was: "Firefox, Windows". */
export function browserOf(agent: string): string {
  const first = (of: [RegExp, string][]) => of.find(([pattern]) => pattern.test(agent))?.[1]
  const known = [first(browsers), first(systems)].filter((word) => word !== undefined)
  return known.length > 0 ? known.join(', ') : agent.slice(0, 40)
}
