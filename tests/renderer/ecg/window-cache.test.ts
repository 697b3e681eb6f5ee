import { describe, expect, it } from 'vitest';
import { tileLength, TileRuns } from '../../../src/renderer/src/ecg/tile-runs.ts';
import { WindowCache } from '../../../src/renderer/src/ecg/window-cache.ts';
import type { Workstation } from '../../../src/shared/contract.ts';
import type { DisplayFilter, LeadWindow } from '../../../src/shared/contract/signal.ts';
import { Problem } from '../../../src/shared/problem.ts';

type Input = Parameters<Workstation['signal.window']>[0];

interface Asked {
  readonly input: Input;
  readonly signal: AbortSignal | undefined;
  answer(): void;
  refuse(problem: Problem): void;
}

const SAMPLES = 2_000_000;
const NO_FILTER: DisplayFilter = { highpass: 0, lowpass: 0, notch: 0 };
const FILTER: DisplayFilter = { highpass: 0.05, lowpass: 150, notch: 0 };

/** A workstation that answers when told to, in the contract's manner. */
function slowWorkstation() {
  const asked: Asked[] = [];
  const api: Pick<Workstation, 'signal.window'> = {
    'signal.window': (input, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ leads: LeadWindow[] }>();
      signal?.addEventListener('abort', () => reject(new Problem('cancelled', 'Cancelled.')));
      const answer = (): void => resolve({ leads: input.leads.map((lead) => windowOf(lead, input)) });
      asked.push({ input, signal, answer, refuse: reject });
      return promise;
    },
  };
  return { asked, api };
}

function windowOf(lead: number, { from, to, columns, filter }: Input): LeadWindow {
  const length = to - from;
  const filtered = filter !== undefined;
  if (length <= 4 * columns) {
    return { lead, kind: 'samples', start: from, step: 1, values: new Int32Array(length), filtered };
  }
  const step = Math.ceil(length / columns);
  return { lead, kind: 'envelope', start: from, step, values: new Int32Array(2 * Math.ceil(length / step)), filtered };
}

function makeCache() {
  const { asked, api } = slowWorkstation();
  let changes = 0;
  const cache = new WindowCache(api, { id: 'r', samples: SAMPLES, rate: 250 }, () => changes++);
  const runs = new TileRuns();
  const collect = (from: number, to: number, detail = 1, lead = 0): (LeadWindow | undefined)[] => {
    cache.collect(lead, from, to, detail, runs);
    return runs.windows.slice(0, runs.count);
  };
  return { cache, asked, collect, runs, changes: () => changes };
}

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function answerAll(asked: readonly Asked[]): Promise<void> {
  for (let answered = 0; answered < asked.length;) {
    asked[answered++]?.answer();
    await settle();
  }
}

describe('what is asked for', () => {
  it('is what is on screen first, in one request of whole tiles for all leads', () => {
    const { cache, asked } = makeCache();
    cache.want([0, 2], 5000, 9000, 2);
    expect(asked).toHaveLength(1);
    const tile = tileLength(0);
    expect(asked[0]?.input).toMatchObject({ leads: [0, 2], from: 2 * tile, to: 5 * tile, recordingId: 'r' });
  });

  it('is then one screen to either side, then the whole recording coarsely', async () => {
    const { cache, asked } = makeCache();
    cache.want([0], 100_000, 110_000, 2);
    asked[0]?.answer();
    await settle();
    const after = asked.slice(1).map(({ input }) => [input.from, input.to] as const);
    expect(after[0]?.[0]).toBe(asked[0]?.input.to);
    expect(after[0]?.[1]).toBeGreaterThanOrEqual(120_000);
    expect(after[1]?.[1]).toBe(asked[0]?.input.from);
    expect(after[1]?.[0]).toBeLessThanOrEqual(90_000);
    expect(after[2]).toEqual([0, SAMPLES]);
  });

  it('comes as samples near by and as an envelope with a step to a pixel far out', async () => {
    const { cache, asked, collect } = makeCache();
    const leads = [0];
    for (const detail of [0.2, 1, 4, 8, 9, 30, 500, 1200]) {
      const to = Math.min(SAMPLES, Math.round(1500 * detail));
      cache.want(leads, 0, to, detail);
      await answerAll(asked);
      asked.length = 0;
      const [window] = collect(0, to, detail);
      if (detail <= 8) expect(window?.kind).toBe('samples');
      else expect(window?.step).toBeLessThanOrEqual(detail);
      expect(window?.step).toBeGreaterThanOrEqual(detail <= 8 ? 1 : detail / 2);
    }
  });

  it('is nothing while the view moves within what is there', async () => {
    const { cache, asked } = makeCache();
    const leads = [0];
    cache.want(leads, 0, 4000, 1);
    await answerAll(asked);
    const before = asked.length;
    cache.want(leads, 10, 4010, 1);
    expect(asked).toHaveLength(before);
  });

  it('is only the leads that are not there yet when leads are added', async () => {
    const { cache, asked } = makeCache();
    cache.want([0], 0, 4000, 1);
    await answerAll(asked);
    asked.length = 0;
    cache.want([0, 1], 0, 4000, 1);
    expect(asked[0]?.input.leads).toEqual([1]);
  });

  it('never lies outside the recording', async () => {
    const { cache, asked } = makeCache();
    cache.want([0], SAMPLES - 500, SAMPLES, 1);
    await answerAll(asked);
    for (const { input } of asked) {
      expect(input.from).toBeGreaterThanOrEqual(0);
      expect(input.to).toBeLessThanOrEqual(SAMPLES);
      expect(input.to).toBeGreaterThan(input.from);
    }
  });
});

