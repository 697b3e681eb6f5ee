import { describe, expect, it } from 'vitest';
import { dataText, planText } from '../../../src/main/hosts/cli/learn/learn-tables.ts';
import { gateWords } from '../../../src/shared/gate-words.ts';

describe('the terminal', () => {
  it('counts one as one', () => {
    const none = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
    const recording = { recordingId: 'a:1', studyId: 'a', name: '100', patient: 'a', confirmedBy: [], signed: false };
    const data = {
      patients: [{ key: 'a', recordings: 1, side: 'train' as const, labels: none }],
      recordings: [{ ...recording, labels: none, corrected: 1, unconfirmed: 0, seconds: 60 }],
      ...{ train: none, heldOut: none, parentModel: 'm', remarks: [], canStart: false },
    };
    expect(dataText(data)).toContain('1 recording of 1 patient, 1 label corrected');
    const plan = { steps: 1, windows: 16, ownWindows: 8, device: 'cpu' as const, threads: 1, seconds: 3 };
    const parent = { parentModel: 'm', parentInUse: true };
    expect(planText({ ...plan, ...parent, basis: 'assumed' })).toMatch(/^1 step of .* with 1 thread;/);
    const falls = { code: 'falls' as const, group: 'clinic' as const, aamiClass: 'N' as const, measure: 'f1' as const };
    expect(gateWords({ ...falls, candidate: 97, incumbent: 98.5, difference: -1.5, margin: 1 })).toContain(
      '1 is allowed',
    );
  });
});
