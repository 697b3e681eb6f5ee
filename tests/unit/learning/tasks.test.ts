import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelFile } from '../../../src/main/learning/model-file.ts';
import type { TaskResult } from '../../../src/main/learning/tasks/results.ts';
import { runTask } from '../../../src/main/learning/tasks/run-task.ts';
import { type LearningEvent, LearningTask } from '../../../src/main/learning/tasks/task.ts';
import { TrainingControl } from '../../../src/main/learning/training-control.ts';
import { verifyModel } from '../../../src/main/learning/verify-model.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { writeBeatSet, writeFindingsSet, writeRhythmSet, writeWaveSet } from './synthetic-sets.ts';
import { temporaryFolder } from './temporary-folder.ts';

let root = '';
const data = (name: string): string[] => [join(root, name)];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'einthoven-sets-'));
  // Two records of each of DS1's first folds, and one of DS2.
  writeBeatSet(join(root, 'mitdb'), ['101', '106', '112', '122', '100']);
  writeWaveSet(join(root, 'ludb'), [1, 2, 121]);
  writeRhythmSet(join(root, 'cinc2017'), { A00001: 'A', A00002: 'N', A00003: '~', A00161: 'O' });
  writeFindingsSet(join(root, 'ptbxl'), [
    { ecg: 1, patient: 7, fold: 1, codes: "{'NORM': 100.0, 'SR': 0.0}" },
    { ecg: 2, patient: 8, fold: 8, codes: "{'IMI': 35.0, 'AFIB': 0.0}" },
    { ecg: 3, patient: 9, fold: 9, codes: "{'LVH': 0.0, 'NORM': 80.0}" },
    { ecg: 4, patient: 10, fold: 9, codes: "{'IMI': 100.0}" },
  ]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Changes = Partial<Record<string, unknown>>;

function task(kind: z.input<typeof LearningTask>['kind'], changes: Changes): LearningTask {
  const usual = kind === 'evaluate' || kind === 'score' ? {} : { preset: 'tiny', steps: 3, batch: 2 };
  const seeds = kind === 'trial' ? { seeds: [1] } : { seed: 1 };
  return LearningTask.parse({ kind, threads: 1, ...usual, ...seeds, ...changes });
}

interface Run {
  readonly result: TaskResult;
  readonly events: readonly LearningEvent[];
}

async function run(what: LearningTask, control = new TrainingControl()): Promise<Run> {
  const events: LearningEvent[] = [];
  const result = await runTask(what, { control, report: (event) => events.push(event) });
  return { result, events };
}

async function problemOf(work: () => Promise<unknown>): Promise<Problem> {
  const thrown = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Problem)) throw new Error('no Problem was thrown', { cause: thrown });
  return thrown;
}

/** Runs a task and cancels it as soon as `when` is true. */
function runUntil(what: LearningTask, when: (event: LearningEvent) => boolean): Promise<Problem> {
  const abort = new AbortController();
  const report = (event: LearningEvent): void => {
    if (when(event)) abort.abort();
  };
  return problemOf(() => runTask(what, { control: new TrainingControl(abort.signal), report }));
}

