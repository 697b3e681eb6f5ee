import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../src/main/library/open-library.ts';
import { namesRecordings, trainedOnWith } from '../../../src/main/jobs/learning/clinic-record-names.ts';
import { confirmedBlocks } from '../../../src/main/jobs/learning/confirmed-records.ts';
import { LearnableLabels } from '../../../src/main/services/learning/learnable-data.ts';
import { splitPatients } from '../../../src/main/services/learning/patient-split.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, code, type Loop, openLoop, programPlaces, review } from './made-clinic.ts';

const scope = LearningScope.parse({ kind: 'finetune' });
const options = { parentModel: 'a-model', isSound: true, rehearses: true };

describe('what is learned from', () => {
  it('is what a person set or confirmed, and nothing a model said', async () => {
    const library = temporaryLibrary();
    const ada = addPatient(library, 'Ada');
    addPatient(library, 'Bea');
    const labels = new LearnableLabels(library);
    expect(await labels.preview(scope, options)).toMatchObject({
      recordings: [],
      canStart: false,
      remarks: [{ code: 'no-labels', severity: 'stops' }],
    });
    review(library, ada, { count: 10 });
    const [recording] = (await labels.preview(scope, options)).recordings;
    expect(recording).toMatchObject({
      labels: { N: 8, S: 0, V: 2 },
      corrected: 2,
      unconfirmed: ada.truth.length - 10,
      confirmedBy: [{ reader: 'Dr Reader', labels: 10 }],
    });
  });

  it('says in a sentence that one class alone, all as the model has it, teaches nothing', async () => {
    const library = temporaryLibrary();
    review(library, addPatient(library, 'Ada', 60, 1_000), { count: 20 });
    const { remarks, canStart } = await new LearnableLabels(library).preview(scope, options);
    expect(canStart).toBe(false);
    expect(remarks[0]?.text).toMatch(/All confirmed beats are normal.*another class/s);
    await expect(new LearnableLabels(library).snapshot(scope, options, 'Dr Lead')).rejects.toThrow(/another class/);
    expect(library.learning.snapshots.list()).toEqual([]);
  });

  it('counts of held-out patients what will judge: nothing of the first minutes of a long recording', async () => {
    const library = temporaryLibrary();
    for (const name of ['Ada', 'Bea', 'Cleo']) review(library, addPatient(library, name, 660), { count: 50 });
    const { patients, heldOut, train, remarks } = await new LearnableLabels(library).preview(scope, options);
    expect(heldOut).toEqual({ N: 0, S: 0, V: 0, F: 0, Q: 0 });
    expect(train).toMatchObject({ N: 80, V: 20 });
    expect(patients.filter(({ side }) => side === 'held-out')).toMatchObject([{ labels: heldOut }]);
    expect(remarks).toContainEqual(expect.objectContaining({ code: 'held-out-early', severity: 'warns', count: 50 }));
  });

  it('does not move when labels are edited later', async () => {
    const library = temporaryLibrary();
    const ada = addPatient(library, 'Ada');
    const setId = review(library, ada);
    const labels = new LearnableLabels(library);
    const snapshot = await labels.snapshot(scope, options, 'Dr Lead');
    const before = library.learning.snapshots.labels(snapshot.id, ada.recordingId);
    const row = library.annotations.read(setId, 0, 400);
    const by = { author: 'Dr Reader', at: '2026-11-22T12:00:00Z' };
    const after = { ...row, code: row.code.map(() => code('S')) };
    library.annotations.change(setId, { kind: 'relabel', before: row, after }, by);
    expect(library.learning.snapshots.labels(snapshot.id, ada.recordingId)).toEqual(before);
    const second = await labels.snapshot(scope, options, 'Dr Lead');
    expect(second.hash).not.toBe(snapshot.hash);
    expect(second.recordings[0]?.logHash).not.toBe(snapshot.recordings[0]?.logHash);
  });

  it('holds the leads that are learned from: another reading later does not move them', async () => {
    const library = temporaryLibrary();
    const ada = addPatient(library, 'Ada');
    review(library, ada);
    const { id, recordings } = await new LearnableLabels(library).snapshot(scope, options, 'Dr Lead');
    expect(recordings).toMatchObject([{ leads: [0] }]);
    const labels = library.learning.snapshots.labels(id, ada.recordingId);
    const [recording] = recordings;
    if (!labels || !recording) throw new Error('no snapshot');
    const leadsLearned = (leads: number[] | undefined) =>
      [...confirmedBlocks(library, { ...recording, leads }, labels)].map(({ record }) => record.leads.length);
    expect(leadsLearned([0])).toEqual([1]);
    expect(leadsLearned(undefined)).toEqual([1]);
    // Those of the snapshot count, not those there are.
    expect(leadsLearned([])).toEqual([]);
  });

  it('is told in a model by number alone, each recording once', async () => {
    const library = temporaryLibrary();
    for (const name of ['Ada', 'Bea']) review(library, addPatient(library, name));
    const snapshot = await new LearnableLabels(library).snapshot(scope, options, 'Dr Lead');
    const known = ['mitdb/101', 'clinic/1'];
    expect(trainedOnWith(library, 'a-model', known, snapshot)).toEqual([
      ...['mitdb/101', 'clinic/1', 'clinic/2', 'clinic/3'],
    ]);
    expect(namesRecordings(['mitdb/101', 'clinic/12'])).toBe(false);
    expect(namesRecordings(['clinic/3f2a9c01'])).toBe(true);
  });

  it('is kept once for the same labels, split, seed and model', async () => {
    const library = temporaryLibrary();
    review(library, addPatient(library, 'Ada'));
    const labels = new LearnableLabels(library);
    const first = await labels.snapshot(scope, options, 'Dr Lead');
    expect(await labels.snapshot(scope, options, 'Dr Other')).toEqual(first);
  });

  it('takes the adjudicated or signed set of several readers', async () => {
    const library = temporaryLibrary();
    const ada = addPatient(library, 'Ada');
    const signed = review(library, ada, { reader: 'Dr Signer', count: 5 });
    library.signOffs.sign({
      studyId: ada.studyId,
      signer: 'Dr Signer',
      at: '2026-11-22T12:00:00Z',
      setIds: [signed],
    });
    review(library, ada, { reader: 'Dr Later' });
    const { recordings } = await new LearnableLabels(library).preview(scope, options);
    expect(recordings).toMatchObject([{ setId: signed, signed: true, confirmedBy: [{ reader: 'Dr Signer' }] }]);
  });
});

