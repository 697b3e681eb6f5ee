import { beforeAll, describe, expect, it } from 'vitest';
import { learn } from '../../../src/main/hosts/cli/commands/learn.ts';
import { runCommandLine } from '../../../src/main/hosts/cli/run.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { temporaryFolder } from '../library/temporary-library.ts';
import { addPatient, type ClinicPatient, review } from './made-clinic.ts';

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
    ...{ stdout: into('out'), stderr: into('notes'), cwd: '/', signal: new AbortController().signal },
  });
  return { status, ...texts };
}

/** With the program's own model, in a process of its own. */
describe('einthoven learn reread', { timeout: 120_000 }, () => {
  const folder = temporaryFolder();
  const here = ['--library', folder];
  let ada: ClinicPatient;
  let own: string;
  beforeAll(() => {
    const library = openLibrary(folder, { mode: 'owner' });
    ada = addPatient(library, 'Ada', 20);
    own = review(library, ada, { count: 5 });
    addPatient(library, 'Bea', 20);
    library.close();
  });

  it('shows what reads each recording, and whose the labels are', async () => {
    const { status, out } = await run('models', ...here);
    expect(status).toBe(0);
    expect(out).toMatch(/ecg-nat-\S+ \(in use\) +0 +0 +0/);
    expect(out).toMatch(/a model +2 +2/);
    expect(out).toMatch(/set or confirmed by readers +4 +0 +1/);
    expect(out).toContain('2 unsigned recordings of 2 studies were read with something else.');
    const { out: json } = await run('models', '--json', ...here);
    expect(JSON.parse(json)).toMatchObject({ again: { recordings: 2, studies: 2 } });
  });

  it('reads one recording, then all others, with the model in use, and touches no reader’s labels', async () => {
    const look = () => {
      const library = openLibrary(folder, { mode: 'reader' });
      try {
        const sets = library.annotations.sets(ada.recordingId).filter(({ origin }) => origin === 'model');
        return { rows: library.annotations.read(own), madeBy: sets.map((set) => set.madeBy) };
      } finally {
        library.close();
      }
    };
    const before = look();
    expect(await run('reread', ada.recordingId, ...here)).toMatchObject({
      ...{ status: 0, out: '1 read again; the earlier readings are kept.\n' },
    });
    const after = look();
    expect(after.rows).toEqual(before.rows);
    expect(after.madeBy).toEqual(['a model', expect.stringMatching(/^ecg-nat-\S+ on cpu$/)]);
    expect((await run('reread', ada.recordingId, ...here)).status).toBe(2);
    const all = await run('reread', '--all', '--json', ...here);
    expect([all.status, JSON.parse(all.out)]).toEqual([0, { asked: 1, done: 1, failed: 0 }]);
    expect((await run('models', ...here)).out).toContain('anything else than what is in use.');
  });

  it('says what it needs, and gives up what is kept', async () => {
    expect((await run('reread', ...here)).notes).toMatch(/or say --all/);
    expect((await run('reread', 'nobody', ...here)).status).toBe(3);
    const library = openLibrary(folder, { mode: 'owner' });
    library.wanted.add([ada.recordingId], '2026-11-22T12:00:00Z');
    library.close();
    expect((await run('reread', '--cancel', ...here)).out).toBe('Given up: 1. What was read before stays.\n');
  });
});
