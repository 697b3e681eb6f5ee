import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';
import type {
  AgreementFall,
  AgreementWeek,
  Candidate,
  ClassCounts,
  Comparison,
  DifferingAnswer,
  Ec57Table,
  EvaluatedGroup,
  KeyReplacement,
  LearnableData,
  LearningContract,
  LearningCurves,
  LearningDecision,
  LearningJob,
  LearningScope,
  ModelAnswers,
  ModelTrouble,
  SnapshotInfo,
} from '../../src/shared/contract/learning.ts';
import { Problem } from '../../src/shared/problem.ts';
import type { Client } from '../../src/shared/rpc/contract.ts';
import { generator } from './fake-recording.ts';

/** A learning loop in memory: some weeks of a clinic's work, and a training that can be started, paused and decided on. */
export interface FakeLearningOptions {
  /** `none`: nobody has labelled anything. */
  readonly data?: 'some' | 'none';
  /** Whether a training is under way when the window opens. */
  readonly running?: boolean;
  readonly record?: (method: string, input: unknown) => void;
  readonly keyReplaced?: KeyReplacement;
  readonly troubles?: ModelTrouble[];
}

const SHIPPED = 'ecg-nat-base-f8a6f47bf9df';
const NONE: ClassCounts = { N: 0, S: 0, V: 0, F: 0, Q: 0 };

/** Of the beats of each class, how many the model in use names right, and how many more a better one does. */
const SHARES_RIGHT = [0.992, 0.71, 0.93, 0.44, 0];
const GAINS = [0.001, 0.09, 0.02, 0.1, 0];

function table(seed: number, lift: number): Ec57Table {
  const random = generator(seed);
  const beats = [41_200, 1_460, 2_980, 212, 8];
  const confusion = new Int32Array(25);
  for (const [row, count] of beats.entries()) {
    const right = Math.round(count * ((SHARES_RIGHT[row] ?? 0) + lift * (GAINS[row] ?? 0)));
    confusion[6 * row] = right;
    for (let left = count - right, i = 0; left > 0; i++) {
      const column = (row + 1 + i) % 5;
      if (column === row) continue;
      const part = i >= 3 ? left : Math.round(left * random());
      confusion[5 * row + column] = part + (confusion[5 * row + column] ?? 0);
      left -= part;
    }
  }
  const at = (row: number, column: number): number => confusion[5 * row + column] ?? 0;
  const five = [0, 1, 2, 3, 4];
  const classes = AAMI_CLASSES.map((aamiClass, i) => {
    const truePositives = at(i, i);
    const all = five.reduce((sum, column) => sum + at(i, column), 0);
    const said = five.reduce((sum, row) => sum + at(row, i), 0);
    const sensitivity = (100 * truePositives) / all;
    const predictivity = (100 * truePositives) / said;
    const f1 = (200 * truePositives) / (all + said);
    return {
      ...{ aamiClass, beats: all, truePositives, sensitivity, predictivity, f1 },
      ...{ falseNegatives: all - truePositives, falsePositives: said - truePositives },
    };
  });
  const all = beats.reduce((sum, count) => sum + count, 0);
  return { classes, beats: all, confusion, accuracy: (100 * five.reduce((sum, i) => sum + at(i, i), 0)) / all };
}

function answers(modelId: string, seed: number, lift: number): ModelAnswers {
  const stated = Float32Array.from({ length: 10 }, (_, bin) => (bin < 3 ? Number.NaN : (bin + 0.55) / 10));
  return {
    modelId,
    bxb: table(seed, lift),
    dechazal: table(seed + 1, lift + 0.1),
    calibration: {
      stated,
      observed: stated.map((value) => (value - 0.06 * (1.4 - lift)) ** (1.2 - 0.15 * lift)),
      cases: Int32Array.from({ length: 10 }, (_, bin) => (bin < 3 ? 0 : 20 * bin * bin)),
      expectedError: 0.031 - 0.012 * lift,
    },
  };
}

