import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogFile } from '../../../src/main/hosts/electron/log-file.ts';
import { serverLog, stackOf } from '../../../src/main/hosts/workstation/server-log.ts';

const PATIENT = 'Müller, Anna, born 1950';

describe('what is logged of a fault', () => {
  const fault = new TypeError(`cannot read ${PATIENT}`);

  it('is where it happened, never what was being read', () => {
    expect(stackOf(fault)).toMatch(/^TypeError\n\s+at .*logs\.test\.ts/);
    expect(stackOf(fault)).not.toContain('Müller');
    expect(stackOf(new Error(`two\nlines of ${PATIENT}`))).not.toContain('Müller');
    expect(stackOf(PATIENT)).toBe('string');
  });

  it('names the procedure, and of a slow one its time', () => {
    const lines: string[] = [];
    const log = serverLog((line) => lines.push(line));
    log.slow('library.search', 61.4);
    log.fault('library.study', fault);
    expect(lines[0]).toBe('slow: library.search took 61 ms');
    expect(lines[1]).toMatch(/^fault in library\.study: TypeError\n/);
    expect(lines.join()).not.toContain('Müller');
  });
});

describe('the log file of the desktop program', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'einthoven-log-'));
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('gets a time and a line for each entry, and goes on where it was left', () => {
    openLogFile(join(folder, 'logs'))('first');
    openLogFile(join(folder, 'logs'))('second');
    const text = readFileSync(join(folder, 'logs/einthoven.log'), 'utf8');
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z first\n\d{4}-\d\d-\d\dT[\d:.]+Z second\n$/);
  });

  it('is set aside at a megabyte, so that it never grows without end', () => {
    writeFileSync(join(folder, 'einthoven.log'), 'x'.repeat(1024 * 1024 + 1));
    openLogFile(folder)('new');
    expect(readFileSync(join(folder, 'einthoven.log'), 'utf8')).toMatch(/ new\n$/);
    expect(existsSync(join(folder, 'einthoven.log.old'))).toBe(true);
  });
});