describe('fine-tuning on beats', () => {
  it('writes a model that knows what it was trained on, once', async () => {
    const out = join(temporaryFolder(), 'beats.nat');
    const finetune = task('finetune', { task: 'beats', data: data('mitdb'), out, contrastive: 0.3, labels: 0.1 });
    const { result, events } = await run(finetune);
    expect(result).toMatchObject({ kind: 'trained', steps: 3, records: 4, alreadyThere: false });
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(3);
    const model = readModelFile(out);
    expect(model.trainedOn).toEqual(['mitdb/101', 'mitdb/106', 'mitdb/112', 'mitdb/122']);
    expect(model.head.kind).toBe('beats');
    expect((await verifyModel(model, 1)).outputs).toContain('probabilities');
    expect(readdirSync(join(out, '..'))).toEqual(['beats.nat']);

    expect((await run(finetune)).result).toMatchObject({ alreadyThere: true });
    const other = await problemOf(() => run({ ...finetune, steps: 4 } as LearningTask));
    expect(other.message).toMatch(/beats\.nat is there already.*recipe\.steps was 3, is 4/);
  });

  it('interrupted and repeated gives the same weights', async () => {
    const folder = temporaryFolder();
    const at = (name: string): LearningTask =>
      task('finetune', {
        task: 'beats',
        data: data('mitdb'),
        out: join(folder, name),
        steps: 4,
        patience: 5,
        validateEvery: 2,
      });
    await run(at('whole.nat'));
    const stopped = await runUntil(at('parts.nat'), (event) => event.kind === 'step' && event.step === 3);
    expect(stopped.message).toMatch(/Stopped after 3 of 4 steps.*The same command goes on from there/);
    expect(existsSync(join(folder, 'parts.nat'))).toBe(false);
    await run(at('parts.nat'));
    expect(readModelFile(join(folder, 'parts.nat')).parameters).toEqual(
      readModelFile(join(folder, 'whole.nat')).parameters,
    );
  });

  it('starts from a pretrained trunk, which can be frozen', async () => {
    const folder = temporaryFolder();
    const pretrained = join(folder, 'pretrained.nat');
    await run(task('pretrain', { data: [root], out: pretrained, leads: 2 }));
    const before = readModelFile(pretrained);
    // Nothing that is tested anywhere.
    expect(before.trainedOn).toEqual([
      ...['cinc2017/A00001', 'cinc2017/A00002', 'cinc2017/A00003', 'ludb/1', 'ludb/2'],
      ...['mitdb/101', 'mitdb/106', 'mitdb/112', 'mitdb/122', 'ptbxl/1', 'ptbxl/2'],
    ]);
    const out = join(folder, 'probe.nat');
    const probe = { task: 'beats', data: data('mitdb'), out, from: pretrained, frozenTrunk: true };
    await run(task('finetune', { ...probe, preset: undefined }));
    const after = readModelFile(out);
    const trunkOf = ({ layout, parameters }: typeof after) =>
      layout.entries
        .filter(({ name }) => name.startsWith('trunk.') && name !== 'trunk.blank')
        // Averaging a weight with itself may round its last digit.
        .map(({ name, offset }) => [name, parameters[offset]?.toFixed(5)]);
    expect(trunkOf(after)).toEqual(trunkOf(before));
    expect((await problemOf(() => run(task('finetune', probe)))).message).toMatch(/keeps its shape/);
  });

  it('remembers the labels that its starting model had learnt from', async () => {
    const folder = temporaryFolder();
    const [first, second] = [join(folder, 'first.nat'), join(folder, 'second.nat')];
    const usual = { task: 'beats', data: data('mitdb') };
    await run(task('finetune', { ...usual, split: '101', out: first }));
    const further = { ...usual, from: first, preset: undefined };
    await run(task('finetune', { ...further, split: '106', out: second }));
    expect(readModelFile(second).trainedOn).toEqual(['mitdb/101', 'mitdb/106']);
    const { result } = await run(task('evaluate', { model: second, data: data('mitdb'), split: '101,112' }));
    expect(result).toMatchObject({ trainedOn: ['mitdb/101'] });
    const trial = task('trial', { ...further, folds: 2, out: join(folder, 'results.json') });
    const tested = await run(trial);
    expect(tested.result).toMatchObject({ trainedOn: ['mitdb/101'] });
    expect(tested.events).toContainEqual({
      kind: 'note',
      text: expect.stringContaining('has seen 1 of 4 tested records') as unknown,
    });
  });

  it('is another training when other records are pretrained on, or noise is no longer added', async () => {
    const folder = temporaryFolder();
    const at = (name: string): string => join(folder, name);
    await run(task('pretrain', { data: data('mitdb'), split: '101', out: at('pretrained.nat') }));
    const others = task('pretrain', { data: data('mitdb'), split: '106', out: at('pretrained.nat') });
    expect((await problemOf(() => run(others))).message).toMatch(/split was "101", is "106"/);
    writeBeatSet(at('noise'), ['bw']);
    const usual = { task: 'beats', split: '101', out: at('beats.nat') };
    await run(task('finetune', { ...usual, data: [...data('mitdb'), at('noise')] }));
    const without = task('finetune', { ...usual, data: data('mitdb') });
    expect((await problemOf(() => run(without))).message).toMatch(/withoutNoise was not given, is true/);
  });

  it('stops before anything is trained when a record cannot be read', async () => {
    const folder = temporaryFolder();
    writeBeatSet(folder, ['101', '106'], 20);
    truncateSync(join(folder, '106.dat'), 100);
    const finetune = task('finetune', { task: 'beats', data: [folder], out: join(folder, 'model.nat') });
    const events: LearningEvent[] = [];
    const problem = await problemOf(() =>
      runTask(finetune, { control: new TrainingControl(), report: (event) => events.push(event) }),
    );
    expect(problem.message).toMatch(/106/);
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);

    writeBeatSet(folder, ['101', '106'], 20);
    truncateSync(join(folder, '106.atr'), 11);
    const damaged = await problemOf(() => run(finetune));
    expect(damaged.message).toMatch(/^mitdb\/106: 106\.atr .*Without it 106 cannot be learnt from/);
  });

  it.each([
    ['findings from beats', { task: 'findings' }, /no recordings with findings/],
    ['an odd batch for two views', { task: 'beats', contrastive: 0.3, batch: 3 }, /--batch must be even/],
    ['shares of simulated rhythm above one', { task: 'beats', simulated: { ectopy: 0.9 } }, /add up to more than one/],
    ['a share of a set that is not there', { task: 'beats', setShare: { svdb: 0.5 } }, /names svdb/],
    ['a model that is none', { task: 'beats', preset: undefined, from: '/nowhere.nat' }, /There is no model/],
  ])('refuses %s', async (_, changes, sentence) => {
    const out = join(temporaryFolder(), 'model.nat');
    const problem = await problemOf(() => run(task('finetune', { data: data('mitdb'), out, ...changes })));
    expect(problem.code).toMatch(/bad-input|not-found/);
    expect(problem.message).toMatch(sentence);
  });
});

