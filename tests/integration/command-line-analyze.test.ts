import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnnotations } from '../../src/main/formats/wfdb/annotation-reader.ts';
import { EXIT } from '../../src/main/hosts/cli/command.ts';
import { locateProgramFiles } from '../../src/main/hosts/workstation/program-files.ts';
import { ReadingFocus } from '../../src/main/inference/reading/reading-focus.ts';
import { analyseRecording } from '../../src/main/jobs/analyse-recording.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { compareBeats } from '../../src/main/signal/beat-comparison.ts';
import { packSeeded } from '../unit/inference-models/seeded-model.ts';
import { type Circumstances, commandLine, type Said } from './command-line.ts';

let folder = '';
/** The id of the model with seeded weights in `models/tiny`. */
let modelId = '';
const MODEL = ['--model', 'models/tiny'];

const einthoven = (argv: readonly string[], more: Omit<Circumstances, 'cwd'> = {}): Promise<Said> =>
  commandLine(argv, { cwd: folder, ...more });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-analyze-'));
  modelId = (await packSeeded(folder, join(folder, 'models/tiny'))).id;
  for (const [preset, seconds] of [
    ['holter', '660'],
    ['sinus', '10'],
    ['atrial-fibrillation', '30'],
  ] as const) {
    await einthoven(['simulate', preset, '--out', 'made', '--seconds', seconds]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is used here of a recording in the list that `--json` prints. */
interface Read {
  readonly record: string;
  readonly file: string;
  readonly beatCount: number;
  readonly samples: number;
  readonly beats: {
    readonly sample: number[];
    readonly code: string[];
    readonly confidence: (number | null)[];
    readonly probabilities: Record<string, (number | null)[]> | null;
  };
  readonly findings: { readonly finding: string }[];
  readonly quality: { readonly lead: string; readonly seconds: (number | null)[] }[];
}
const listed = ({ out }: Said): Read[] => JSON.parse(out) as Read[];
/** Sentences beside the output; how far it is, is told on slow machines only. */
const notesOf = ({ err }: Said): string[] => err.split('\n').filter((line) => line.startsWith('einthoven: '));
const annotationsOf = (path: string) => readAnnotations('found', readFileSync(path)).columns;

describe('analyze by rules', () => {
  it('writes an annotation file per record whose beats are the true ones, and goes on after a file it cannot read', async () => {
    const said = await einthoven(['analyze', 'made/holter', 'no.hea', '--model', 'none', '--out', 'rules', '--json']);
    expect(said.status).toBe(EXIT.notFound);
    expect(said.err).toContain('no.hea');
    const [summary] = listed(said);
    expect(summary).toMatchObject({ record: 'holter', madeBy: 'rules 3', model: null, device: null, findings: [] });
    expect(summary?.beats.probabilities).toBeNull();
    const truth = annotationsOf(join(folder, 'made/holter.sim'));
    const found = annotationsOf(join(folder, 'rules/holter.einthoven'));
    const { truePositives, falseNegatives, falsePositives } = compareBeats(truth, found, {
      rate: 250,
      from: 0,
      to: 165_000,
    });
    expect(truePositives).toBeGreaterThan(500);
    expect(falseNegatives + falsePositives).toBeLessThanOrEqual(10);
    expect(summary?.beatCount).toBe(truePositives + falsePositives);
  });

  it('takes an annotator that WFDB would take, and no other', async () => {
    const named = ['analyze', 'made/sinus', '--model', 'none', '--out', 'rules', '--annotator'];
    expect((await einthoven([...named, 'mine'])).status).toBe(EXIT.ok);
    expect(readdirSync(join(folder, 'rules'))).toContain('sinus.mine');
    expect((await einthoven([...named, '../x'])).status).toBe(EXIT.input);
  });

  it('says that two recordings of one name went to the same file', async () => {
    cpSync(join(folder, 'made'), join(folder, 'copies'), { recursive: true });
    const both = ['made/sinus', 'copies/sinus', '--model', 'none', '--out', 'rules'];
    const said = await einthoven(['analyze', ...both]);
    expect(said.status).toBe(EXIT.input);
    expect(said.err).toContain('sinus.einthoven');
  });
});

describe('analyze by a model', () => {
  it('tells beats with calibrated probabilities of every class, episodes, findings and quality', async () => {
    const said = await einthoven(['analyze', 'made/sinus', ...MODEL, '--out', 'read', '--json']);
    expect(said.status).toBe(EXIT.ok);
    expect(notesOf(said)).toEqual([]);
    const [read] = listed(said);
    if (!read) throw new Error('nothing was read');
    expect(read).toMatchObject({
      record: 'sinus',
      madeBy: modelId,
      model: modelId,
      device: 'cpu',
      durationSeconds: 10,
      warnings: [],
      episodes: [{ from: 0 }],
    });
    const { sample, code, confidence, probabilities } = read.beats;
    expect(sample.length).toBe(read.beatCount);
    expect(Object.keys(probabilities ?? {})).toEqual(['N', 'S', 'V', 'F', 'Q']);
    for (const beat of sample.keys()) {
      const row = Object.entries(probabilities ?? {}).map(([name, column]) => ({ name, p: column[beat] ?? NaN }));
      expect(row.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 3);
      const best = row.reduce((most, each) => (each.p > most.p ? each : most));
      expect(confidence[beat]).toBe(best.p);
      expect(code[beat]).toBe(best.name);
    }
    expect(read.findings.map(({ finding }) => finding).sort()).toEqual(['AFIB', 'MI', 'NORM']);
    expect(read.quality).toHaveLength(12);
    expect(read.quality[1]).toEqual({ lead: 'II', seconds: Array.from({ length: 10 }, () => 2) });
    expect([...annotationsOf(read.file).sample.filter((_, row) => row > 0)]).toEqual(sample);
  });

  it('tells in the order asked for, and the same however many processes read', async () => {
    const files = ['made/holter', 'made/sinus', 'made/nobody.hea', 'made/atrial-fibrillation', 'copies/sinus'];
    const asked = ['analyze', ...files, ...MODEL, '--json'];
    const two = await einthoven([...asked, '--jobs', '2']);
    expect(two.status).toBe(EXIT.notFound);
    expect(listed(two).map(({ record }) => record)).toEqual(['holter', 'sinus', 'atrial-fibrillation', 'sinus']);
    expect((await einthoven([...asked, '--jobs', '1'])).out).toBe(two.out);
  });

  it('reads as the workstation does', async () => {
    await einthoven(['import', 'made/holter.hea', '--library', 'library']);
    const library = openLibrary(join(folder, 'library'), { mode: 'worker' });
    try {
      const [study] = library.studies.search({ text: '', offset: 0, limit: 1 }).rows;
      const [recording] = library.studies.detail(study?.id ?? '').recordings;
      let setId = '';
      for await (const event of analyseRecording(
        library,
        { library: library.folder, recordingId: recording?.id ?? '', models: join(folder, 'models') },
        {
          signal: new AbortController().signal,
          focus: new ReadingFocus(),
          entry: pathToFileURL(locateProgramFiles().jobEntry),
        },
      )) {
        if (event.kind === 'complete') ({ setId } = event);
      }
      await einthoven(['analyze', 'made/holter', ...MODEL, '--out', 'same']);
      const kept = library.annotations.read(setId);
      const found = annotationsOf(join(folder, 'same/holter.einthoven'));
      expect(found.sample.length).toBeGreaterThan(500);
      expect(found.sample).toEqual(kept.sample);
      expect(found.code).toEqual(kept.code);
    } finally {
      library.close();
    }
  });

  it('ends on Ctrl-C with what was read until then, and leaves nothing unfinished', async () => {
    const stop = new AbortController();
    const onOutput = (text: string): void => {
      if (text.includes('"record":"sinus"')) stop.abort();
    };
    const asked = ['analyze', 'made/sinus', 'made/holter', ...MODEL, '--jobs', '1', '--json', '--out', 'stopped'];
    const said = await einthoven(asked, { onOutput, signal: stop.signal });
    expect(said.status).toBe(EXIT.cancelled);
    expect(listed(said).map(({ record }) => record)).toEqual(['sinus']);
    expect(readdirSync(join(folder, 'stopped'))).toEqual(['sinus.einthoven']);
  });
});

describe('a model that cannot be used', () => {
  const damage = (name: string): string => {
    const copy = join(folder, 'models', name);
    cpSync(join(folder, 'models/tiny'), copy, { recursive: true });
    const beats = join(copy, 'beats.nat');
    const bytes = readFileSync(beats);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    writeFileSync(beats, bytes);
    return copy;
  };

  it.each([
    ['one that is not there', (): string => 'models/nowhere', 'models/nowhere'],
    ['one that is damaged', (): string => damage('damaged'), 'damaged'],
  ])('%s is said once; rules read, and the status tells', async (_what, make, words) => {
    const files = ['made/sinus', 'made/atrial-fibrillation'];
    const said = await einthoven(['analyze', ...files, '--model', make(), '--jobs', '2', '--out', 'other', '--json']);
    expect(said.status).toBe(EXIT.input);
    expect(notesOf(said)).toHaveLength(1);
    expect(said.err).toContain(words);
    expect(said.err).toContain('Rules read instead.');
    expect(listed(said)).toMatchObject([{ madeBy: 'rules 3' }, { madeBy: 'rules 3' }]);
  });
});

describe('a device that cannot be used', () => {
  it('is said, and the CPU reads', async () => {
    const other = process.platform === 'win32' ? 'coreml' : 'dml';
    const said = await einthoven(['analyze', 'made/sinus', ...MODEL, '--device', other, '--out', 'other', '--json']);
    expect(said.status).toBe(EXIT.ok);
    expect(said.err).toContain('The CPU is used instead.');
    expect(listed(said)).toMatchObject([{ device: 'cpu' }]);
    expect((await einthoven(['analyze', 'made/sinus', '--device', 'abacus'])).status).toBe(EXIT.input);
  });
});
