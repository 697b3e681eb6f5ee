import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { modelPlaces } from '../../../src/main/inference/models/model-registry.ts';
import {
  compareGroup,
  type ComparedRecording,
  disagreements,
} from '../../../src/main/learning/clinic/compare-models.ts';
import { judge } from '../../../src/main/learning/clinic/gate.ts';
import { storedBytes } from '../../../src/main/library/learning-loop/stored-value.ts';
import { ModelPromotion } from '../../../src/main/services/learning/model-promotion.ts';
import type { Comparison } from '../../../src/shared/contract/learning-evaluation.ts';
import type { GateVerdict } from '../../../src/shared/contract/learning-gate.ts';
import { gateWords } from '../../../src/shared/gate-words.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { code, programPlaces } from './made-clinic.ts';

const CLASSES = ['N', 'S', 'V', 'F', 'Q'];

/** Probabilities that say these classes, each with 0.9. */
const saying = (said: string): Float32Array =>
  Float32Array.from(Array.from(said).flatMap((name) => CLASSES.map((one) => (one === name ? 0.9 : 0.025))));

/** A recording with a beat a second of these classes, and what both models say of them. */
const recording = (patient: string, truth: string, candidate: string, incumbent: string): ComparedRecording => ({
  ...{ name: patient, patient, rate: 100, samples: 100 * (truth.length + 1), countedWhole: true },
  ...{ studyId: `study-${patient}`, recordingId: `recording-${patient}` },
  sample: Int32Array.from(truth, (_, i) => 100 * (i + 1)),
  code: Uint8Array.from(truth, (name) => code(name)),
  candidate: saying(candidate),
  incumbent: saying(incumbent),
});

const words = ({ sentences }: GateVerdict): string[] => sentences.map(gateWords);
const times = (text: string, count: number): string => text.repeat(count);

describe('the comparison of two models', () => {
  it('counts both on the same beats as EC57 does, and tells where they disagree', () => {
    const one = recording('a', 'NNSVV', 'NNSVN', 'NSSNV');
    const group = compareGroup('clinic', [one], { candidate: 'new', incumbent: 'old' });
    const v = group.candidate.bxb.classes.find(({ aamiClass }) => aamiClass === 'V');
    expect(v).toMatchObject({ beats: 2, truePositives: 1, falseNegatives: 1, falsePositives: 0 });
    expect([...group.candidate.bxb.confusion.subarray(10, 15)]).toEqual([1, 0, 1, 0, 0]);
    expect(group.differences).toMatchObject([{ candidateRight: 4, incumbentRight: 3, recordingId: 'recording-a' }]);
    expect(group.candidate.calibration.cases[8]).toBe(5);
    const apart = disagreements([one]);
    expect(apart.total).toBe(3);
    expect(apart.place.map(({ sample }) => sample)).toEqual([200, 400, 500]);
  });

  it('leaves out the first five minutes of long recordings, and says how many are counted whole', () => {
    const long = { ...recording('a', 'VVVV', 'NNVV', 'VVVV'), rate: 1, samples: 1_000, countedWhole: false };
    const later = { ...long, sample: Int32Array.of(10, 20, 400, 500) };
    const group = compareGroup('clinic', [later], { candidate: 'new', incumbent: 'old' });
    expect(group.countedWhole).toBe(0);
    expect(group.candidate.bxb.classes.find(({ aamiClass }) => aamiClass === 'V')).toMatchObject({
      beats: 2,
      truePositives: 2,
    });
  });
});