describe('an evaluation of beats', () => {
  it('scores by EC57, with detected beats too, and warns of records the model knows', async () => {
    const folder = temporaryFolder();
    const model = join(folder, 'beats.nat');
    await run(task('finetune', { task: 'beats', data: data('mitdb'), out: model }));
    const test = await run(task('evaluate', { model, data: data('mitdb'), split: 'ds2' }));
    expect(test.result).toMatchObject({
      kind: 'beats',
      trainedOn: [],
      reports: [{ mapping: 'bxb', groups: [{ name: 'mitdb', records: 1, detection: { sensitivity: { mean: 100 } } }] }],
    });
    const known = await run(task('evaluate', { model, data: data('mitdb'), split: '100,101', positions: 'detected' }));
    expect(known.result).toMatchObject({ trainedOn: ['mitdb/101'] });
    expect(known.events.some((event) => event.kind === 'note' && /trained on 1 of these 2/.test(event.text))).toBe(
      true,
    );
    const wrong = await problemOf(() => run(task('evaluate', { model, data: data('ludb') })));
    expect(wrong.message).toMatch(/no records with reference beats/);
  });

  it('adapts to each record with replay of other patients', async () => {
    const model = join(temporaryFolder(), 'beats.nat');
    await run(task('finetune', { task: 'beats', data: data('mitdb'), out: model }));
    const adapt = { model, data: data('mitdb'), split: 'ds2', adapt: { steps: 2 } };
    expect((await problemOf(() => run(task('evaluate', adapt)))).message).toMatch(/--replay/);
    const { result } = await run(task('evaluate', { ...adapt, replay: data('mitdb') }));
    expect(result).toMatchObject({ kind: 'beats', reports: [{ perRecord: [{ record: 'mitdb/100' }] }] });
  });

  it('scores annotation files as bxb does', async () => {
    const { result } = await run(task('score', { data: data('mitdb'), annotator: 'atr' }));
    expect(result).toMatchObject({
      model: 'annotator atr',
      reports: [{ groups: [{ records: 5, accuracy: { mean: 100 }, byClass: { V: { f1: { mean: 100 } } } }] }],
    });
    const missing = await problemOf(() => run(task('score', { data: data('mitdb'), annotator: 'qrs' })));
    expect(missing.message).toMatch(/no annotations of that name \(100\.qrs\)/);
  });
});

