import { describe, expect, it } from 'vitest';
import { signalMark } from '../../../src/main/library/learning-loop/signal-marks.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { LearnableLabels } from '../../../src/main/services/learning/learnable-data.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { type Patient } from '../../../src/shared/recording.ts';
import {
  headerOf,
  importStudy,
  leadOf,
  numbers,
  recordingIdOf,
  temporaryLibrary,
} from '../library/temporary-library.ts';
import { code } from './made-clinic.ts';

const scope = LearningScope.parse({ kind: 'finetune', heldOutShare: 0.5 });
const options = { parentModel: 'a-model', isSound: true, rehearses: true };
const AT = '2026-11-22T10:00:00Z';

function signalOf(seed: number): Int32Array {
  const random = numbers(2 * seed);
  return Int32Array.from({ length: 7_500 }, () => Math.round(400 * (random() - 0.5)));
}

/** A study whose reader has set a beat of both classes. */
function labelled(library: Library, name: string, signal: Int32Array, patient: Patient = {}): string {
  const lead = leadOf(signal.length);
  const studyId = importStudy(library, {
    header: headerOf([lead], patient, { name }),
    signals: [signal],
  });
  const recordingId = recordingIdOf(studyId);
  const made = { annotator: 'atr', origin: 'file', madeBy: 'atr', createdAt: AT } as const;
  const file = library.annotations.create(recordingId, made);
  const rows = {
    ...{ sample: Int32Array.of(1_000, 2_000), code: Uint8Array.of(code('N'), code('V')) },
    ...{ subtype: new Int8Array(2), channel: new Uint8Array(2), num: new Int8Array(2), aux: new Map<number, string>() },
    confidence: new Float32Array(2),
  };
  library.annotations.add(file, rows, { author: 'atr', at: AT });
  library.annotations.complete(file);
  const own = library.readerSets.copy({ copied: file, author: 'Dr Reader', at: AT, kind: 'reader' });
  const before = library.annotations.read(own);
  const after = { ...before, standing: before.standing.map(() => 1) };
  library.annotations.change(own, { kind: 'relabel', before, after }, { author: 'Dr Reader', at: AT });
  return recordingId;
}

const preview = async (library: Library) => new LearnableLabels(library).preview(scope, options);

describe('one patient twice in a library', () => {
  it('stands on one side where two files hold the same signal, in another gain and under another name', async () => {
    const library = temporaryLibrary();
    const signal = signalOf(5);
    for (let other = 0; other < 8; other++) labelled(library, `other ${other}`, signalOf(100 + other));
    labelled(library, '203', signal);
    labelled(
      library,
      'export',
      signal.map((value) => 7 * value + 1_024),
    );
    const { patients, recordings } = await preview(library);
    const of = (name: string) => recordings.find((one) => one.name === name)?.patient;
    expect(of('export')).toBe(of('203'));
    expect(patients).toHaveLength(9);
    expect(patients.find(({ key }) => key === of('203'))).toMatchObject({ recordings: 2 });
  });

  it('stands on one side where two files state one id and spell the name otherwise', async () => {
    const library = temporaryLibrary();
    labelled(library, 'a', signalOf(1), { id: '4711', name: 'Müller, Eva' });
    labelled(library, 'b', signalOf(2), { id: '4711', name: 'Mueller, Eva' });
    labelled(library, 'c', signalOf(3), { id: '4712', name: 'Müller, Eva' });
    const { patients, remarks } = await preview(library);
    expect(patients.map(({ recordings }) => recordings)).toEqual([2, 1]);
    expect(remarks.map(({ code: one }) => one)).not.toContain('patients-not-stated');
  });

  it('is learned from before under whichever key, and keeps the key a snapshot knew first', async () => {
    const library = temporaryLibrary();
    const signal = signalOf(5);
    for (let other = 0; other < 3; other++) labelled(library, `other ${other}`, signalOf(100 + other));
    labelled(library, 'first', signal);
    const labels = new LearnableLabels(library);
    const before = await labels.preview(scope, options);
    const snapshot = await labels.snapshot(scope, options, 'Dr Lead');
    labelled(library, 'again', signal);
    const after = await labels.preview(scope, options);
    const sides = ({ patients }: typeof before) => patients.map(({ key, side }) => [key, side]);
    expect(sides(after)).toEqual(sides(before));
    const { patients } = library.learning;
    const [key = ''] = snapshot.recordings.flatMap((one) => (one.name === 'first' ? [one.patient] : []));
    expect(patients.withOthers([key]).size).toBe(2);
  });

  it('is told of where files state no patient', async () => {
    const library = temporaryLibrary();
    for (let study = 0; study < 3; study++) labelled(library, `${study}`, signalOf(study + 1));
    expect((await preview(library)).remarks).toContainEqual(
      expect.objectContaining({ code: 'patients-not-stated', severity: 'warns', count: 3 }),
    );
  });

  it('is not seen in leads that say nothing', () => {
    expect(signalMark(new Int32Array(7_500))).toBeUndefined();
    expect(signalMark(signalOf(1).subarray(0, 1_000))).toBeUndefined();
    expect(signalMark(signalOf(1))).not.toBe(signalMark(signalOf(2)));
  });
});