function group(name: EvaluatedGroup['group'], candidateId: string, lift: number): EvaluatedGroup {
  const names =
    name === 'clinic' ? ['Ingrid Alvarsson', '100', '105'] : ['mitdb 200', 'mitdb 203', 'mitdb 213', 'svdb 801'];
  return {
    ...{ group: name, patients: names.length, countedWhole: name === 'clinic' ? 1 : 0 },
    candidate: answers(candidateId, name === 'clinic' ? 3 : 11, lift),
    incumbent: answers(SHIPPED, name === 'clinic' ? 3 : 11, 0),
    differences: names.map((patient, i) => ({
      name: patient,
      beats: { N: 1800 + 120 * i, S: 22 * i, V: 61 + 30 * i, F: i, Q: 0 },
      candidateRight: 1850 + 160 * i + (i === 1 ? -31 : 14 * i),
      incumbentRight: 1845 + 160 * i,
      candidateF1: { S: i === 0 ? Number.NaN : 74 + 3 * i, V: 92 + i },
      incumbentF1: { S: i === 0 ? Number.NaN : 66 + 4 * i, V: 91.4 + i },
      ...(name === 'clinic' ? { studyId: `study-${String(4 + i)}`, recordingId: `study-${String(4 + i)}:1` } : {}),
    })),
  };
}

function comparison(candidateId: string, incumbentId: string, passed: boolean): Comparison {
  const groups = [
    group('clinic', candidateId, passed ? 1 : -1.2),
    group('reference', candidateId, passed ? 0.6 : -0.8),
  ];
  const row = (i: number) => (i * 977) % 5;
  const count = 48;
  return {
    candidateId,
    incumbentId,
    groups,
    disagreements: {
      place: Array.from({ length: count }, (_, i) => {
        const study = String(4 + (i % 3));
        return { studyId: `study-${study}`, recordingId: `study-${study}:1`, sample: 9_000 + 7_211 * i };
      }),
      readerCode: Uint8Array.from({ length: count }, (_, i) => [1, 8, 5, 6, 13][row(i)] ?? 1),
      candidateClass: Uint8Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 0 : row(i))),
      incumbentClass: Uint8Array.from({ length: count }, (_, i) => (i % 4 === 0 ? row(i) : (row(i) + 2) % 5)),
      candidateConfidence: Float32Array.from({ length: count }, (_, i) => 0.55 + 0.4 * ((i * 0.37) % 1)),
      incumbentConfidence: Float32Array.from({ length: count }, (_, i) => 0.5 + 0.45 * ((i * 0.61) % 1)),
      total: 143,
    },
    gate: {
      passed,
      rows: groups.flatMap(({ group: of, candidate, incumbent }) =>
        (['S', 'V'] as const).flatMap((aamiClass) =>
          (['sensitivity', 'predictivity'] as const).map((measure) => {
            const own = candidate.bxb.classes.find((one) => one.aamiClass === aamiClass)?.[measure] ?? Number.NaN;
            const other = incumbent.bxb.classes.find((one) => one.aamiClass === aamiClass)?.[measure] ?? Number.NaN;
            const difference = own - other;
            const open = of === 'clinic' && aamiClass === 'S' && measure === 'predictivity';
            const margin = aamiClass === 'S' ? 2 : 1;
            return {
              ...{ group: of, aamiClass, measure, candidate: own, incumbent: other, difference, margin },
              lowest: open ? Number.NaN : difference - 0.8,
              beats: aamiClass === 'S' ? 1_460 : 2_980,
              outcome: open
                ? ('open' as const)
                : !passed && difference < -margin
                  ? ('worse' as const)
                  : ('held' as const),
            };
          }),
        ),
      ),
      sentences: passed
        ? [{ code: 'not-worse', shipped: true }]
        : [
            {
              ...{ code: 'falls', group: 'clinic', aamiClass: 'S', measure: 'sensitivity', margin: 2 },
              ...{ candidate: 78.2, incumbent: 81.4, difference: -3.2 },
            },
          ],
      source: { code: 'margins-between-seeds' },
    },
    at: '2026-11-20T16:02:00Z',
  };
}