describe('a cross-validation', () => {
  it('tests every record with every seed, goes on where it was stopped, and keeps both mappings', async () => {
    const out = join(temporaryFolder(), 'results.json');
    const trial = task('trial', { task: 'beats', data: data('mitdb'), out, folds: 5, seeds: [1, 2], steps: 2 });
    const stopped = await runUntil(trial, (event) => event.kind === 'step' && event.label.startsWith('seed 2, fold 1'));
    expect(stopped.code).toBe('cancelled');
    const { result, events } = await run(trial);
    const trained = new Set(events.flatMap((event) => (event.kind === 'step' ? [event.label] : [])));
    expect([...trained].every((label) => label.startsWith('seed 2'))).toBe(true);
    if (result.kind !== 'beats') throw new Error('not a result of beats');
    expect(result.reports.map(({ mapping }) => mapping)).toEqual(['bxb', 'dechazal']);
    expect(result.seeds).toEqual([1, 2]);
    expect(result.reports[0]?.groups[0]).toMatchObject({ records: 4, accuracy: { count: 2 } });
    expect(result.reports[0]?.perRecord.map(({ record }) => record)).not.toContain('mitdb/100');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      format: 'einthoven-trial',
      result: { kind: 'beats' },
    });
    expect((await run(trial)).result).toEqual(result);
    const other = await problemOf(() => run({ ...trial, labels: 0.5 } as LearningTask));
    expect(other.message).toMatch(/holds results of other settings: labels was 1, is 0.5/);
  });
});

describe('findings', () => {
  it('are trained on both sets and tested on theirs; what is not known is not scored', async () => {
    const out = join(temporaryFolder(), 'results.json');
    const sets = [...data('ptbxl'), ...data('cinc2017')];
    const { result } = await run(task('trial', { task: 'findings', data: sets, out, steps: 2 }));
    if (result.kind !== 'findings') throw new Error('not a result of findings');
    const [ptbxl, cinc] = result.sets;
    expect([ptbxl?.records, cinc?.records]).toEqual([2, 1]);
    const positives = Object.fromEntries((ptbxl?.perFinding ?? []).map((one) => [one.finding, one.positives]));
    // LVH with a likelihood of nought is no hypertrophy.
    expect(positives).toMatchObject({ NORM: 1, MI: 1, HYP: 0, AFIB: 0 });
    expect(cinc?.perFinding.find(({ finding }) => finding === 'MI')?.records).toBe(0);
    expect(cinc?.perFinding.find(({ finding }) => finding === 'AFIB')?.records).toBe(1);
  });
});

describe('waves', () => {
  it('are trained, tested in every lead, and can be evaluated from a file', async () => {
    const folder = temporaryFolder();
    const model = join(folder, 'waves.nat');
    await run(task('finetune', { task: 'waves', data: data('ludb'), out: model }));
    const { result } = await run(task('evaluate', { model, data: data('ludb') }));
    if (result.kind !== 'waves') throw new Error('not a result of waves');
    expect(result.records).toBe(1);
    const [loose] = result.tolerances;
    const marked = loose?.points.filter(({ reference }) => reference > 0).map(({ wave }) => wave);
    expect(new Set(marked)).toEqual(new Set(['QRS', 'T']));
  });
});
