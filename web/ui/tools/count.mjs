// Reads a report of Vitest or Playwright and prints what failed, each with the beginning of why, in lines that begin with "! ", and how
// many tests passed, failed and were skipped, as scripts/test counts them.
// A report that is missing is a failure: the tests did not run.
import { readFileSync } from 'node:fs'

const file = process.argv[2] ?? ''
const { counts, failures } = read(file)
for (const { name, why } of failures) {
  for (const line of [`FAIL ${name}`, ...why.split('\n').slice(0, 12)]) console.log(`! ${plain(line)}`)
}
console.log(counts.join(' '))

function read(file) {
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch (e) {
    return { counts: [0, 1, 0], failures: [{ name: file, why: String(e) }] }
  }
  return report.stats ? ofPlaywright(report) : ofVitest(report)
}

function ofPlaywright({ stats: { expected, unexpected, flaky, skipped }, suites, errors = [] }) {
  const failures = suites.flatMap(failuresOf)
  // Errors outside of tests, such as a server that does not start; a test that passes only sometimes failed.
  const failed = unexpected + flaky || errors.length
  return { counts: [expected, failed, skipped], failures: [...failures, ...errors.map((e) => ({ name: 'outside of the tests', why: e.message ?? '' }))] }
}

function failuresOf({ specs = [], suites = [] }) {
  const failed = specs.filter((s) => s.tests.some((t) => t.status === 'unexpected' || t.status === 'flaky'))
  const own = failed.map((s) => ({
    name: `${s.file}:${s.line} ${s.title}`,
    why: s.tests.flatMap((t) => t.results).flatMap((r) => r.errors).map((e) => e.message ?? '').join('\n'),
  }))
  return [...own, ...suites.flatMap(failuresOf)]
}

function ofVitest(report) {
  const failures = report.testResults.flatMap((suite) => {
    const tests = suite.assertionResults.filter((t) => t.status === 'failed')
    if (tests.length === 0 && suite.status === 'failed') return [{ name: suite.name, why: suite.message ?? '' }]
    return tests.map((t) => ({ name: `${suite.name} ${t.fullName}`, why: t.failureMessages.join('\n') }))
  })
  const failed = report.numFailedTests || report.numFailedTestSuites || 0
  return { counts: [report.numPassedTests ?? 0, failed, (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0)], failures }
}

// plain is a line without the colours of a terminal.
function plain(line) {
  // oxlint-disable-next-line no-control-regex
  return line.replaceAll(/\u001B\[[\d;]*m/g, '')
}