describe('loads nobody looks at any more', () => {
  it('are given up, and the place looked at now is asked for at once', () => {
    const { cache, asked } = makeCache();
    const leads = [0];
    cache.want(leads, 0, 4000, 1);
    cache.want(leads, 1_000_000, 1_004_000, 1);
    expect(asked[0]?.signal?.aborted).toBe(true);
    expect(asked[1]?.input.from).toBeLessThanOrEqual(1_000_000);
    expect(asked[1]?.signal?.aborted).toBe(false);
    expect(cache.problem).toBeUndefined();
  });

  it('do not include the coarse whole, which serves wherever the reader goes', async () => {
    const { cache, asked } = makeCache();
    const leads = [0];
    cache.want(leads, 0, 4000, 1);
    asked[0]?.answer();
    await settle();
    const whole = asked.find(({ input }) => input.to === SAMPLES);
    cache.want(leads, 1_000_000, 1_004_000, 1);
    expect(whole?.signal?.aborted).toBe(false);
  });

  it('go on where they are still near the screen', () => {
    const { cache, asked } = makeCache();
    const leads = [0];
    cache.want(leads, 0, 4000, 1);
    cache.want(leads, 2500, 6500, 1);
    expect(asked[0]?.signal?.aborted).toBe(false);
  });

  it('are given up when the recording is closed', () => {
    const { cache, asked } = makeCache();
    cache.want([0], 0, 4000, 1);
    cache.close();
    expect(asked[0]?.signal?.aborted).toBe(true);
  });
});

describe('what is drawn meanwhile', () => {
  it('is known to be on its way while there is nothing', () => {
    const { cache, collect } = makeCache();
    cache.want([0], 0, 4000, 1);
    expect(collect(0, 4000)).toEqual([undefined]);
    expect([cache.settled, cache.outdated]).toEqual([false, false]);
  });

  it('is the coarser signal while finer is loading', async () => {
    const { cache, asked, collect } = makeCache();
    const leads = [0];
    cache.want(leads, 0, SAMPLES, 1000);
    await answerAll(asked);
    cache.want(leads, 500_000, 504_000, 1);
    const [window] = collect(500_000, 504_000);
    expect(window?.kind).toBe('envelope');
    expect(cache.settled).toBe(false);
  });

  it('is the finer signal while coarser is loading', async () => {
    const { cache, asked, collect } = makeCache();
    const leads = [0];
    cache.want(leads, 0, 12_000, 8);
    await answerAll(asked);
    cache.want(leads, 0, 16_384, 16);
    expect(collect(0, 16_384, 16).every((window) => window?.kind === 'samples')).toBe(true);
  });

  it('covers what is asked for without hole or overlap', async () => {
    const { cache, asked, runs } = makeCache();
    cache.want([0], 3000, 30_000, 4);
    asked[0]?.answer();
    await settle();
    cache.collect(0, 3000, 60_000, 4, runs);
    expect(runs.from[0]).toBe(3000);
    for (let run = 1; run < runs.count; run++) expect(runs.from[run]).toBe(runs.to[run - 1]);
    expect(runs.to[runs.count - 1]).toBe(60_000);
  });

  it('ends where the recording ends', async () => {
    const { cache, asked, runs } = makeCache();
    cache.want([0], SAMPLES - 1000, SAMPLES, 1);
    await answerAll(asked);
    cache.collect(0, SAMPLES - 1000, SAMPLES + 5000, 1, runs);
    expect(runs.to[runs.count - 1]).toBe(SAMPLES);
  });
});

