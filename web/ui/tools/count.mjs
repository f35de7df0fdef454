// Reads a report of Vitest or Playwright and prints how many tests passed, failed and were skipped, as scripts/test counts them.
// A report that is missing is a failure: the tests did not run.
import { readFileSync } from 'node:fs'


function count(file) {
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return [0, 1, 0]
  }
  if (report.stats) {
    const { expected, unexpected, flaky, skipped } = report.stats
    // Errors outside of tests, such as a server that does not start; a test that passes only sometimes failed.
    return [expected, unexpected + flaky + (unexpected + flaky === 0 ? (report.errors?.length ?? 0) : 0), skipped]
  }
  const failed = report.numFailedTests ?? 0
  return [
    report.numPassedTests ?? 0,
    failed || (report.numFailedTestSuites ?? 0),
    (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  ]
}

console.log(count(process.argv[2] ?? '').join(' '))