describe('the gate', () => {
  const truth = times('N', 60) + times('V', 40) + times('S', 40);
  const worseS = times('N', 60) + times('V', 40) + times('S', 30) + times('N', 10);

  it('refuses what is worse than its margin on a guarded class, with the figures', () => {
    const verdict = judge([{ group: 'reference', recordings: [recording('a', truth, worseS, truth)] }]);
    expect(verdict.passed).toBe(false);
    expect(words(verdict)[0]).toMatch(/^S F1 on the reference set falls from 100\.0 to 85\.7 %/);
    expect(verdict.rows.find(({ aamiClass, measure }) => aamiClass === 'V' && measure === 'f1')?.outcome).toBe('held');
    expect(gateWords(verdict.source)).toMatch(/results\.md/);
  });

  it('lets pass what is better, and says that nobody of the library could judge it', () => {
    const verdict = judge([{ group: 'reference', recordings: [recording('a', truth, truth, worseS)] }]);
    expect(verdict.passed).toBe(true);
    expect(words(verdict).join(' ')).toMatch(/No held-out patient of this library/);
  });

  it('does not pass what too few beats can judge', () => {
    const verdict = judge([{ group: 'clinic', recordings: [recording('a', 'NNVV', 'NNVV', 'NNNN')] }]);
    expect(verdict.passed).toBe(false);
    expect(words(verdict)[0]).toMatch(/too few held-out beats/);
  });

  it('does not pass where nobody could look at what was forgotten, and says so', () => {
    const verdict = judge([{ group: 'clinic', recordings: [recording('a', truth, truth, worseS)] }]);
    expect(verdict.passed).toBe(false);
    expect(words(verdict).join(' ')).toMatch(/forgotten other patients was not looked at/);
  });

  it('adds no small losses up: what the program’s own model could do is held against it too', () => {
    const bit = times('N', 60) + times('V', 40) + times('S', 36) + times('N', 4);
    const one = { ...recording('a', truth, bit, bit), shipped: saying(truth) };
    expect(judge([{ group: 'reference', recordings: [recording('a', truth, bit, bit)] }]).passed).toBe(true);
    const verdict = judge([{ group: 'reference', recordings: [one] }]);
    expect(verdict.passed).toBe(false);
    expect(verdict.rows.find(({ outcome }) => outcome === 'worse')).toMatchObject({
      beside: 'shipped',
      aamiClass: 'S',
    });
    expect(words(verdict)[0]).toMatch(/of the model that came with the program to/);
  });

  it('gives the interval of a difference over patients where there are enough', () => {
    const recordings = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => recording(name, truth, truth, worseS));
    const [row] = judge([{ group: 'clinic', recordings }]).rows.filter(({ aamiClass }) => aamiClass === 'S');
    expect(row?.lowest).toBeCloseTo(row?.difference ?? 0);
  });
});