function found(scope: LearningScope, data: 'some' | 'none'): LearnableData {
  const unlabelled = data === 'none' || scope.kind === 'pretrain';
  const some: ClassCounts = { N: 412, S: 96, V: 133, F: 11, Q: 2 };
  const names = ['Ingrid Alvarsson', undefined, 'Rosa Lindqvist', 'Per Holm', 'Karin Öberg'];
  const chosen = names.filter(
    (_, i) => scope.kind !== 'adapt' || scope.recordingIds?.[0] === `study-${String(4 + i)}:1`,
  );
  const heldOut = (i: number): boolean => scope.kind === 'finetune' && scope.heldOutShare > 0 && i === 1;
  return {
    patients:
      data === 'none' && scope.kind !== 'pretrain'
        ? []
        : chosen.map((name, i) => ({
            key: `patient-${String(i)}`,
            ...(name === undefined ? {} : { name }),
            recordings: 1 + (i % 2),
            side: heldOut(i) ? ('held-out' as const) : ('train' as const),
            ...(i === 2 ? { reason: 'learned-before' as const } : {}),
            labels: unlabelled ? NONE : { N: 80 + i, S: 19 + i, V: 26, F: i, Q: 0 },
          })),
    recordings:
      data === 'none' && scope.kind !== 'pretrain'
        ? []
        : chosen.map((_, i) => ({
            ...{ recordingId: `study-${String(4 + i)}:1`, studyId: `study-${String(4 + i)}`, name: `10${String(i)}` },
            patient: `patient-${String(i)}`,
            ...(unlabelled ? {} : { setId: `study-${String(4 + i)}:own`, revision: 12 + i }),
            confirmedBy: unlabelled ? [] : [{ reader: 'Dr. Ruth Weiss', labels: 125 + i }],
            ...{ signed: i === 0, labels: unlabelled ? NONE : { N: 80, S: 19, V: 26, F: i, Q: 0 } },
            ...{ corrected: unlabelled ? 0 : 31 + i, unconfirmed: 2_100 - 40 * i, seconds: 1_805 },
          })),
    train: unlabelled ? NONE : some,
    heldOut: unlabelled ? NONE : { N: 88, S: 14, V: 26, F: 0, Q: 0 },
    parentModel: data === 'none' ? SHIPPED : 'ecg-nat-clinic-2',
    remarks:
      data === 'none' && scope.kind !== 'pretrain'
        ? [{ code: 'no-labels', severity: 'stops', text: '' }]
        : [
            { code: 'class-few', severity: 'warns', text: '', aamiClass: 'F', count: 11 },
            { code: 'held-out-few', severity: 'tells', text: '', aamiClass: 'S', count: 12 },
          ],
    canStart: data === 'some' || scope.kind === 'pretrain',
  };
}

const job = (part: Partial<LearningJob>): LearningJob => ({
  ...{ id: 'job-1', kind: 'finetune', state: 'done', stage: 'ended', fraction: 1, step: 600, steps: 600 },
  ...{ losses: {}, validation: {}, windowsPerSecond: 0, device: 'cpu', threads: 2, seconds: 251, notices: [] },
  ...{ snapshotId: 'snapshot-1', parentModel: SHIPPED, createdBy: 'Dr. Ruth Weiss', createdAt: '2026-11-20T15:58:00Z' },
  ...part,
});

