import { describe, expect, it } from 'vitest';
import {
  type BeatBatch,
  type DetectionInput,
  detectBeats,
  type LeadBlocks,
} from '../../../src/main/signal/detect-beats.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import {
  blocksOf,
  NORMAL_BEAT,
  regularBeats,
  seeded,
  syntheticLead,
  VENTRICULAR_BEAT,
  withGap,
} from './synthetic-ecg.ts';

interface Found {
  readonly sample: readonly number[];
  readonly lead: readonly number[];
  readonly confidence: readonly number[];
  readonly batches: readonly BeatBatch[];
}

async function detect(input: DetectionInput, blocks: LeadBlocks, signal?: AbortSignal): Promise<Found> {
  const batches: BeatBatch[] = [];
  for await (const batch of detectBeats(input, blocks, { signal })) batches.push(batch);
  return {
    sample: batches.flatMap(({ sample }) => [...sample]),
    lead: batches.flatMap(({ lead }) => [...lead]),
    confidence: batches.flatMap(({ confidence }) => [...confidence]),
    batches,
  };
}

const oneLead = (rate: number, gain = 1000): DetectionInput => ({ rate, leads: [{ gain, baseline: 0 }] });
const inSamples = (beats: readonly number[], rate: number): number[] => beats.map((beat) => Math.round(beat * rate));

/** Every beat found once, within `tolerance` samples, and nothing else. */
function expectBeats(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((sample, i) =>
    expect(Math.abs(sample - (expected[i] ?? NaN)), `beat ${String(i)}`).toBeLessThanOrEqual(tolerance),
  );
}

describe('Beats of a regular rhythm', () => {
  const beats = regularBeats(40, 0.82);

  it.each([100, 128, 200, 250, 256, 300, 360, 500, 512, 1000, 2000])(
    'are found at %i Hz with every R peak to the sample',
    async (rate) => {
      const lead = syntheticLead({ rate, seconds: 40, beats });
      const { sample } = await detect(oneLead(rate), [[lead]]);
      expectBeats(sample, inSamples(beats, rate), 1);
    },
  );

  it.each([
    ['a coarse converter', 40, 0],
    ['a fine converter with a large offset', 1_000_000, 300_000_000],
    ['a lead turned upside down', -200, 1024],
    ['a lead turned upside down, offset below zero', -1000, -20_000],
  ])('are found in %s', async (_, stepsPerMillivolt, baseline) => {
    const lead = syntheticLead({ rate: 360, seconds: 40, beats, stepsPerMillivolt, baseline, noise: 0.01 });
    const input = { rate: 360, leads: [{ gain: Math.abs(stepsPerMillivolt), baseline }] };
    const { sample } = await detect(input, [[lead]]);
    expectBeats(sample, inSamples(beats, 360), 1);
  });

  it('do not depend on the gain the file states', async () => {
    const lead = syntheticLead({ rate: 360, seconds: 40, beats });
    const stated = await detect(oneLead(360, 1000), [[lead]]);
    const wrong = await detect(oneLead(360, 20), [[lead]]);
    expect(wrong.sample).toEqual(stated.sample);
  });

  it('are found through muscle noise and baseline wander', async () => {
    const lead = syntheticLead({ rate: 360, seconds: 40, beats, noise: 0.12, wander: 1.5 });
    const { sample } = await detect(oneLead(360), [[lead]]);
    expectBeats(sample, inSamples(beats, 360), 4);
  });

  it.each([30, 45, 120, 180, 220])('are found at %i beats a minute', async (perMinute) => {
    const fast = regularBeats(40, 60 / perMinute);
    const waves = NORMAL_BEAT.map(
      ([offset, width, height]) => [Math.max(-0.13, offset) * (offset > 0.2 ? 0.5 : 1), width, height] as const,
    );
    const lead = syntheticLead({ rate: 250, seconds: 40, beats: fast, wavesOf: () => waves });
    const { sample } = await detect(oneLead(250), [[lead]]);
    expectBeats(sample, inSamples(fast, 250), 1);
  });
});