describe('a display filter', () => {
  it('travels with every request, and "off" as none', () => {
    const { cache, asked } = makeCache();
    cache.setFilter(FILTER);
    cache.want([0], 0, 4000, 1);
    expect(asked[0]?.input.filter).toEqual(FILTER);
    cache.setFilter(NO_FILTER);
    expect(asked[1]?.input.filter).toBeUndefined();
  });

  it('is asked for in stretches the workstation filters, or for a whole level not at all', async () => {
    const { cache, asked } = makeCache();
    const leads = [0];
    cache.setFilter(FILTER);
    for (const detail of [0.5, 4, 8, 12, 40, 100, 300]) {
      asked.length = 0;
      cache.want(leads, 100_000, 100_000 + Math.round(1500 * detail), detail);
      await answerAll(asked);
      const here = asked.filter(({ input }) => input.to - input.from < SAMPLES);
      const filtered = here.filter(({ input }) => input.filter !== undefined);
      expect(filtered.length === 0 || filtered.length === here.length).toBe(true);
      for (const { input } of filtered) expect(input.to - input.from).toBeLessThanOrEqual(300 * 250);
    }
  });

  it('keeps the old signal on screen, not settled, until the new one comes', async () => {
    const { cache, asked, collect } = makeCache();
    cache.want([0], 0, 4000, 1);
    await answerAll(asked);
    expect(cache.settled).toBe(true);
    asked.length = 0;
    cache.setFilter(FILTER);
    expect(collect(0, 4000)[0]?.filtered).toBe(false);
    expect([cache.settled, cache.outdated]).toEqual([false, true]);
    await answerAll(asked);
    expect(collect(0, 4000)[0]?.filtered).toBe(true);
    expect([cache.settled, cache.outdated]).toEqual([true, false]);
  });

  it('loads nothing again when it is set to what it is', async () => {
    const { cache, asked } = makeCache();
    cache.setFilter(FILTER);
    cache.want([0], 0, 4000, 1);
    await answerAll(asked);
    const before = asked.length;
    cache.setFilter({ ...FILTER });
    expect(asked).toHaveLength(before);
  });

  it('never shows a reply to the setting before as the new one', async () => {
    const { cache, asked, collect } = makeCache();
    cache.want([0], 0, 4000, 1);
    cache.setFilter(FILTER);
    asked[0]?.answer();
    await settle();
    expect(collect(0, 4000)).toEqual([undefined]);
  });
});

describe('a failure', () => {
  it('is told once, stops loading, and is tried again when asked', async () => {
    const { cache, asked, changes } = makeCache();
    cache.want([0], 0, 4000, 1);
    asked[0]?.refuse(new Problem('disconnected', 'The connection was lost.'));
    await settle();
    expect(cache.problem?.message).toBe('The connection was lost.');
    expect(changes()).toBeGreaterThan(0);
    cache.want([0], 500_000, 504_000, 1);
    expect(asked).toHaveLength(1);
    cache.retry();
    expect(cache.problem).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  it('is a reply without a lead that was asked for', async () => {
    let calls = 0;
    const cache = new WindowCache(
      {
        'signal.window': async () => {
          calls++;
          return Promise.resolve({ leads: [] });
        },
      },
      { id: 'r', samples: SAMPLES, rate: 250 },
      () => {},
    );
    cache.want([0], 0, 4000, 1);
    await settle();
    expect(cache.problem?.code).toBe('failed');
    expect(calls).toBe(1);
  });
});

it('forgets the signal longest unseen when there is too much of it, but never what is on screen', async () => {
  const { cache, asked, collect } = makeCache();
  const leads = Array.from({ length: 64 }, (_, lead) => lead);
  for (let position = 0; position + 100_000 < SAMPLES; position += 100_000) {
    cache.want(leads, position, position + 16_000, 2);
    await answerAll(asked);
    asked.length = 0;
    expect(collect(position, position + 16_000, 2, 63).every((window) => window?.kind === 'samples')).toBe(true);
  }
  expect(collect(0, 16_000, 2, 0)[0]?.kind).toBe('envelope');
});