export function fakeCurves(steps: number): LearningCurves {
  const random = generator(7);
  const curve = (from: number, to: number) =>
    Float32Array.from(
      { length: steps },
      (_, i) => to + (from - to) * Math.exp(-i / 90) + 0.06 * from * (random() - 0.5),
    );
  const looks = Math.floor(steps / 40);
  const rise = (from: number, to: number) =>
    Float32Array.from({ length: looks }, (_, i) => to - (to - from) * Math.exp(-i / 3) + random() - 0.5);
  return {
    step: Int32Array.from({ length: steps }, (_, i) => i + 1),
    losses: [
      { name: 'cross-entropy', values: curve(0.62, 0.14) },
      { name: 'contrastive', values: curve(1.31, 0.58) },
      { name: 'distillation', values: curve(0.05, 0.09) },
      { name: 'total', values: curve(1.98, 0.81) },
    ],
    validationStep: Int32Array.from({ length: looks }, (_, i) => 40 * (i + 1)),
    validation: [
      { name: 'own labels', values: rise(81, 96) },
      { name: 'other patients V F1', values: rise(90, 93) },
      { name: 'other patients S F1', values: rise(61, 74) },
    ],
  };
}

function weeks(): AgreementWeek[] {
  const random = generator(21);
  return Array.from({ length: 14 }, (_, i) =>
    new Date(Date.UTC(2026, 7, 17 + 7 * i)).toISOString().slice(0, 10),
  ).flatMap((week, i) =>
    (['all', 'N', 'S', 'V'] as const).flatMap((aamiClass) =>
      [true, false].flatMap((blind): AgreementWeek[] => {
        if (i === 5 || (aamiClass === 'S' && i % 3 === 1)) return [];
        const asked = Math.round((blind ? 40 : 210) * (0.7 + 0.6 * random()));
        const fell = blind && aamiClass === 'S' && i >= 12;
        const rate = fell
          ? 0.61
          : { all: 0.95, N: 0.98, S: 0.86, V: 0.93 }[aamiClass] - (blind ? 0.03 : 0) + 0.03 * (random() - 0.5);
        const spread = 1.96 * Math.sqrt((rate * (1 - rate)) / asked);
        return [
          {
            ...{ week, aamiClass, blind, adapted: false, asked, modelId: i < 9 ? SHIPPED : 'ecg-nat-clinic-2' },
            ...{ agreed: Math.round(rate * asked), rate, alert: fell },
            ...{ low: Math.max(0, rate - spread), high: Math.min(1, rate + spread) },
            ...(i < 3 ? {} : { before: rate + (fell ? 0.22 : 0.01) }),
          },
        ];
      }),
    ),
  );
}

const FALL: AgreementFall = {
  ...{ since: '2026-11-09', aamiClass: 'S', blind: true, adapted: false },
  ...{ asked: 49, agreed: 30, before: 0.83, classes: ['S'] },
};
/** Supraventricular beats that a reader called normal, and a ventricular one. */
const ANSWERS: DifferingAnswer[] = [9, 9, 5].map((sourceCode, i) => ({
  ...{ place: { studyId: 'study-1', recordingId: 'study-1:1', sample: 30_000 + 4_321 * i }, sourceCode, givenCode: 1 },
  ...{ blind: i !== 1, adapted: false, modelId: 'ecg-nat-clinic-2', at: `2026-11-${20 - i}T09:12:00Z` },
}));