describe('Beats of other rhythms', () => {
  it('are found where intervals are irregular', async () => {
    const random = seeded(7);
    const beats: number[] = [];
    for (let at = 0.6; at < 59; at += 0.38 + 0.7 * random()) beats.push(at);
    const lead = syntheticLead({ rate: 360, seconds: 60, beats });
    expectBeats((await detect(oneLead(360), [[lead]])).sample, inSamples(beats, 360), 1);
  });

  it('are found around early, wide, inverted beats and pauses', async () => {
    const beats: number[] = [];
    const wide = new Set<number>();
    for (let at = 0.6, i = 0; at < 58; i++) {
      beats.push(at);
      if (i % 7 === 6) wide.add(i);
      at += i % 7 === 5 ? 0.45 : i % 7 === 6 ? 1.2 : i === 20 ? 3.5 : 0.8;
    }
    const lead = syntheticLead({
      rate: 360,
      seconds: 60,
      beats,
      wavesOf: (beat) => (wide.has(beat) ? VENTRICULAR_BEAT : NORMAL_BEAT),
    });
    expectBeats((await detect(oneLead(360), [[lead]])).sample, inSamples(beats, 360), 12);
  });

  it('are found in a fast ventricular run', async () => {
    const beats = [
      ...regularBeats(20, 0.85),
      ...Array.from({ length: 20 }, (_, i) => 20.3 + 0.33 * i),
      ...regularBeats(50, 0.85, 27.6),
    ];
    const lead = syntheticLead({
      rate: 360,
      seconds: 50,
      beats,
      wavesOf: (beat) =>
        (beats[beat] ?? 0) > 20.2 && (beats[beat] ?? 0) < 27 ? VENTRICULAR_BEAT.slice(0, 2) : NORMAL_BEAT,
    });
    expectBeats((await detect(oneLead(360), [[lead]])).sample, inSamples(beats, 360), 12);
  });

  it('are not made of the P waves of a complete AV block', async () => {
    const beats = regularBeats(60, 1.7);
    const qrs = NORMAL_BEAT.slice(1);
    const waves = syntheticLead({ rate: 360, seconds: 60, beats, wavesOf: () => qrs, noise: 0.01 });
    const atria = syntheticLead({
      rate: 360,
      seconds: 60,
      beats: regularBeats(60, 0.75, 0.4),
      wavesOf: () => [[0, 0.022, 0.2]],
      noise: 0,
    });
    const lead = waves.map((sample, i) => sample + (atria[i] ?? 0));
    expectBeats((await detect(oneLead(360), [[lead]])).sample, inSamples(beats, 360), 2);
  });

  it('are not made of tall T waves', async () => {
    const beats = regularBeats(40, 0.9);
    const waves = [...NORMAL_BEAT.slice(0, 4), [0.3, 0.05, 1.1] as const];
    const lead = syntheticLead({ rate: 250, seconds: 40, beats, wavesOf: () => waves });
    expectBeats((await detect(oneLead(250), [[lead]])).sample, inSamples(beats, 250), 1);
  });

  it('are found once each where a pacemaker spike precedes them', async () => {
    const beats = regularBeats(40, 0.9);
    const waves = [[-0.06, 0.0015, 2.5] as const, ...VENTRICULAR_BEAT];
    const lead = syntheticLead({ rate: 360, seconds: 40, beats, wavesOf: () => waves });
    expectBeats((await detect(oneLead(360), [[lead]])).sample, inSamples(beats, 360), 24);
  });
});

