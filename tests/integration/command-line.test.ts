import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/main/hosts/cli/command.ts';
import { realData } from '../real-data.ts';
import { commandLine, type Said } from './command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const einthoven = (...argv: string[]): Promise<Said> => commandLine(argv, { cwd: folder });
const json = (out: string): unknown => JSON.parse(out);

describe('a simulated recording', () => {
  it('is made, described, printed, imported once, shown, exported and read back', async () => {
    const made = await einthoven('simulate', 'sinus', '--out', 'made', '--seconds', '12');
    expect(made).toMatchObject({ status: EXIT.ok });

    const info = await einthoven('info', 'made/sinus.hea', '--json');
    expect(json(info.out)).toMatchObject({
      format: 'WFDB',
      durationSeconds: 12,
      leads: Array.from({ length: 12 }, () => ({ rate: 500, samples: 6000, unit: 'mV' })),
    });

    const signal = await einthoven('signal', 'made/sinus', '--lead', 'ii', '--from', '1', '--to', '1.01');
    expect(signal.out.trim().split('\n')[0]).toBe('sample,millivolts');
    expect(
      signal.out
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => Number(row.split(',')[0])),
    ).toEqual([500, 501, 502, 503, 504]);

    const first = await einthoven('import', 'made', '--library', 'library', '--json');
    expect(first.status).toBe(EXIT.ok);
    const [imported] = json(first.out) as [{ study: string; alreadyThere: boolean }];
    expect(imported.alreadyThere).toBe(false);
    const again = await einthoven('import', 'made/sinus.dat', '--library', 'library', '--json');
    expect(json(again.out)).toMatchObject([{ study: imported.study, alreadyThere: true }]);

    const list = await einthoven('list', '--library', 'library', '--json');
    expect(json(list.out)).toMatchObject([{ id: imported.study, recordName: 'sinus', synthetic: true }]);
    const shown = await einthoven('show', imported.study, '--library', 'library', '--json');
    expect(json(shown.out)).toMatchObject({ sources: [{}, {}, {}] });

    for (const format of ['wfdb', 'csv', 'json']) {
      const out = join('exported', format);
      expect(
        await einthoven('export', imported.study, '--format', format, '--out', out, '--library', 'library'),
      ).toMatchObject({ status: EXIT.ok });
    }
    const header = readdirSync(join(folder, 'exported/wfdb')).find((name) => name.endsWith('.hea')) ?? '';
    const table = readdirSync(join(folder, 'exported/csv')).find((name) => /sinus\.csv$/.test(name)) ?? '';
    const ask = ['--lead', 'V2', '--from', '3', '--to', '3.2'];
    const original = (await einthoven('signal', 'made/sinus', ...ask)).out;
    expect((await einthoven('signal', join('exported/wfdb', header), ...ask)).out).toBe(original);
    expect((await einthoven('signal', join('exported/csv', table), ...ask)).out).toBe(original);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['an empty file', 'empty.dat', ''],
    ['garbage', 'garbage.bin', '\u0000\u0001\u00ff garbage'.repeat(50)],
    [
      'a header that lies about its length',
      'liar.hea',
      'liar 1 360 1000000000000\nliar.dat 212 200 11 1024 0 0 0 MLII\n',
    ],
    ['a header without its signal file', 'alone.hea', 'alone 1 360 1000\nmissing.dat 16 200 12 0 0 0 0 II\n'],
    ['a table that does not say what it means', 'plain.csv', '1,2,3\n4,5,6\n7,8,9\n'],
  ])('%s ends in one sentence that names the file, and status 2', async (_what, name, content) => {
    writeFileSync(join(folder, name), content);
    for (const command of ['info', 'signal']) {
      const { status, out, err } = await einthoven(command, name, ...(command === 'signal' ? ['--lead', 'II'] : []));
      expect(status).toBe(EXIT.input);
      expect(out).toBe('');
      expect(err).toContain(name.replace(/\..*$/, ''));
      expect(err).not.toMatch(/\n\s+at /);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
  });

  it('quarantines on import what cannot be read, and says so', async () => {
    writeFileSync(join(folder, 'broken.hea'), 'broken 1 360 1000\nbroken.dat 16 200 12 0 0 0 0 II\n');
    writeFileSync(join(folder, 'broken.dat'), new Uint8Array(100));
    const { status, out } = await einthoven('import', 'broken.hea', '--library', 'quarantine');
    expect(status).toBe(EXIT.input);
    expect(out).toContain('broken');
    const list = await einthoven('list', '--library', 'quarantine', '--json');
    expect(json(list.out)).toMatchObject([{ status: 'quarantined' }]);
  });

  it('does not put a mistyped name into the worklist', async () => {
    const { status, err } = await einthoven('import', 'made/sinus.hea', 'made/sinvs.hea', '--library', 'typing');
    expect(status).toBe(EXIT.notFound);
    expect(err).toContain('sinvs.hea does not exist');
    expect((await einthoven('list', '--library', 'typing')).status).toBe(EXIT.notFound);
  });

  it('is told apart by the exit status', async () => {
    expect((await einthoven('info', 'nowhere.hea')).status).toBe(EXIT.notFound);
    expect((await einthoven('dance')).status).toBe(EXIT.input);
    expect((await einthoven('info')).status).toBe(EXIT.input);
    expect((await einthoven('info', '--lead', 'x')).status).toBe(EXIT.input);
    expect((await einthoven('show', 's-none', '--library', 'library')).status).toBe(EXIT.notFound);
    expect((await einthoven('signal', 'made/sinus', '--lead', 'V9')).status).toBe(EXIT.notFound);
    expect((await einthoven('simulate', 'unicorn', '--out', 'x')).status).toBe(EXIT.notFound);
    expect((await einthoven('help')).status).toBe(EXIT.ok);
  });
});