describe('the split by patient', () => {
  const patients = Array.from({ length: 20 }, (_, i) => `p${i}`);
  const sides = (of: readonly string[], learned: readonly string[] = []) =>
    splitPatients(of, { heldOutShare: 0.2, seed: 1, learnedBefore: new Set(learned) });

  it('holds out a share, the same patients each time', () => {
    const heldOut = [...sides(patients)].filter(([, { side }]) => side === 'held-out').map(([patient]) => patient);
    expect(heldOut).toHaveLength(4);
    const again = sides([...patients].reverse());
    for (const patient of heldOut) expect(again.get(patient)?.side).toBe('held-out');
  });

  it('lets nobody judge who was learned from before', () => {
    const heldOut = [...sides(patients)].flatMap(([patient, { side }]) => (side === 'held-out' ? [patient] : []));
    const split = sides(patients, heldOut);
    for (const patient of heldOut) expect(split.get(patient)).toEqual({ side: 'train', reason: 'learned-before' });
    expect([...split.values()].filter(({ side }) => side === 'held-out')).toHaveLength(4);
  });

  it('learns from all of a few', () => {
    expect([...sides(['a', 'b']).values()].map(({ side }) => side)).toEqual(['train', 'train']);
  });
});

describe('a snapshot in the service', () => {
  let library: Library;
  let loop: Loop;
  beforeAll(async () => {
    library = temporaryLibrary();
    loop = openLoop(library, await programPlaces(temporaryFolder()));
  });
  afterAll(() => loop.close());

  it('cannot be started on without labels, and the model in use stays', async () => {
    addPatient(library, 'Ada');
    const before = loop.learning.promotion.activeModel();
    await expect(loop.learning.snapshot(scope)).rejects.toThrow(/nothing|No beat has been confirmed/);
    expect(loop.learning.queue.list()).toEqual([]);
    expect(loop.learning.promotion.activeModel()).toBe(before);
  });
});
