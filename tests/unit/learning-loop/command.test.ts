import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learn } from '../../../src/main/hosts/cli/commands/learn.ts';
import { planText } from '../../../src/main/hosts/cli/learn/learn-tables.ts';
import { runCommandLine } from '../../../src/main/hosts/cli/run.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { temporaryFolder } from '../library/temporary-library.ts';
import { addPatient, review } from './made-clinic.ts';

/** Runs `einthoven learn …` and collects what it says. */
async function run(...argv: string[]): Promise<{ status: number; out: string; notes: string }> {
  const texts = { out: '', notes: '' };
  const into = (name: 'out' | 'notes'): NodeJS.WritableStream => {
    const write = (text: unknown): boolean => {
      texts[name] += String(text);
      return true;
    };
    return { write } as unknown as NodeJS.WritableStream;
  };
  const status = await runCommandLine([learn], ['learn', ...argv], {
    stdout: into('out'),
    stderr: into('notes'),
    cwd: '/',
    signal: new AbortController().signal,
  });
  return { status, ...texts };
}

describe('einthoven learn', () => {
  const folder = temporaryFolder();
  const here = ['--library', folder];
  beforeAll(() => {
    const library = openLibrary(folder, { mode: 'owner' });
    const ada = addPatient(library, 'Ada');
    review(library, ada, { count: 20 });
    library.close();
  });
  let held: ReturnType<typeof openLibrary> | undefined;
  afterAll(() => held?.close());

  it('previews what would be learned from, with what is missing', async () => {
    const { status, out } = await run('preview', ...here);
    expect(status).toBe(0);
    expect(out).toMatch(/learned from +16 +0 +4/);
    expect(out).toMatch(/Ada +1 +train \(too-few-patients\) +16 +0 +4/);
    expect(out).toMatch(/All labels are of one patient/);
    const { out: json } = await run('preview', '--json', ...here);
    expect(JSON.parse(json)).toMatchObject({ train: { N: 16, V: 4 }, canStart: true });
  });

  it('keeps a snapshot and shows an empty history and agreement in a sentence', async () => {
    const { status, out } = await run('snapshot', '--by', 'Dr Lead', ...here);
    expect([status, out]).toEqual([0, expect.stringMatching(/snapshot [0-9a-f-]{36}/)]);
    expect((await run('history', ...here)).out).toMatch(/Nothing has been decided/);
    expect((await run('watch', ...here)).out).toMatch(/no agreement to watch/);
    expect((await run('status', ...here)).out).toMatch(/No training has been asked for yet/);
  });

  it('has the exit statuses of the other commands', async () => {
    expect((await run('snapshot', ...here)).notes).toMatch(/--by NAME/);
    expect((await run('snapshot', ...here)).status).toBe(2);
    expect((await run('dance', ...here)).status).toBe(2);
    expect((await run('promote', 'no-such-model', '--by', 'Dr Lead', ...here)).status).toBe(3);
    expect((await run('rollback', '--by', 'Dr Lead', ...here)).status).toBe(2);
    expect((await run('compare', 'no-such-model', ...here)).status).toBe(3);
    expect((await run('compare', 'no-such-model', '--again', '--by', 'Dr Lead', ...here)).status).toBe(3);
    expect((await run('status', ...here)).out).toMatch(/No training has been asked for yet/);
    held = openLibrary(folder, { mode: 'owner' });
    expect((await run('snapshot', '--by', 'Dr Lead', ...here)).status).toBe(4);
    // Beside a window that has the library open, one can still look.
    expect((await run('status', ...here)).status).toBe(0);
  });

  it('says what a training will do and how long it takes before it begins', () => {
    const plan = {
      steps: 600,
      windows: 16,
      ownWindows: 8,
      device: 'cpu' as const,
      threads: 2,
      basis: 'assumed' as const,
      parentModel: 'the-parent',
      parentInUse: true,
    };
    expect(planText({ ...plan, seconds: 240 })).toBe(
      '600 steps of 16 windows, 8 of them of these recordings, on cpu with 2 threads; about 4 min (by the program’s own figures); further from the-parent',
    );
    expect(planText({ ...plan, parentInUse: false, seconds: 240 })).toMatch(/the-parent, which is not in use/);
  });

  it('pauses and gives up a training whose program was killed', async () => {
    const other = temporaryFolder();
    const library = openLibrary(other, { mode: 'owner' });
    const spec = {
      ...{ kind: 'evaluate', model: 'm', steps: 0, seed: 1, device: 'cpu', threads: 1, start: 'model' },
      checkpointSeconds: 5,
    };
    const job = { id: 'cut-off', kind: 'evaluate' as const, snapshotId: undefined, spec, progress: {} };
    library.learning.jobs.add({ ...job, createdBy: 'Dr Lead', createdAt: '2026-11-22T10:00:00Z' });
    library.learning.jobs.save('cut-off', { state: 'running', progress: {} });
    library.close();
    expect((await run('pause', 'cut-off', '--library', other)).out).toBe('cut-off is paused.\n');
    expect((await run('cancel', 'cut-off', '--library', other)).out).toBe('cut-off is cancelled.\n');
  });

  it('explains itself', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    for (const action of ['snapshot', 'start', 'status', 'cancel', 'compare', 'promote', 'rollback', 'history']) {
      expect(out).toContain(`\n  ${action}`);
    }
  });
});
