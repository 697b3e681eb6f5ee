/**
 * What a suite's own report says, counted.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @param {readonly Counts[]} all @returns {Counts} */
export const sum = (all) => ({
  passed: all.reduce((count, { passed }) => count + passed, 0),
  failed: all.reduce((count, { failed }) => count + failed, 0),
  skipped: all.reduce((count, { skipped }) => count + skipped, 0),
});

/** @param {Counts} counts */
export const countLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * Of vitest's JSON report. A file that could not be run at all has no tests in it: it counts as one that failed.
 * @returns {Counts}
 */
export function countVitest({ testResults }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) counts.failed += 1;
  }
  return counts;
}

/**
 * Of Playwright's JSON report. A test that passed at a second try is unreliable: it counts as failed.
 * @returns {Counts}
 */
export function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (errors?.length ?? 0),
    skipped: stats.skipped,
  };
}

/** Every spec of a Playwright report, however deep its suite. */
const specsOf = (suites) => suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);

/** How many tests Playwright lists, when none of them can be run. */
export const countListed = ({ suites }) => specsOf(suites).reduce((count, spec) => count + spec.tests.length, 0);

/** The end-to-end tests that were skipped, each with the reason it gives. */
export const listSkipped = ({ suites }) =>
  specsOf(suites).flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'skipped')
      .map(
        ({ annotations }) =>
          `${title}: ${annotations?.find(({ type }) => type === 'skip')?.description ?? 'no reason given'}`,
      ),
  );

/** A suite that ended badly without a test that failed has failed all the same. */
export const withExitStatus = (counts, status) =>
  status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
