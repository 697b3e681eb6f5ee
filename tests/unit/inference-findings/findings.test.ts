import { describe, expect, it } from 'vitest';
import { findingRows } from '../../../src/main/inference/findings/finding-rows.ts';
import {
  type FindingsRecording,
  type FindingsSession,
  predictFindings,
} from '../../../src/main/inference/findings/predict-findings.ts';
import { FindingsPredictor } from '../../../src/main/learning/findings/predict-findings.ts';
import { FINDINGS } from '../../../src/main/learning/findings/findings-sets.ts';
import { presetModel } from '../../../src/main/learning/model-presets.ts';
import { FINDINGS_HEAD } from '../../../src/main/nat/heads/findings.ts';
import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { recogniseFindings } from '../../../src/main/nat/objectives/recognise-findings.ts';
import { initialParameters } from '../../../src/main/nat/parameters/layout.ts';
import { randomStream } from '../../../src/main/nat/random.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import { trainingLayout } from '../../../src/main/nat/training-graph.ts';

/** A model that has learnt nothing, but says something else of everything. */
function seededModel() {
  const model = { ...presetModel('tiny'), leadNames: true };
  const objective = recogniseFindings({ ...FINDINGS_HEAD, findings: FINDINGS });
  const layout = trainingLayout({ model, objective, windows: 1, leads: 2 });
  const random = randomStream(1, 'spread');
  return {
    model,
    head: objective.head,
    layout,
    parameters: initialParameters(layout, 7).map((v) => v + 0.1 * random.normal()),
  };
}

async function openSession(windows: number, leads: number): Promise<FindingsSession> {
  const graph = buildInferenceGraph({ ...seededModel(), windows, leads });
  const session = await InferenceSession.create(graph, { device: 'cpu', threads: 1 });
  return { windows, leads, run: (feeds) => session.run(feeds) };
}

function recording(seed: number, leads: number, seconds = 10): FindingsRecording {
  const random = randomStream(seed, 'recording');
  return {
    leads: Array.from({ length: leads }, (_, lead) => {
      const interval = 150 + 100 * random.uniform();
      const height = 0.3 + random.uniform();
      return Float32Array.from(
        { length: 250 * seconds },
        (_, i) => height * Math.exp(-(((i % interval) - 60) ** 2) / (30 + 10 * lead)) + 0.03 * random.normal(),
      );
    }),
    leadName: Uint8Array.from({ length: leads }, (_, lead) => lead % 13),
  };
}

const largestDifference = (a: Float32Array | undefined, b: Float32Array | undefined): number => {
  if (!a || a.length !== b?.length) return NaN;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);
};

describe('What a findings model says of recordings', () => {
  it('is what training says of them, whatever the lead set, the length, and what is read beside them', async () => {
    const recordings = [recording(1, 12), recording(2, 1), recording(3, 3, 31), recording(4, 12), recording(5, 8, 7)];
    const reference = await FindingsPredictor.create(seededModel(), 1);
    const session = await openSession(3, 12);
    const found = await predictFindings(session, recordings);
    for (const [index, each] of recordings.entries()) {
      const expected = await reference.predict({ ...each, id: 'x' });
      expect(largestDifference(found[index], expected)).toBeLessThan(1e-5);
    }
    expect(largestDifference(found[0], found[1])).toBeGreaterThan(0.01);
    await reference.release();
    // A session of fewer slots, for recordings of fewer leads.
    const [alone] = await predictFindings(await openSession(1, 1), [recording(2, 1)]);
    expect(largestDifference(alone, found[1])).toBeLessThan(1e-5);
  });

  it('does not depend on a flat lead, and there is nothing to say of flat ones alone', async () => {
    const session = await openSession(2, 12);
    const whole = recording(6, 4);
    const flat = new Float32Array(2500);
    const withFlat = { leads: [...whole.leads, flat], leadName: Uint8Array.of(...whole.leadName, 9) };
    const nothing = { leads: [flat, flat], leadName: Uint8Array.of(0, 1) };
    const [one, other, none] = await predictFindings(session, [whole, withFlat, nothing]);
    expect(largestDifference(one, other)).toBeLessThan(1e-6);
    expect(none).toBeUndefined();
  });
});

describe('Findings as rows', () => {
  const reading = {
    findings: ['NORM', 'MI', 'SR', 'AFIB'],
    calibration: { kind: 'vector', scale: [1, 2, 1, 1], bias: [0, 0, 0, 2] },
    thresholds: { MI: 0.2, AFIB: 0.9 },
  } as const;
  const rows = findingRows(Float32Array.of(0.3, 0.4, 0.6, 0.5), {
    ...reading,
    calibration: { kind: 'vector', scale: [...reading.calibration.scale], bias: [...reading.calibration.bias] },
  });

  it('are calibrated, superclasses first, the most probable of each group leading', () => {
    expect(rows.map(({ finding }) => finding)).toEqual(['MI', 'NORM', 'AFIB', 'SR']);
    expect(rows.map(({ group }) => group)).toEqual(['superclass', 'superclass', 'rhythm', 'rhythm']);
    // Twice the log-odds of 0.4, log-odds of 0.5 plus 2.
    expect(rows[0]?.probability).toBeCloseTo(1 / (1 + 2.25), 5);
    expect(rows[2]?.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
  });

  it('are suggested from their own threshold on, or from one half', () => {
    expect(rows.map(({ suggested }) => suggested)).toEqual([true, false, false, true]);
  });
});
