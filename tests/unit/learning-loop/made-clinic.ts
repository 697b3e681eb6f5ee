import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';
import { locateProgramFiles } from '../../../src/main/hosts/workstation/program-files.ts';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { type RehearsalStretch, writeRehearsal } from '../../../src/main/learning/clinic/rehearsal-file.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { medianBeat } from '../../../src/main/nat/inputs/median-beat.ts';
import { MODEL_RATE } from '../../../src/main/nat/inputs/model-band.ts';
import { rrFeatures } from '../../../src/main/nat/inputs/rr-features.ts';
import { StudyChanges } from '../../../src/main/services/changes.ts';
import { LearningService } from '../../../src/main/services/learning-service.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import type { Patient } from '../../../src/shared/recording.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';

export const code = (mnemonic: string): number => codeOfMnemonic(mnemonic)?.code ?? 0;
const RATE = 250;

/** Numbers that look random and are the same on every run (xorshift32). */
function numbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A beat every 0.8 s; every `ventricularEvery`-th is wide, upside down and early. */
function heart(seconds: number, ventricularEvery: number, seed: number) {
  const random = numbers(seed);
  const signal = Float64Array.from({ length: seconds * RATE }, () => 4 * (random() - 0.5));
  const sample: number[] = [];
  const truth: number[] = [];
  let at = 0.6;
  for (let beat = 1; at < seconds - 0.6; beat++, at += 0.8 + 0.03 * (random() - 0.5)) {
    const wide = beat % ventricularEvery === 0;
    const here = wide ? at - 0.2 : at;
    const [width, height] = wide ? [0.045, -260] : [0.014, 220];
    for (let i = Math.floor((here - 0.3) * RATE); i < (here + 0.3) * RATE; i++) {
      signal[i] = (signal[i] ?? 0) + height * Math.exp(-((i / RATE - here) ** 2) / (2 * width ** 2));
    }
    sample.push(Math.round(here * RATE));
    truth.push(code(wide ? 'V' : 'N'));
  }
  return {
    signal: Int32Array.from(signal, Math.round),
    sample: Int32Array.from(sample),
    truth: Uint8Array.from(truth),
  };
}

export interface ClinicPatient {
  readonly studyId: string;
  readonly recordingId: string;
  /** What a model said: every beat normal. */
  readonly setId: string;
  readonly truth: Uint8Array;
}

/** A patient with one recording of one lead, read by a model that calls every beat normal. */
export function addPatient(library: Library, name: string, seconds = 60, ventricularEvery = 5): ClinicPatient {
  const { signal, sample, truth } = heart(seconds, ventricularEvery, name.length * 7919 + 2 * name.charCodeAt(0));
  const patient: Patient = { id: name, name };
  const studyId = `study-${name}`;
  const lead = { name: 'II', unit: 'mV', rate: RATE, samples: signal.length, gain: 200, baseline: 0 };
  const study = library.importStudy({
    id: studyId,
    header: {
      ...{ format: 'WFDB', name, rate: RATE, samples: signal.length, patient, leads: [lead], notes: [], warnings: [] },
    },
    synthetic: false,
    sources: [],
    importedAt: '2026-11-22T10:00:00.000Z',
  });
  study.addSignal({ lead: 0, start: 0, samples: signal });
  study.finish([]);
  const recordingId = `${studyId}-1`;
  const setId = library.annotations.create(recordingId, {
    annotator: 'ecgnat',
    origin: 'model',
    madeBy: 'a model',
    createdAt: '2026-11-22T10:00:00Z',
  });
  const count = sample.length;
  const rows = {
    sample,
    code: new Uint8Array(count).fill(code('N')),
    subtype: new Int8Array(count),
    channel: new Uint8Array(count),
    num: new Int8Array(count),
    aux: new Map<number, string>(),
    confidence: new Float32Array(count).fill(0.8),
  };
  library.annotations.add(setId, rows, { author: 'a model', at: '2026-11-22T10:00:00Z' });
  library.annotations.complete(setId);
  return { studyId, recordingId, setId, truth };
}

/** A reader confirms or corrects the first `count` beats; returns the reader's set. */
export function review(
  library: Library,
  { setId, truth }: ClinicPatient,
  { reader = 'Dr Reader', count = truth.length, from = 0 }: { reader?: string; count?: number; from?: number } = {},
): string {
  const { recordingId } = library.annotations.set(setId);
  const at = '2026-11-22T11:00:00Z';
  const own =
    library.readerSets.latest(recordingId, reader)?.id ??
    library.readerSets.copy({ copied: setId, author: reader, at, kind: 'reader' });
  const state = library.annotations.read(own);
  const rows = Array.from({ length: count }, (_, row) => from + row).filter((row) => row < truth.length);
  const pick = <T extends Int32Array | Uint8Array | Int8Array | Float32Array>(column: T): T =>
    column.filter((_, row) => rows.includes(row)) as T;
  const before = {
    id: pick(state.id),
    sample: pick(state.sample),
    code: pick(state.code),
    subtype: pick(state.subtype),
    channel: pick(state.channel),
    num: pick(state.num),
    confidence: pick(state.confidence),
    standing: pick(state.standing),
    aux: new Map<number, string>(),
  };
  const after = { ...before, code: pick(truth), standing: before.standing.map(() => 1) };
  library.annotations.change(own, { kind: 'relabel', before, after }, { author: reader, at });
  return own;
}

/** Stretches of three other patients, to rehearse, to watch and to judge by. */
export function writeSmallRehearsal(file: string): string {
  const stretches = (['train', 'watch', 'reference'] as const).map((part, index): RehearsalStretch => {
    const { signal, sample, truth } = heart(30, 4, index + 11);
    const lead = Float32Array.from(signal, (value) => value / 200);
    return {
      part,
      record: `made/${part}`,
      lead: 1,
      signal: lead,
      median: medianBeat(lead, sample, MODEL_RATE),
      position: sample,
      code: truth,
      rhythm: rrFeatures(sample),
    };
  });
  writeFileSync(file, writeRehearsal(stretches));
  return file;
}

export interface Places {
  readonly models: string;
  readonly rehearsal: string;
}

/** A program's resources in a folder: a tiny model with seeded weights, and a small rehearsal set. */
export async function programPlaces(root: string): Promise<Places> {
  const models = join(root, 'models');
  const scratch = join(root, 'scratch');
  mkdirSync(models, { recursive: true });
  mkdirSync(scratch, { recursive: true });
  await packSeeded(scratch, join(models, 'tiny'));
  return { models, rehearsal: writeSmallRehearsal(join(root, 'rehearsal.ecg')) };
}

export interface Loop {
  readonly learning: LearningService;
  /** Ends the training process as a kill would, and stops. */
  readonly job: JobProcess;
  close(): Promise<void>;
}

/** The loop's service over a library, with real job processes. */
export function openLoop(
  library: Library,
  places: Places,
  { actor = () => 'Dr Lead', checkpointSeconds }: { actor?: () => string; checkpointSeconds?: number } = {},
): Loop {
  const files = locateProgramFiles();
  if (!existsSync(files.jobEntry)) throw new Error('the job process is gone');
  const job = new JobProcess(() => forkJob(files.jobEntry));
  const learning = new LearningService({
    ...{ library, job, changes: new StudyChanges(), version: 'test', actor },
    ...{ modelsFolder: places.models, rehearsalFile: places.rehearsal },
    log: () => {},
    requireSound: () => {},
    checkpointSeconds,
  });
  return {
    learning,
    job,
    close: async () => {
      await learning.close();
      await job.close();
    },
  };
}
