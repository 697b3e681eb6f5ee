import { describe, expect, it } from 'vitest';
import { ImportState, type PickedFile, PIECE_BYTES } from '../../src/renderer/src/state/import.svelte.ts';
import type { ImportEvent } from '../../src/shared/contract/library.ts';
import { Problem } from '../../src/shared/problem.ts';
import { type FakeOptions, fakeWorkstation } from '../page/fake-workstation.ts';
import { settle } from './deferred-api.ts';

const file = (name: string, size = 10): PickedFile => ({
  name,
  size,
  slice: (from, to) => ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(to - from)) }),
});

function setUp(options: FakeOptions = {}) {
  const fake = fakeWorkstation({ studies: [], ...options });
  const inputs = (method: string) => fake.calls.filter(([name]) => name === method).map(([, input]) => input);
  return { fake, importing: new ImportState(fake.api), inputs };
}

const QUESTION: ImportEvent = {
  kind: 'needs-mapping',
  file: 'a.csv',
  fileId: 'file-7',
  columns: ['x', 'y'],
  rows: [['0', '1']],
  reason: 'a.csv does not say what its columns mean.',
};

describe('importing files from the page', () => {
  it('sends a large file in pieces of one batch and marks the last', async () => {
    const { importing, inputs } = setUp();
    await importing.send([[file('100.hea'), file('100.dat', 2 * PIECE_BYTES + 1)]]);
    expect(inputs('import.upload')).toEqual([
      { name: '100.hea', offset: 0, bytes: 10, last: true },
      { batchId: 'batch-1', name: '100.dat', offset: 0, bytes: PIECE_BYTES, last: false },
      { batchId: 'batch-1', name: '100.dat', offset: PIECE_BYTES, bytes: PIECE_BYTES, last: false },
      { batchId: 'batch-1', name: '100.dat', offset: 2 * PIECE_BYTES, bytes: 1, last: true },
    ]);
    expect([importing.phase, importing.sent]).toEqual(['finished', 1]);
  });

  it('sends an empty file too, so that it is told of rather than dropped', async () => {
    const { importing, inputs } = setUp();
    await importing.send([[file('empty.dat', 0)]]);
    expect(inputs('import.upload')).toEqual([{ name: 'empty.dat', offset: 0, bytes: 0, last: true }]);
  });

  it('keeps folders apart, since records are told by their file names', async () => {
    const { importing, inputs } = setUp();
    await importing.send([[file('ecg.hea')], [file('ecg.hea')]]);
    expect(inputs('import.run')).toEqual([{ batchId: 'batch-1' }, { batchId: 'batch-2' }]);
    expect([importing.entries.length, importing.summary.imported, importing.expected]).toEqual([2, 2, 2]);
  });

  it('sums up what became of each recording, with its sentence', async () => {
    const { importing } = setUp({
      importScript: () => [
        { kind: 'started', files: 3 },
        { kind: 'progress', file: 'a.hea', index: 0, fraction: 0.5 },
        { kind: 'imported', file: 'a.hea', studyId: 's1', alreadyThere: false },
        { kind: 'imported', file: 'b.hea', studyId: 's2', alreadyThere: true },
        { kind: 'quarantined', file: 'c.hea', studyId: 's3', reason: 'c.hea ends too early.' },
      ],
    });
    await importing.send([[file('a.hea')]]);
    expect(importing.summary).toMatchObject({ imported: 1, alreadyThere: 1, unreadable: 1 });
    expect(importing.entries.at(-1)?.outcome).toMatchObject({ reason: 'c.hea ends too early.' });
    expect(importing.done).toBe(3);
  });

  it('names a file that can no longer be read from the disk', async () => {
    const { importing } = setUp();
    const gone: PickedFile = {
      name: 'gone.dat',
      size: 5,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }),
    };
    await importing.send([[gone]]);
    expect(importing.phase).toBe('failed');
    expect(importing.problem).toContain('gone.dat');
  });

  it('says so when there was nothing to import', async () => {
    const { importing, inputs } = setUp();
    await importing.send([]);
    expect([importing.phase, inputs('import.upload').length]).toEqual(['failed', 0]);
  });

  it('tells what the workstation refuses in its own words', async () => {
    const { fake } = setUp();
    const full = new Problem('disk', 'The disk is full. Free some space, then import again.');
    const importing = new ImportState({ ...fake.api, 'import.upload': () => Promise.reject(full) });
    await importing.send([[file('a.hea')]]);
    expect([importing.phase, importing.problem]).toEqual(['failed', full.message]);
  });
});

describe('cancelling an import', () => {
  it('stops the stream and calls the rest not imported', async () => {
    let ended = false;
    const { fake } = setUp();
    const importing = new ImportState({
      ...fake.api,
      'import.run': async function* (_input, signal) {
        try {
          yield { kind: 'started', files: 2 };
          yield { kind: 'imported', file: 'a.hea', studyId: 's1', alreadyThere: false };
          yield { kind: 'progress', file: 'b.hea', index: 1, fraction: 0.1 };
          await new Promise((_, reject) =>
            signal?.addEventListener('abort', () => reject(new Problem('cancelled', 'Cancelled.'))),
          );
        } finally {
          ended = true;
        }
      },
    });
    const running = importing.send([[file('a.hea')]]);
    await settle();
    importing.cancel();
    await running;
    expect([importing.phase, ended]).toEqual(['cancelled', true]);
    expect(importing.summary).toMatchObject({ imported: 1, notImported: 1 });
  });
});

describe('what is dropped while an import runs', () => {
  it('is imported after it, in the same list', async () => {
    const { importing, inputs } = setUp();
    const first = importing.send([[file('a.hea')]]);
    await importing.send([[file('b.hea')]]);
    await first;
    expect(inputs('import.run')).toHaveLength(2);
    expect(importing.entries.map((entry) => entry.file)).toEqual(['a.hea', 'b.hea']);
    expect([importing.phase, importing.summary.imported]).toEqual(['finished', 2]);
  });
});

describe('a file whose columns must be described', () => {
  it('waits for the answer and is imported with it from its own batch', async () => {
    const { importing, inputs } = setUp({
      importScript: (_files, mapped) =>
        mapped
          ? [
              { kind: 'started', files: 1 },
              { kind: 'imported', file: 'a.csv', studyId: 's1', alreadyThere: false },
            ]
          : [{ kind: 'started', files: 1 }, QUESTION],
    });
    await importing.send([[file('a.csv')]]);
    expect(importing.summary.unanswered).toBe(1);
    const asked = importing.question?.outcome;
    if (asked?.kind !== 'needs-mapping') throw new Error('nothing asked');
    const columns = { leads: [{ column: 1, name: 'II' }], unit: 'mV' as const, rate: 250 };
    await importing.describe(asked.request, columns);
    expect(inputs('import.run').at(-1)).toEqual({ batchId: 'batch-1', mapping: { fileId: 'file-7', columns } });
    expect(importing.entries).toEqual([
      { file: 'a.csv', outcome: { kind: 'imported', studyId: 's1', alreadyThere: false } },
    ]);
    expect(importing.phase).toBe('finished');
  });
});

describe('importing with the system’s own dialog', () => {
  it('imports what was picked and does nothing when the dialog is dismissed', async () => {
    const { fake, importing } = setUp({ picker: 'native' });
    await importing.pick('files');
    expect(importing.summary.imported).toBe(2);
    const dismissed = new ImportState({ ...fake.api, 'import.pick': () => Promise.resolve(undefined) });
    await dismissed.pick('folder');
    expect(dismissed.phase).toBe('idle');
  });
});
