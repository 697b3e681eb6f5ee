import { describe, expect, it } from 'vitest';
import { noProgress } from '../../../src/main/services/learning/job-progress.ts';
import { planFor, signalWork, specFor } from '../../../src/main/services/learning/training-plan.ts';
import type { LearningJob } from '../../../src/shared/contract/learning.ts';
import { LearningScope, type SnapshotInfo } from '../../../src/shared/contract/learning-data.ts';

const none = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
const labels = { ...none, N: 200 };
const HOUR = 3_600;

/** One recording learned from and one held out, of so many hours. */
function snapshotOf(hours: number, scope = LearningScope.parse({ kind: 'finetune' })): SnapshotInfo {
  const sides = ['train', 'held-out'] as const;
  return {
    ...{ id: 's', hash: '', madeBy: '', madeAt: '', scope, parentModel: 'm', train: labels, heldOut: labels },
    patients: sides.map((side) => ({ key: side, recordings: 1, side, labels })),
    recordings: sides.map((patient) => ({
      ...{ recordingId: patient, studyId: patient, name: patient, patient, confirmedBy: [], signed: false, labels },
      ...{ corrected: 0, unconfirmed: 0, seconds: hours * HOUR },
    })),
    ...{ remarks: [], canStart: true },
  };
}

const jobOf = (steps: number, stageSeconds: LearningJob['stageSeconds']): LearningJob => ({
  ...noProgress(),
  ...{ id: 'j', kind: 'finetune', state: 'done', stage: 'ended', steps, device: 'cpu', threads: 2 },
  ...{ parentModel: 'm', createdBy: '', createdAt: '', stageSeconds, seconds: 100 },
});

const secondsOf = (snapshot: SnapshotInfo, steps: number, earlier: readonly LearningJob[] = [], hours = 1): number => {
  const before = signalWork(snapshotOf(hours), true);
  const facts = { rehearses: true, work: signalWork(snapshot, true), earlier, workOf: () => before };
  return planFor(specFor(snapshot, { steps }), facts).seconds;
};

describe('how long a training takes', () => {
  it('grows with the hours that are read and compared on, not with steps alone', () => {
    const day = LearningScope.parse({ kind: 'adapt', recordingIds: ['a'] });
    const short = secondsOf(snapshotOf(0.5, day), 60);
    expect(secondsOf(snapshotOf(24, day), 60)).toBeGreaterThan(short + 120);
    expect(secondsOf(snapshotOf(10), 60)).toBeGreaterThan(secondsOf(snapshotOf(1), 60) + 60);
  });

  it('is told by what each stage took before: a few steps do not take the comparison’s time away', () => {
    const earlier = [jobOf(64, { reading: 4, training: 6.4, comparing: 20 })];
    const same = secondsOf(snapshotOf(1), 64, earlier);
    expect(same).toBeCloseTo(5 + 4 + 6.4 + 20);
    expect(secondsOf(snapshotOf(1), 12, earlier)).toBeCloseTo(same - 5.2);
    // Two half hours of each patient, and what the reference set costs.
    expect(secondsOf(snapshotOf(2), 64, earlier)).toBeCloseTo(same + 4 + 10);
  });

  it('is a guess where an earlier job did not tell its stages', () => {
    const snapshot = snapshotOf(1);
    expect(secondsOf(snapshot, 64, [jobOf(64, undefined)])).toBe(secondsOf(snapshot, 64));
  });
});
