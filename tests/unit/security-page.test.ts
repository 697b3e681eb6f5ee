import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('SECURITY.md', 'utf8');

describe('SECURITY.md', () => {
  it('names tests that are there, and all of its promises name one', () => {
    const named = [...page.matchAll(/`(tests\/[\w/.-]+)`/g)].map(([, file = '']) => file);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
    const promises = page.split('\n').filter((line) => /^\| [A-Z].*\.? \|.*\|$/.test(line));
    expect(promises.filter((line) => !/`|the same/.test(line.split('|')[2] ?? ''))).toEqual([]);
    expect(promises.length).toBeGreaterThan(20);
  });

  it('quotes their names as they are', () => {
    const missing = [...page.matchAll(/`(tests\/[\w/.-]+)` ((?:“[^”]+”(?:, )?)+)/g)].flatMap(
      ([, file = '', quotes = '']) =>
        [...quotes.matchAll(/“([^”]+)”/g)]
          .map(([, name = '']) => name.replace(/ …$/, ''))
          .filter((name) => !readFileSync(file, 'utf8').includes(name)),
    );
    expect(missing).toEqual([]);
  });

  it('has a row, and the test file a test, for each of the twenty points of the checklist', () => {
    const tests = readFileSync('tests/electron/security-checklist.test.ts', 'utf8');
    const tested = new Set(
      [...tests.matchAll(/'((?:\d+, )*\d+) · /g)].flatMap(([, rows = '']) => rows.split(', ').map(Number)),
    );
    const rows = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, row]) => Number(row));
    const twenty = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(rows).toEqual(twenty);
    expect([...tested].sort((a, b) => a - b)).toEqual(twenty);
  });
});