describe('Several leads', () => {
  const rate = 360;
  const seconds = 60;
  const beats = regularBeats(seconds, 0.82);
  const good = syntheticLead({ rate, seconds, beats, noise: 0.02 });
  const expected = inSamples(beats, rate);
  const scale = { gain: 1000, baseline: 0 };
  const random = seeded(3);
  const useless: Record<string, Int32Array> = {
    flat: new Int32Array(good.length).fill(12),
    'flat but for the last bit': Int32Array.from(good, () => (random() < 0.5 ? 0 : 1)),
    missing: new Int32Array(good.length).fill(MISSING_SAMPLE),
    noisy: Int32Array.from(good, () => Math.round(2000 * (random() - 0.5))),
    ended: good.slice(0, 5000),
    empty: new Int32Array(0),
  };

  it.each(Object.keys(useless))('lose nothing by a %s lead beside a good one', async (kind) => {
    const leads = [useless[kind] ?? good, good];
    const { sample, batches } = await detect({ rate, leads: [scale, scale] }, [leads]);
    expectBeats(sample, expected, 1);
    for (const { leadWeight } of batches.slice(2)) expect(leadWeight[1]).toBeGreaterThan(0.6);
  });

  it('go on with the other lead where one drops out and say which was used', async () => {
    const first = good.slice().fill(0, 20 * rate, 39.5 * rate);
    const second = syntheticLead({ rate, seconds, beats, noise: 0.02, seed: 2 });
    second.fill(0, 45 * rate);
    const { sample, lead, batches } = await detect({ rate, leads: [scale, scale] }, [[first, second]]);
    expectBeats(sample, expected, 2);
    sample.forEach((at, i) => {
      if (at > 22 * rate && at < 38 * rate) expect(lead[i]).toBe(1);
      if (at > 47 * rate) expect(lead[i]).toBe(0);
    });
    const during = batches.find(({ from, to }) => from <= 30 * rate && to > 30 * rate);
    expect(during?.leadWeight[0]).toBeLessThan(0.2);
  });

  it('are not misled by artefacts in one of them', async () => {
    const jumping = good.slice();
    for (let k = 0; k < 6; k++) {
      const at = Math.round((5 + 8.3 * k) * rate);
      for (let i = at; i < Math.min(jumping.length, at + 200); i++) jumping[i] = (jumping[i] ?? 0) + 4000;
    }
    const others = [2, 3].map((seed) => syntheticLead({ rate, seconds, beats, noise: 0.02, seed }));
    const { sample } = await detect({ rate, leads: [scale, scale, scale] }, [[jumping, ...others]]);
    expectBeats(sample, expected, 2);
  });

  it('may be twelve', async () => {
    const leads = Array.from({ length: 12 }, (_, l) =>
      syntheticLead({
        rate,
        seconds: 10,
        beats: regularBeats(10, 0.7),
        stepsPerMillivolt: [1000, -600, 150][l % 3] ?? 1,
        seed: l,
      }),
    );
    const { sample } = await detect({ rate, leads: leads.map(() => scale) }, [leads]);
    expectBeats(sample, inSamples(regularBeats(10, 0.7), rate), 1);
  });

  it('may have different rates', async () => {
    const slow = syntheticLead({ rate: 125, seconds, beats, noise: 0.02 });
    const odd = syntheticLead({ rate: 257, seconds, beats, noise: 0.02 });
    const input = { rate, leads: [{ ...scale, rate: 125 }, scale, { ...scale, rate: 257 }] };
    expectBeats((await detect(input, [[slow, good, odd]])).sample, expected, 3);
    const slowOnly = { rate, leads: [{ ...scale, rate: 125 }] };
    expectBeats((await detect(slowOnly, [[slow]])).sample, expected, 3);
  });
});

