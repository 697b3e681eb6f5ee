import { describe, expect, it } from 'vitest';
import {
  joinBeats,
  LEAST_CONFIDENCE,
  type WaveSession,
  type WaveSignal,
} from '../../../src/main/inference/waves/join-beats.ts';

const RATE = 500;
const POSITIONS = 1248;
const WAVES = 4;

/** A lead that is 1 where there are QRS complexes (seconds), small elsewhere. */
function leadWith(complexes: readonly number[], seconds: number): Float32Array {
  const lead = new Float32Array(250 * seconds).fill(0.01);
  for (const at of complexes) lead.fill(1, Math.round(250 * (at - 0.04)), Math.round(250 * (at + 0.04)));
  return lead;
}

/** Stands in for the model: QRS where the signal is high. Counts what it is asked. */
function session(windows = 2, leads = 2): WaveSession & { asked: number } {
  return {
    windows,
    leads,
    asked: 0,
    run({ signal = new Float32Array() }) {
      this.asked += windows;
      const probabilities = new Float32Array(windows * leads * POSITIONS * WAVES);
      for (let slot = 0; slot < windows * leads; slot++) {
        for (let position = 0; position < POSITIONS; position++) {
          const high = (signal[slot * 2 * 2496 + 2 * position] ?? 0) > 0.5;
          probabilities[(slot * POSITIONS + position) * WAVES + 2] = high ? 0.98 : 0.02;
        }
      }
      return Promise.resolve({ probabilities });
    },
  };
}

const signalOf = (...leads: Float32Array[]): WaveSignal => ({
  rate: RATE,
  leadName: new Uint8Array(leads.length).fill(12),
  read: (from, to) =>
    leads.map((lead) => {
      const out = new Float32Array(to - from);
      out.set(lead.subarray(Math.max(0, from), to), Math.max(0, -from));
      return out;
    }),
});

const candidates = (rows: readonly (readonly [seconds: number, confidence: number])[]) => ({
  sample: Int32Array.from(rows, ([seconds]) => Math.round(seconds * RATE)),
  confidence: Float32Array.from(rows, ([, confidence]) => confidence),
});
const seconds = (sample: Int32Array): number[] => Array.from(sample, (at) => at / RATE);

describe('Detector and wave model together', () => {
  const lead = leadWith([1, 2, 3.5, 4, 61], 70);

  it('drop a doubtful beat that shows no QRS, add one that does, and keep positions', async () => {
    const found = candidates([
      [1, 0.999],
      [2, 0.6],
      [3, 0.6],
      [3.5, 0.4],
      [4, 0.2],
      [5, 0.3],
    ]);
    const joined = await joinBeats(session(), found, signalOf(lead, lead));
    expect(seconds(joined.sample)).toEqual([1, 2, 3.5, 4]);
    expect(joined.confidence[0]).toBeCloseTo(0.999, 4);
    expect(joined.confidence[1]).toBeGreaterThan(0.6);
  });

  it('leave alone what the detector is sure of, and look only where there is doubt', async () => {
    const sure = candidates([
      [1, 0.999],
      [5, 0.99],
      [6, 0.001],
      [30, 0.97],
    ]);
    const model = session();
    const joined = await joinBeats(model, sure, signalOf(lead, lead));
    expect(seconds(joined.sample)).toEqual([1, 5, 30]);
    expect([model.asked, joined.windows]).toEqual([0, 0]);
    // One doubtful candidate: one batch, in the window on the grid that holds it.
    const doubtful = await joinBeats(model, candidates([[61, 0.3]]), signalOf(lead, lead));
    expect(seconds(doubtful.sample)).toEqual([61]);
    expect([model.asked, doubtful.windows]).toEqual([2, 1]);
  });

  it('decide the same whatever is read in one go', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [1 + i, i % 3 === 0 ? 0.55 : 0.45] as const);
    const all = await joinBeats(session(), candidates(rows), signalOf(lead));
    const [first, second] = [rows.slice(0, 20), rows.slice(20)];
    const parts = await Promise.all(
      [first, second].map((part) => joinBeats(session(3), candidates(part), signalOf(lead))),
    );
    expect(parts.flatMap(({ sample }) => [...sample])).toEqual([...all.sample]);
    expect(parts.flatMap(({ confidence }) => [...confidence])).toEqual([...all.confidence]);
  });

  it('do not ask a lead without signal; where no lead has any the detector decides', async () => {
    const flat = new Float32Array(lead.length);
    const doubtful = candidates([
      [2, 0.4],
      [5, 0.6],
    ]);
    const joined = await joinBeats(session(), doubtful, signalOf(lead, flat));
    expect(seconds(joined.sample)).toEqual([2]);
    const alone = await joinBeats(session(), doubtful, signalOf(flat, flat));
    expect(seconds(alone.sample)).toEqual([5]);
  });

  it('want candidates a little below the detector’s own border', () => {
    expect(LEAST_CONFIDENCE).toBeGreaterThan(0.04);
    expect(LEAST_CONFIDENCE).toBeLessThan(0.05);
  });
});
