import { describe, expect, it } from 'vitest';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
const counting = (await import(new URL('../../../scripts/test-counts.js', import.meta.url).href)) as {
  sum: (all: Counts[]) => Counts;
  countLine: (counts: Counts) => string;
  countVitest: (report: object) => Counts;
  countPlaywright: (report: object) => Counts;
  countListed: (report: object) => number;
  listSkipped: (report: object) => string[];
  withExitStatus: (counts: Counts, status: number | null) => Counts;
};

const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

describe('the count at the end of npm test', () => {
  it('is one line over all suites', () => {
    const total = counting.sum([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 3 },
    ]);
    expect(counting.countLine(total)).toBe('41 passed, 2 failed, 3 skipped');
  });

  it('counts skipped and planned tests of vitest as skipped, never as passed', () => {
    const testResults = [
      { status: 'passed', assertionResults: tests('passed', 'pending', 'todo', 'skipped', 'disabled') },
      { status: 'failed', assertionResults: tests('passed', 'failed') },
    ];
    expect(counting.countVitest({ testResults })).toEqual({ passed: 2, failed: 1, skipped: 4 });
  });

  it('counts a file that could not be run as one that failed', () => {
    const testResults = [{ status: 'failed', assertionResults: tests('pending') }];
    expect(counting.countVitest({ testResults })).toEqual({ passed: 0, failed: 1, skipped: 1 });
  });

  it('counts an unreliable end-to-end test, and an error outside of the tests, as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
    expect(counting.countPlaywright({ stats, errors: [] })).toEqual({ passed: 5, failed: 3, skipped: 3 });
    expect(counting.countPlaywright({ stats, errors: [{}] })).toMatchObject({ failed: 4 });
  });

  it('knows how many end-to-end tests there are where none can be run', () => {
    const spec = (projects: number) => ({ tests: Array.from({ length: projects }, () => ({})) });
    const suites = [{ specs: [spec(1)], suites: [{ specs: [spec(1), spec(2)] }] }, { specs: [] }];
    expect(counting.countListed({ suites })).toBe(4);
  });

  it('names the end-to-end tests that were skipped, with their reasons', () => {
    const skipped = { status: 'skipped', annotations: [{ type: 'skip', description: 'there is no display' }] };
    const suites = [
      {
        suites: [{ specs: [{ title: 'in Electron', tests: [skipped] }] }],
        specs: [{ title: 'opens', tests: [{ status: 'expected' }] }],
      },
    ];
    expect(counting.listSkipped({ suites })).toEqual(['in Electron: there is no display']);
  });

  it('never calls a suite good that ended badly', () => {
    const counts = { passed: 9, failed: 0, skipped: 0 };
    expect(counting.withExitStatus(counts, 1)).toMatchObject({ failed: 1 });
    expect(counting.withExitStatus(counts, null)).toMatchObject({ failed: 1 });
    expect(counting.withExitStatus({ ...counts, failed: 3 }, 1)).toMatchObject({ failed: 3 });
    expect(counting.withExitStatus(counts, 0)).toEqual(counts);
  });
});