describe('a table', () => {
  it('opens with the mapping given on the command line', async () => {
    writeFileSync(join(folder, 'two.csv'), 't,a\n0,100\n0.002,200\n0.004,300\n0.006,\n0.008,500\n');
    const mapping = ['--csv-time', '1', '--csv-time-unit', 's', '--csv-leads', '2=II', '--csv-unit', 'uV'];
    const { out, status } = await einthoven('signal', 'two.csv', '--lead', 'II', ...mapping);
    expect(status).toBe(EXIT.ok);
    expect(out).toBe('sample,millivolts\n0,0.1\n1,0.2\n2,0.3\n3,\n4,0.5\n');
    expect((await einthoven('info', 'two.csv', '--csv-leads', 'two')).status).toBe(EXIT.input);
  });
});

describe('a real recording', () => {
  it.skipIf(!realData.mitdb)('is described as its header and annotations say', async () => {
    const { out } = await einthoven('info', join(realData.mitdb ?? '', '101.hea'), '--json');
    expect(json(out)).toMatchObject({
      format: 'WFDB',
      patient: { sex: 'female', ageYears: 75 },
      leads: [{ name: 'MLII', rate: 360, samples: 650_000, unit: 'mV', gain: 200, baseline: 1024 }, { name: 'V1' }],
      annotations: { count: 1874, byCode: { N: 1860, A: 3, '+': 1, '|': 4, '~': 4, Q: 2 } },
    });
  });

  it.skipIf(!realData.mitdb)('keeps every annotation through import and export', async () => {
    const [imported] = json(
      (await einthoven('import', join(realData.mitdb ?? '', '203.hea'), '--library', 'real', '--json')).out,
    ) as [{ study: string }];
    await einthoven('export', imported.study, '--format', 'wfdb', '--out', 'real-out', '--library', 'real');
    const original = json((await einthoven('info', join(realData.mitdb ?? '', '203.hea'), '--json')).out);
    const exported = json((await einthoven('info', 'real-out/203.hea', '--json')).out);
    const reading = (about: unknown): unknown =>
      (about as { annotators: { annotator: string }[] }).annotators.find(({ annotator }) => annotator === 'atr');
    expect(reading(exported)).toEqual(reading(original));
    expect(readFileSync(join(folder, 'real-out/203.dat')).length).toBeGreaterThan(0);
  });
});