export function fakeLearning(options: FakeLearningOptions = {}): Client<LearningContract> {
  const { data = 'some', running = false, record = () => undefined, troubles = [] } = options;
  let { keyReplaced } = options;
  let active = data === 'none' ? SHIPPED : 'ecg-nat-clinic-2';
  const snapshots: SnapshotInfo[] = [];
  const jobs: LearningJob[] = [];
  let decisions: LearningDecision[] = [];
  let candidates: Candidate[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((wake) => wake());

  const snapshot = (scope: LearningScope): SnapshotInfo => ({
    ...found(scope, data),
    ...{ id: `snapshot-${String(snapshots.length + 1)}`, hash: '5f1c09ab77'.padEnd(64, '3e'), scope },
    ...{ madeBy: 'Dr. Ruth Weiss', madeAt: '2026-11-22T09:30:00Z' },
  });
  const candidate = (modelId: string, part: Partial<Candidate>): Candidate => ({
    ...{
      modelId,
      name: 'Clinic model',
      origin: 'trained',
      parentModel: SHIPPED,
      snapshotId: 'snapshot-1',
      jobId: 'job-1',
    },
    ...{
      kind: 'finetune',
      version: '0.1.0',
      device: 'cpu',
      seconds: 251,
      labels: { N: 412, S: 96, V: 133, F: 11, Q: 2 },
    },
    ...{ at: '2026-11-20T16:02:00Z', standing: 'waiting', compared: true, passed: true },
    ...part,
  });
  const decide = (part: Partial<LearningDecision> & Pick<LearningDecision, 'kind' | 'modelId'>): LearningDecision => {
    const made = {
      actor: 'Dr. Ruth Weiss',
      at: '2026-11-22T10:12:00Z',
      from: active,
      to: active,
      overridden: false,
      ...part,
    };
    active = made.to;
    decisions = [made, ...decisions];
    const standing = (one: Candidate): Candidate['standing'] =>
      one.modelId === active ? 'active' : one.standing === 'active' ? 'earlier' : one.standing;
    candidates = candidates.map((one) => ({ ...one, standing: standing(one) }));
    return made;
  };
  if (data === 'some') {
    snapshots.push(snapshot({ kind: 'finetune', heldOutShare: 0.2, adaptSeconds: 300, seed: 1 }));
    candidates = [
      candidate('ecg-nat-clinic-4', { at: '2026-11-21T18:40:00Z' }),
      candidate('ecg-nat-clinic-3', { standing: 'refused', passed: false }),
      candidate('ecg-nat-clinic-2', { standing: 'active', at: '2026-10-12T11:00:00Z' }),
    ];
    decisions = [
      {
        ...{ kind: 'refuse', actor: 'Dr. Ruth Weiss', at: '2026-11-20T16:20:00Z', from: active, to: active },
        ...{ modelId: 'ecg-nat-clinic-3', overridden: false },
        reason: 'Takes aberrated beats of 203 for ventricular ones; more of them must be labelled first.',
      },
      {
        ...{ kind: 'promote', actor: 'Dr. Jan Mertens', at: '2026-10-12T11:05:00Z', from: SHIPPED, to: active },
        ...{ modelId: active, overridden: false },
      },
    ];
    jobs.push(
      job({ id: 'job-4', candidateId: 'ecg-nat-clinic-4', passed: true, createdAt: '2026-11-21T18:35:00Z' }),
      job({ id: 'job-3', candidateId: 'ecg-nat-clinic-3', passed: false }),
      job({
        ...{ id: 'job-2', kind: 'pretrain', state: 'failed', step: 1_210, steps: 4_000, fraction: 0.3 },
        problem: { code: 'disk', text: 'The disk is full. Free some space, then resume; nothing else was changed.' },
      }),
    );
  }
  if (running) {
    jobs.unshift(
      job({
        ...{
          id: 'job-5',
          state: 'running',
          stage: 'training',
          fraction: 0.4,
          step: 240,
          seconds: 96,
          secondsLeft: 148,
        },
        ...{ windowsPerSecond: 81.4, createdAt: '2026-11-22T09:41:00Z' },
      }),
    );
  }
  const find = (jobId: string): LearningJob => {
    const one = jobs.find(({ id }) => id === jobId);
    if (!one) throw new Problem('not-found', 'This job is no longer there.');
    return one;
  };
  const put = (next: LearningJob): LearningJob => {
    const at = jobs.findIndex(({ id }) => id === next.id);
    if (at < 0) jobs.unshift(next);
    else jobs[at] = next;
    changed();
    return next;
  };
  async function* whenever<T>(signal: AbortSignal | undefined, value: () => T | undefined): AsyncGenerator<T> {
    let wake = (): void => {};
    let fresh = true;
    const listener = (): void => {
      fresh = true;
      wake();
    };
    listeners.add(listener);
    signal?.addEventListener('abort', listener);
    try {
      while (!signal?.aborted) {
        if (!fresh) await new Promise<void>((resolve) => (wake = resolve));
        fresh = false;
        const next = value();
        if (next === undefined) return;
        if (!signal?.aborted) yield next;
      }
    } finally {
      listeners.delete(listener);
    }
  }
  /** A started training is over as soon as somebody looks at it twice. */
  function finish(of: LearningJob): void {
    const modelId = `ecg-nat-clinic-${String(candidates.length + 2)}`;
    candidates = [candidate(modelId, { at: '2026-11-22T10:10:00Z', jobId: of.id }), ...candidates];
    put({ ...of, state: 'done', stage: 'ended', fraction: 1, step: of.steps, candidateId: modelId, passed: true });
  }
  const told = <T>(method: string, input: unknown, value: () => T): Promise<T> => {
    record(method, input);
    return new Promise((resolve) => resolve(value()));
  };

  return {
    'learning.preview': (input) => told('learning.preview', input, () => found(input as LearningScope, data)),
    'learning.snapshot': (input) =>
      told('learning.snapshot', input, () => {
        const made = snapshot(input as LearningScope);
        snapshots.unshift(made);
        return made;
      }),
    'learning.snapshots': (input) => told('learning.snapshots', input, () => ({ snapshots: [...snapshots] })),
    'learning.plan': (input) =>
      told('learning.plan', input, () => {
        const steps = input.settings?.steps ?? 600;
        const seconds = 11 + 0.4 * steps;
        const { parentModel = active } = snapshots.find(({ id }) => id === input.snapshotId) ?? {};
        return {
          ...{ steps, windows: 32, ownWindows: 16, device: 'cpu', threads: 2, seconds, basis: 'measured' },
          ...{ parentModel, parentInUse: parentModel === active },
        };
      }),
    'learning.start': (input) =>
      told('learning.start', input, () =>
        put(
          job({
            ...{ id: `job-${String(jobs.length + 2)}`, state: 'running', stage: 'training', fraction: 0.1, step: 60 },
            ...{ snapshotId: input.snapshotId, windowsPerSecond: 80, seconds: 24, secondsLeft: 220 },
            // One at a time.
            ...(jobs.some(({ state }) => state === 'running') ? { state: 'queued', stage: 'waiting', step: 0 } : {}),
          }),
        ),
      ),
    'learning.pause': (input) => told('learning.pause', input, () => put({ ...find(input.jobId), state: 'paused' })),
    'learning.resume': (input) =>
      told('learning.resume', input, () => {
        finish(find(input.jobId));
        return find(input.jobId);
      }),
    'learning.cancel': (input) =>
      told('learning.cancel', input, () => put({ ...find(input.jobId), state: 'cancelled', stage: 'ended' })),
    'learning.jobs': (input) => told('learning.jobs', input, () => ({ jobs: [...jobs] })),
    'learning.changes': (_input, signal) => whenever(signal, () => ({ jobs: [...jobs] })),
    'learning.watchJob': async function* (input, signal) {
      record('learning.watchJob', input);
      yield { kind: 'curves', curves: fakeCurves(find(input.jobId).step) };
      let isOver = false;
      yield* whenever(signal, () => {
        if (isOver) return undefined;
        const one = find(input.jobId);
        isOver = ['done', 'failed', 'cancelled'].includes(one.state);
        return { kind: 'job' as const, job: one };
      });
    },
    'learning.candidates': (input) =>
      told('learning.candidates', input, () => ({ candidates: [...candidates], activeModel: active, troubles })),
    'learning.comparison': (input) =>
      told('learning.comparison', input, () => {
        const one = candidates.find(({ modelId }) => modelId === input.modelId);
        return comparison(input.modelId, one?.standing === 'waiting' ? active : SHIPPED, one?.passed ?? true);
      }),
    'learning.compareAnew': (input) =>
      told('learning.compareAnew', input, () =>
        put(job({ id: 'job-8', kind: 'evaluate', state: 'queued', step: 0, parentModel: input.modelId })),
      ),
    'learning.promote': (input) =>
      told('learning.promote', input, () => {
        const reason = input.overrideReason;
        const why = reason === undefined ? {} : { reason, overridden: true };
        return decide({ kind: 'promote', modelId: input.modelId, to: input.modelId, ...why });
      }),
    'learning.refuse': (input) =>
      told('learning.refuse', input, () => {
        candidates = candidates.map((one) =>
          one.modelId === input.modelId ? { ...one, standing: 'refused' as const } : one,
        );
        return decide({ kind: 'refuse', ...input });
      }),
    'learning.rollback': (input) =>
      told('learning.rollback', input, () => {
        const to = input.to ?? decisions.find((one) => one.to === active && one.from !== active)?.from ?? SHIPPED;
        const why = input.reason === undefined ? {} : { reason: input.reason };
        return decide({ kind: 'roll-back', modelId: to, to, ...why });
      }),
    'learning.history': (input) =>
      told('learning.history', input, () => ({
        decisions: [...decisions],
        ...(keyReplaced ? { keyReplaced } : {}),
        ...(data === 'none' ? {} : { fingerprint: '51d0 7c2e 99ab 0f34 6b18 e2d7 40c5 a8f9' }),
      })),
    'learning.acknowledgeKey': (input) =>
      told('learning.acknowledgeKey', input, () => {
        keyReplaced = undefined;
        return {};
      }),
    'learning.exportModel': async function* (input) {
      record('learning.exportModel', input);
      await Promise.resolve();
      const name = `${input.modelId}.einthoven-model`;
      yield { name, bytes: new TextEncoder().encode('signed '), last: false };
      yield { name, bytes: new TextEncoder().encode('model'), last: true };
    },
    'learning.receiveModel': (input) =>
      told('learning.receiveModel', { ...input, bytes: input.bytes.byteLength }, () => ({
        uploadId: 'upload-1',
        ...(input.last
          ? {
              offer: {
                ...{ offerId: 'offer-1', modelId: 'ecg-nat-ward-7', name: 'Ward 7', bytes: 6_400_000 },
                summary: 'Fine-tuned on 2,140 beats of 31 patients of another clinic.',
                fingerprint: '9f3a 04c1 77de 10bb 52e0 c3a9 8d41 6f2e',
                ...{ signer: 'Cardiology, St. Olav', standing: 'unknown' as const, alreadyThere: false },
              },
            }
          : {}),
      })),
    'learning.acceptModel': (input) =>
      told('learning.acceptModel', input, () => put(job({ id: 'job-9', kind: 'evaluate', state: 'queued', step: 0 }))),
    'learning.watchAgreement': (input) =>
      told('learning.watchAgreement', input, () => ({
        weeks: data === 'none' ? [] : weeks(),
        falls: data === 'none' ? [] : [FALL],
      })),
    'learning.differingAnswers': (input) =>
      told('learning.differingAnswers', input, () => ({ answers: data === 'none' ? [] : ANSWERS })),
    'learning.adaptation': (input) =>
      told('learning.adaptation', input, () => ({
        ...{ jobId: input.jobId, recordingId: 'study-4:1', setId: 'study-4:own', revision: 12, unconfirmed: 2_100 },
        id: Int32Array.of(4, 9, 30),
        sample: Int32Array.of(1_440, 3_300, 11_020),
        fromCode: Uint8Array.of(1, 1, 5),
        toCode: Uint8Array.of(5, 5, 8),
        confidence: Float32Array.of(0.9, 0.8, 0.7),
        guarded: ['F'],
      })),
    'learning.takeAdaptation': (input) =>
      told('learning.takeAdaptation', input, () => ({
        setId: 'study-4:own',
        revision: input.revision + 1,
        changed: 3,
      })),
  };
}