describe('Gaps and edges', () => {
  const rate = 250;
  const beats = regularBeats(60, 0.8);
  const lead = syntheticLead({ rate, seconds: 60, beats, baseline: 9000 });

  it('leaves gaps empty and finds every beat on both sides', async () => {
    const { sample } = await detect(oneLead(rate), [[withGap(lead, 20.2 * rate, 31.3 * rate)]]);
    const expected = inSamples(
      beats.filter((beat) => beat < 20.1 || beat > 31.4),
      rate,
    );
    expectBeats(sample, expected, 1);
  });

  it('finds the first beats of a signal that starts late, however far from zero it starts', async () => {
    const { sample } = await detect(oneLead(rate), [[withGap(lead, 0, 25.2 * rate)]]);
    expectBeats(
      sample,
      inSamples(
        beats.filter((beat) => beat > 25.3),
        rate,
      ),
      1,
    );
  });

  it('finds the beats of three seconds', async () => {
    const short = syntheticLead({ rate, seconds: 3, beats: [0.4, 1.2, 2.0, 2.8] });
    expectBeats((await detect(oneLead(rate), [[short]])).sample, inSamples([0.4, 1.2, 2.0, 2.8], rate), 1);
  });

  it('finds nothing where there is nothing', async () => {
    const nothing = [
      new Int32Array(0),
      Int32Array.of(5),
      Int32Array.of(MISSING_SAMPLE),
      new Int32Array(5000).fill(MISSING_SAMPLE),
      new Int32Array(5000).fill(-77),
    ];
    for (const samples of nothing) expect((await detect(oneLead(rate), [[samples]])).sample).toEqual([]);
    expect((await detect(oneLead(rate), [])).sample).toEqual([]);
    expect((await detect({ rate, leads: [] }, [[]])).sample).toEqual([]);
  });

  it('covers the recording with batches from its first to its last sample', async () => {
    const { batches } = await detect(oneLead(rate), [[lead]]);
    expect(batches.length).toBeGreaterThan(3);
    expect(batches[0]?.from).toBe(0);
    expect(batches.at(-1)?.to).toBe(lead.length);
    batches.forEach(({ from, to, sample }, i) => {
      if (i > 0) expect(from).toBe(batches[i - 1]?.to);
      for (const at of sample) expect(at).toBeGreaterThanOrEqual(from);
      expect(to).toBeGreaterThan(from);
    });
  });

  it('is sure of clear beats and says so between 0.5 and 1', async () => {
    const { confidence } = await detect(oneLead(rate), [[lead]]);
    for (const value of confidence) {
      expect(value).toBeGreaterThan(0.95);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  it('refuses blocks that do not fit the leads', async () => {
    await expect(detect(oneLead(rate), [[lead, lead]])).rejects.toThrow(RangeError);
  });
});

describe('As a stream', () => {
  const rate = 360;
  const beats = regularBeats(50, 0.77);
  const leads = [1, 2].map((seed) => syntheticLead({ rate, seconds: 50, beats, noise: 0.2, wander: 0.5, seed }));
  const input = { rate, leads: leads.map(() => ({ gain: 1000, baseline: 0 })) };

  it('gives the same beats and batches, bit for bit, whatever the blocks', async () => {
    const whole = await detect(input, [leads]);
    expect(whole.sample.length).toBeGreaterThan(50);
    for (const size of [1, 7, 1000]) {
      expect((await detect(input, blocksOf(leads, size))).batches).toEqual(whole.batches);
    }
  });

  it('hands beats over while the signal is still coming, no more than 20 s behind', async () => {
    let sent = 0;
    async function* live(): AsyncGenerator<Int32Array[]> {
      for (const block of blocksOf(leads, rate)) {
        sent += rate;
        await Promise.resolve();
        yield block;
      }
    }
    const first = await detectBeats(input, live()).next();
    expect(first.done).toBe(false);
    expect(sent).toBeLessThan(30 * rate);
  });

  it('asks for no block before the last one is done with, so that its arrays may be reused', async () => {
    const shared = leads.map(() => new Int32Array(500));
    function* reused(): Generator<Int32Array[]> {
      for (const block of blocksOf(leads, 500)) {
        block.forEach((samples, l) => shared[l]?.set(samples));
        yield shared.map((samples, l) => samples.subarray(0, block[l]?.length));
        for (const samples of shared) samples.fill(30_000);
      }
    }
    expect((await detect(input, reused())).sample).toEqual((await detect(input, [leads])).sample);
  });

  it('stops when aborted, with the reason, and asks for no more signal', async () => {
    const controller = new AbortController();
    let asked = 0;
    function* endless(): Generator<Int32Array[]> {
      for (;;) {
        asked++;
        if (asked === 5) controller.abort(new Error('enough'));
        yield leads;
      }
    }
    await expect(detect(input, endless(), controller.signal)).rejects.toThrow('enough');
    expect(asked).toBe(5);
    await expect(detect(input, [leads], AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });

  it('closes its source when the reader stops early', async () => {
    let closed = false;
    function* source(): Generator<Int32Array[]> {
      try {
        for (;;) yield leads;
      } finally {
        closed = true;
      }
    }
    for await (const batch of detectBeats(input, source())) if (batch.to > 0) break;
    expect(closed).toBe(true);
  });
});