describe('promotion', () => {
  const candidateIn = async (passed: boolean) => {
    const { models } = await programPlaces(temporaryFolder());
    const library = temporaryLibrary();
    const places = modelPlaces(models, library.folder);
    let who: string | undefined = 'Dr Lead';
    const promotion = new ModelPromotion({
      library,
      places,
      actor: () => {
        if (who === undefined) throw new Error('nobody');
        return who;
      },
    });
    const { id } = await packSeeded(temporaryFolder(), join(library.folder, 'models', 'candidate'), { seed: 3 });
    const incumbentId = promotion.activeModel();
    const at = '2026-11-22T10:00:00Z';
    const { jobs, candidates } = library.learning;
    const job = { id: 'job', kind: 'evaluate' as const, snapshotId: undefined, spec: {}, progress: {} };
    jobs.add({ ...job, createdBy: 'Dr Lead', createdAt: at });
    candidates.add({ modelId: id, jobId: 'job', manifest: {}, at });
    const compare = (incumbent: string, verdict = passed, candidate = id): void => {
      // As earlier versions of the program wrote it.
      const gate = { passed: verdict, rows: [], sentences: ['S F1 falls.'], source: 'Margins: …' };
      const nothing = {
        ...{ place: [], readerCode: new Uint8Array(0), candidateClass: new Uint8Array(0), total: 0 },
        ...{ incumbentClass: new Uint8Array(0), candidateConfidence: new Float32Array(0) },
        incumbentConfidence: new Float32Array(0),
      };
      const comparison: z.input<typeof Comparison> = {
        ...{ candidateId: candidate, incumbentId: incumbent, groups: [], gate, at },
        disagreements: nothing,
      };
      const content = storedBytes(comparison);
      candidates.addComparison({ modelId: candidate, incumbentId: incumbent, passed: verdict, content, at });
    };
    compare(incumbentId);
    return { library, promotion, id, incumbentId, compare, leave: () => (who = undefined) };
  };

  it('against the gate asks for a written reason, which stays in the history', async () => {
    const { library, promotion, id, incumbentId } = await candidateIn(false);
    await expect(promotion.promote(id)).rejects.toThrow(/S F1 falls.*write down why/s);
    expect(promotion.activeModel()).toBe(incumbentId);
    expect(library.learning.candidates.decisions()).toEqual([]);
    await promotion.promote(id, 'Our patients have no atrial fibrillation.');
    expect(promotion.activeModel()).toBe(id);
    expect(library.learning.candidates.decisions()).toMatchObject([
      { kind: 'promote', overridden: true, reason: 'Our patients have no atrial fibrillation.', from: incumbentId },
    ]);
  });

  it('of what a person refused asks for a reason too', async () => {
    const { promotion, id } = await candidateIn(true);
    await promotion.refuse(id, 'It misses couplets.');
    await expect(promotion.promote(id)).rejects.toThrow(/person has refused/);
  });

  it('forgets no refusal by a person, whatever was decided since', async () => {
    const { library, promotion, id } = await candidateIn(true);
    await promotion.refuse(id, 'It misses couplets.');
    const at = '2026-11-22T10:00:00Z';
    const exported = {
      kind: 'export' as const,
      actor: 'Dr Lead',
      at,
      from: 'a',
      to: 'a',
      modelId: id,
      overridden: false,
    };
    library.learning.candidates.addDecision(exported);
    await expect(promotion.promote(id)).rejects.toThrow(/person has refused/);
    await promotion.promote(id, 'Looked at again.');
    await promotion.rollBack();
    await expect(promotion.promote(id)).rejects.toThrow(/person has refused/);
    await expect(promotion.rollBack(id)).rejects.toThrow(/person has refused/);
    expect(await promotion.rollBack(id, 'Looked at again.')).toMatchObject({ to: id, overridden: true });
  });

  it('of two decisions at once the second fails, a roll-back too', async () => {
    const { library, promotion, id, incumbentId, compare } = await candidateIn(true);
    await promotion.promote(id);
    const other = (await packSeeded(temporaryFolder(), join(library.folder, 'models', 'other'), { seed: 4 })).id;
    const candidates = library.learning.candidates;
    candidates.add({ modelId: other, jobId: 'job', manifest: {}, at: '2026-11-22T11:00:00Z' });
    compare(id, true, other);
    const outcomes = await Promise.allSettled([promotion.rollBack(), promotion.promote(other)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const last = candidates.decisions()[0];
    expect(promotion.activeModel()).toBe(last?.to);
    expect([other, incumbentId]).toContain(last?.to);
    library.settings.save('active-models', [id]);
    const twice = await Promise.allSettled([promotion.rollBack(), promotion.rollBack()]);
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('there is no going back to what is in use', async () => {
    const { promotion, id, incumbentId } = await candidateIn(true);
    await promotion.promote(id);
    await expect(promotion.rollBack(id, 'Once more.')).rejects.toThrow(/in use already/);
    await promotion.rollBack();
    await expect(promotion.rollBack(incumbentId, 'Once more.')).rejects.toThrow(/in use already|none to go back to/);
  });

  it('forgets no refusal by the gate beside the same model, though a later comparison passes', async () => {
    const { promotion, id, incumbentId, compare } = await candidateIn(false);
    compare(incumbentId, true);
    expect(promotion.comparison(id).gate).toMatchObject({ passed: false });
    await expect(promotion.promote(id)).rejects.toThrow(/earlier comparison.*S F1 falls/s);
    expect(await promotion.promote(id, 'Our patients differ.')).toMatchObject({ overridden: true });
  });

  it('back to what the gate had refused asks for a reason', async () => {
    const { promotion, id, incumbentId } = await candidateIn(false);
    await promotion.promote(id, 'Our patients differ.');
    expect(await promotion.rollBack()).toMatchObject({ to: incumbentId });
    await expect(promotion.rollBack(id)).rejects.toThrow(/The gate refused the model/);
  });

  it('is rolled back to a sound model that is not read with already', async () => {
    const { library, promotion, id, incumbentId } = await candidateIn(true);
    await promotion.promote(id);
    library.settings.save('active-models', ['gone-since', id]);
    expect(await promotion.readingModel()).toBe(id);
    expect(await promotion.rollBack()).toMatchObject({ from: id, to: incumbentId });
    library.settings.save('active-models', ['gone-since', id]);
    expect(await promotion.rollBack(id)).toMatchObject({ from: 'gone-since', to: id });
    expect(library.settings.get('active-models')).toEqual([id]);
  });

  it('takes nothing for a reason that says nothing', async () => {
    const { promotion, id, incumbentId } = await candidateIn(false);
    for (const nothing of ['', '   ', ' a ']) {
      await expect(promotion.promote(id, nothing)).rejects.toThrow(/Say why/);
      await expect(promotion.refuse(id, nothing)).rejects.toThrow(/Say why/);
    }
    expect(promotion.activeModel()).toBe(incumbentId);
  });

  it('of two decisions at once leaves the second undone, with a sentence', async () => {
    const { library, promotion, id } = await candidateIn(true);
    const both = await Promise.allSettled([promotion.promote(id), promotion.promote(id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const said = both.map((one) => (one.status === 'rejected' ? String(one.reason) : '')).join('');
    expect(said).toMatch(/Meanwhile somebody else has decided/);
    expect(library.learning.candidates.decisions()).toHaveLength(1);
    await promotion.rollBack();
    const crossed = await Promise.allSettled([promotion.refuse(id, 'It misses couplets.'), promotion.promote(id)]);
    expect(crossed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('needs a comparison with the model that is in use now', async () => {
    const { promotion, id, compare } = await candidateIn(true);
    compare('another-model');
    await expect(promotion.promote(id)).rejects.toThrow(/Compare it anew/);
  });

  it('needs a name, and is all or nothing: no pointer without its entry', async () => {
    const { library, promotion, id, incumbentId, leave } = await candidateIn(true);
    leave();
    await expect(promotion.promote(id)).rejects.toThrow('nobody');
    expect(promotion.activeModel()).toBe(incumbentId);
    expect(library.learning.candidates.decisions()).toEqual([]);
    expect(readdirSync(join(library.folder, 'models'))).toEqual(['candidate']);
  });

  it('cannot be rolled back further than the model that came with the program', async () => {
    const { promotion, id, incumbentId } = await candidateIn(true);
    await promotion.promote(id);
    expect(await promotion.rollBack()).toMatchObject({ kind: 'roll-back', from: id, to: incumbentId });
    await expect(promotion.rollBack()).rejects.toThrow(/came with the program/);
    expect(await promotion.rollBack(id, 'It was better after all.')).toMatchObject({ to: id });
  });
});

describe('what was decided', () => {
  it('can neither be changed nor removed', async () => {
    const library = temporaryLibrary();
    library.learning.candidates.addDecision({
      ...{ kind: 'refuse', actor: 'Dr Lead', at: '2026-11-22T10:00:00Z', from: 'a', to: 'a', modelId: 'b' },
      overridden: false,
    });
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(join(library.folder, 'library.db'));
    for (const change of ["UPDATE learning_decisions SET actor = 'x'", 'DELETE FROM learning_decisions']) {
      expect(() => database.prepare(change).run()).toThrow(/never/);
    }
    database.close();
  });
});
