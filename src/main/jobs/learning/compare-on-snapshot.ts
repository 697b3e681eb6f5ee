import type { Comparison } from '../../../shared/contract/learning-evaluation.ts';
import type { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { calibrateClasses } from '../../inference/models/calibration.ts';
import type { Calibration } from '../../inference/models/calibration.ts';
import { BeatPredictor } from '../../learning/beats/predict-beats.ts';
import { type ComparedRecording, compareGroup, disagreements } from '../../learning/clinic/compare-models.ts';
import { judge, type LearnedElsewhere } from '../../learning/clinic/gate.ts';
import { countedFrom, isShort } from '../../learning/clinic/scored-beats.ts';
import type { TrainedModel } from '../../learning/trained-model.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { confirmedBlocks } from './confirmed-records.ts';
import type { LearningContext } from './learning-context.ts';
import type { Rehearsal } from './rehearsal-records.ts';

/** A model that takes part in a comparison. */
export interface Contestant {
  readonly beats: TrainedModel;
  readonly calibration: Calibration;
}

/** `shipped`: the model that came with the program, where that is neither of the two. */
export interface Contestants {
  readonly candidate: Contestant;
  readonly incumbent: Contestant;
  readonly shipped?: Contestant | undefined;
}

/** Whom a model has seen cannot judge it. */
export interface Judges {
  readonly snapshot: SnapshotInfo | undefined;
  /** Keys of patients that any of the models learned from. */
  readonly seen: ReadonlySet<string>;
  readonly elsewhere: LearnedElsewhere;
}

/** All models on the same beats: held-out patients of the library, and the reference set. */
export interface Compared {
  readonly clinic: readonly ComparedRecording[];
  readonly reference: readonly ComparedRecording[];
  /** Held-out patients that could not judge, since one of the models has learned from them. */
  readonly takenOut: number;
  readonly elsewhere: LearnedElsewhere;
}

export async function compareOnSnapshot(
  context: LearningContext,
  { snapshot, seen, elsewhere }: Judges,
  { reference }: Rehearsal,
  models: Contestants,
): Promise<Compared> {
  const { control, report, request } = context;
  const { threads } = request.spec;
  const sides = new Map(snapshot?.patients.map(({ key, side }) => [key, side]));
  const meant = snapshot?.recordings.filter(({ patient }) => sides.get(patient) === 'held-out') ?? [];
  const heldOut = meant.filter(({ patient }) => !seen.has(patient));
  const takenOut = new Set(meant.filter(({ patient }) => seen.has(patient)).map(({ patient }) => patient)).size;
  const total = heldOut.length + reference.length;
  let done = 0;
  const step = async (): Promise<void> => {
    report({ kind: 'stage', stage: 'comparing', fraction: done++ / Math.max(1, total) });
    await control.pass();
  };
  const predictors: { readonly side: Side; readonly predictor: BeatPredictor }[] = [];
  const ask = async (...given: Parameters<BeatPredictor['predict']>): Promise<Said> => {
    const said: Said = {};
    for (const { side, predictor } of predictors) said[side] = await predictor.predict(...given);
    return said;
  };
  try {
    for (const side of SIDES) {
      const model = models[side];
      if (model) predictors.push({ side, predictor: await BeatPredictor.create(model.beats, threads) });
    }
    const clinic: ComparedRecording[] = [];
    for (const recording of heldOut) {
      await step();
      const labels = snapshot && context.library.learning.snapshots.labels(snapshot.id, recording.recordingId);
      if (!labels) continue;
      const { rate, samples } = context.library.signals.recording(recording.recordingId);
      const answers = new Answers();
      for (const { record, usable } of confirmedBlocks(context.library, recording, labels)) {
        const { code } = record.reference.annotations;
        answers.add({ ...record, code }, usable, await ask(record, undefined, usable));
      }
      const countedWhole = isShort({ rate, samples });
      // A recording none of whose labels count judges nothing.
      if (!answers.reach(countedFrom({ rate, countedWhole }))) continue;
      const { recordingId, studyId, patient, name } = recording;
      clinic.push({ name, patient, rate, samples, countedWhole, recordingId, studyId, ...answers.columns(models) });
    }
    const known: ComparedRecording[] = [];
    for (const record of reference) {
      await step();
      const answers = new Answers();
      const { code } = record.reference.annotations;
      answers.add({ ...record, code }, new Uint8Array(code.length).fill(1), await ask(record));
      const { samples } = record.reference;
      const { id: name, patient } = record;
      known.push({ name, patient, rate: MODEL_RATE, samples, countedWhole: true, ...answers.columns(models) });
    }
    return { clinic, reference: known, takenOut, elsewhere };
  } finally {
    for (const { predictor } of predictors) await predictor.release();
  }
}

/** The comparison as it is kept and shown. */
export function comparisonOf(
  { clinic, reference, takenOut, elsewhere }: Compared,
  ids: { readonly candidate: string; readonly incumbent: string },
  at: string,
): Comparison {
  const groups = [
    ...(clinic.length > 0 ? [{ group: 'clinic' as const, recordings: clinic }] : []),
    ...(reference.length > 0 ? [{ group: 'reference' as const, recordings: joined(reference) }] : []),
  ];
  return {
    candidateId: ids.candidate,
    incumbentId: ids.incumbent,
    groups: groups.map(({ group, recordings }) => compareGroup(group, recordings, ids)),
    disagreements: disagreements(clinic),
    gate: judge(groups, { takenOut, elsewhere }),
    at,
  };
}

/** The stretches of a record as one recording, one behind the other: a row a record. */
function joined(stretches: readonly ComparedRecording[]): ComparedRecording[] {
  return [...Map.groupBy(stretches, ({ patient }) => patient)].map(([patient, own]) => {
    const starts: number[] = [];
    let samples = 0;
    for (const { samples: length } of own) {
      starts.push(samples);
      samples += length;
    }
    return {
      name: patient,
      patient,
      rate: MODEL_RATE,
      samples,
      countedWhole: true,
      sample: Int32Array.from(own.flatMap(({ sample }, at) => Array.from(sample, (one) => one + (starts[at] ?? 0)))),
      code: Uint8Array.from(own.flatMap(({ code }) => [...code])),
      candidate: Float32Array.from(own.flatMap(({ candidate }) => [...candidate])),
      incumbent: Float32Array.from(own.flatMap(({ incumbent }) => [...incumbent])),
      ...(own.every(({ shipped }) => shipped)
        ? { shipped: Float32Array.from(own.flatMap(({ shipped }) => [...(shipped ?? [])])) }
        : {}),
    };
  });
}

type Side = keyof Contestants;
const SIDES: readonly Side[] = ['candidate', 'incumbent', 'shipped'];
/** Probabilities of a record's beats, as each model says them. */
type Said = Partial<Record<Side, Float32Array>>;

/** The labelled beats of a recording, gathered block by block. */
class Answers {
  private readonly sample: number[] = [];
  private readonly code: number[] = [];
  private readonly said: Readonly<Record<Side, number[]>> = { candidate: [], incumbent: [], shipped: [] };

  /** Whether there is one at or after a sample. */
  reach(from: number): boolean {
    return this.sample.some((sample) => sample >= from);
  }

  add(
    { sample, code }: { readonly sample: Int32Array; readonly code: Uint8Array },
    usable: Uint8Array,
    said: Said,
  ): void {
    const classes = AAMI_CLASSES.length;
    for (const [beat, one] of usable.entries()) {
      if (one !== 1) continue;
      this.sample.push(sample[beat] ?? 0);
      this.code.push(code[beat] ?? 0);
      for (const side of SIDES) {
        this.said[side].push(...(said[side]?.subarray(beat * classes, (beat + 1) * classes) ?? []));
      }
    }
  }

  columns(models: Contestants): Pick<ComparedRecording, 'sample' | 'code' | 'candidate' | 'incumbent' | 'shipped'> {
    const probabilities = (side: Side, { calibration }: Contestant): Float32Array => {
      const values = Float32Array.from(this.said[side]);
      calibrateClasses(values, AAMI_CLASSES.length, calibration);
      return values;
    };
    return {
      sample: Int32Array.from(this.sample),
      code: Uint8Array.from(this.code),
      candidate: probabilities('candidate', models.candidate),
      incumbent: probabilities('incumbent', models.incumbent),
      ...(models.shipped ? { shipped: probabilities('shipped', models.shipped) } : {}),
    };
  }
}
