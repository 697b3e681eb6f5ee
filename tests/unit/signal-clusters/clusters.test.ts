import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { BeatClusters, NO_CLUSTER } from '../../../src/main/signal/clusters/cluster-beats.ts';
import { groupOf, groupsOf, membersOf, tableOf, withCodes } from '../../../src/main/signal/clusters/cluster-table.ts';
import { leadWeights } from '../../../src/main/signal/clusters/lead-weights.ts';
import { ShapeDistance } from '../../../src/main/signal/clusters/shape-distance.ts';
import { COLUMNS, ShapeTable } from '../../../src/main/signal/clusters/shape-table.ts';
import { splitBeats } from '../../../src/main/signal/clusters/split-cluster.ts';
import { nearestPeak } from '../../../src/main/signal/nearest-peak.ts';
import { numbers } from '../library/temporary-library.ts';

const RATE = 250;
const GAIN = 200;

/** Millivolts of a beat, seconds from its peak: narrow and upright, wide and inverted, or narrow and half as tall. */
const SHAPES = {
  narrow: (t: number): number => Math.exp(-((t / 0.012) ** 2)) - 0.2 * Math.exp(-(((t - 0.03) / 0.012) ** 2)),
  wide: (t: number): number => -1.2 * Math.exp(-((t / 0.045) ** 2)) + 0.5 * Math.exp(-(((t + 0.08) / 0.03) ** 2)),
  small: (t: number): number => 0.3 * SHAPES.narrow(t),
} as const;
type Kind = keyof typeof SHAPES;

/** Two leads with beats a second apart, noise of 0.02 mV, peaks misplaced by up to 8 ms; the second lead is only noise. */
function recording(kinds: readonly Kind[], seed: number): { leads: Int32Array[]; seconds: number[] } {
  const random = numbers(seed);
  const samples = RATE * (kinds.length + 2);
  const noise = (): Int32Array => Int32Array.from({ length: samples }, () => Math.round((random() - 0.5) * 8));
  const first = noise();
  const leads = [first, noise()];
  const seconds = kinds.map((kind, beat) => {
    const at = beat + 1;
    const shape = SHAPES[kind];
    for (let i = Math.round((at - 0.3) * RATE); i < (at + 0.3) * RATE; i++) {
      first[i] = (first[i] ?? 0) + Math.round(GAIN * shape(i / RATE - at));
    }
    return at + (Math.floor(random() * 5) - 2) / RATE;
  });
  return { leads, seconds };
}

function shapesOf({ leads, seconds }: ReturnType<typeof recording>): ShapeTable {
  const shapes = new ShapeTable(seconds.length, leads.length);
  leads.forEach((samples, lead) => {
    seconds.forEach((at, beat) => shapes.read(beat, lead, at, { samples, start: 0, rate: RATE, gain: GAIN }));
  });
  return shapes;
}

function clustersOf(shapes: ShapeTable): Int32Array<ArrayBuffer> {
  const clusters = new BeatClusters(shapes, leadWeights(shapes).perEnergy);
  for (let beat = 0; beat < shapes.count; beat++) clusters.add(beat);
  clusters.settle();
  return Int32Array.from({ length: shapes.count }, (_, beat) => clusters.groupOf(beat));
}

const kinds = Array.from({ length: 300 }, (_, beat): Kind =>
  beat % 11 === 5 ? 'wide' : beat % 7 === 3 ? 'small' : 'narrow',
);

describe('groups of beats by shape', () => {
  it('are the kinds there are: by form and by size, wherever in the window the peak was placed', () => {
    const cluster = clustersOf(shapesOf(recording(kinds, 7)));
    const pairs = new Set(kinds.map((kind, beat) => `${kind} ${String(cluster[beat])}`));
    expect(pairs.size).toBe(3);
    expect(new Set(cluster).size).toBe(3);
  });

  it('are the same each time', () => {
    const shapes = shapesOf(recording(kinds, 7));
    expect(clustersOf(shapes)).toEqual(clustersOf(shapes));
  });

  it('keep a single odd beat apart, and leave a beat without signal in none', () => {
    const odd = kinds.map((_, beat): Kind => (beat === 120 ? 'wide' : 'narrow'));
    const made = recording(odd, 3);
    for (const lead of made.leads) lead.fill(MISSING_SAMPLE, 200 * RATE, 202 * RATE);
    const cluster = clustersOf(shapesOf(made));
    expect(cluster.indexOf(cluster[120] ?? -9)).toBe(120);
    expect(cluster.lastIndexOf(cluster[120] ?? -9)).toBe(120);
    expect([...cluster.keys()].filter((beat) => cluster[beat] === NO_CLUSTER)).toEqual([199, 200, 201]);
    expect(new Set(cluster).size).toBe(3);
  });

  it('count leads by how much of a beat repeats in them', () => {
    const [good = 0, bad = 0] = leadWeights(
      shapesOf(
        recording(
          kinds.map(() => 'narrow'),
          5,
        ),
      ),
    ).weight;
    expect(good + bad).toBeCloseTo(1);
    expect(good).toBeGreaterThan(5 * bad);
  });

  it('are told with the median shape in physical units, the most frequent code and a typical beat', () => {
    const shapes = shapesOf(recording(kinds, 7));
    const cluster = clustersOf(shapes);
    const leads = { ...leadWeights(shapes), leads: [0, 1] };
    const beats = {
      id: Int32Array.from(kinds, (_, beat) => 1000 + beat),
      code: Uint8Array.from(kinds, (kind, beat) => (kind === 'wide' || beat === 0 ? 5 : 1)),
    };
    const table = tableOf(
      [...membersOf(cluster)].map(([number, members]) => groupOf(number, members, shapes, beats, leads)),
      leads,
    );
    expect([...table.count]).toEqual([...table.count].sort((a, b) => b - a));
    expect([...table.code].sort()).toEqual([1, 1, 5]);
    const wide = table.code.indexOf(5);
    expect(table.codeCount[wide]).toBe(table.count[wide]);
    expect(kinds[(table.medoidId[wide] ?? 0) - 1000]).toBe('wide');
    const shape = table.template.subarray(2 * wide * COLUMNS, (2 * wide + 1) * COLUMNS);
    expect(Math.max(...shape) - Math.min(...shape)).toBeCloseTo(1.7, 0);
    expect(tableOf(groupsOf(table), leads)).toEqual(table);
    const clustering = { clusteringId: 'c', setId: 's', madeBy: 'm', table, id: beats.id, cluster };
    const relabelled = new Uint8Array(1300).fill(9, 1000);
    expect([...withCodes(clustering, relabelled).table.code]).toEqual([9, 9, 9]);
  });

  it('are split by the largest difference in them, and not where all beats are the same', () => {
    const shapes = shapesOf(
      recording(
        kinds.map((kind) => (kind === 'small' ? 'narrow' : kind)),
        9,
      ),
    );
    const { perEnergy } = leadWeights(shapes);
    const side = splitBeats(shapes, perEnergy);
    expect(new Set(kinds.map((kind, beat) => `${String(kind === 'wide')} ${String(side?.[beat])}`)).size).toBe(2);
    const one = new ShapeTable(3, 1);
    expect(splitBeats(one, Float64Array.of(1))).toBeUndefined();
    one.values.fill(0.5);
    one.known.fill(1);
    expect(splitBeats(one, Float64Array.of(1))).toBeUndefined();
  });
});

describe('the distance of shapes', () => {
  it('is 0 to itself, 0.2 at a correlation of 0.9, and tells a beat from one half as tall', () => {
    const shapes = new ShapeTable(3, 1);
    shapes.known.fill(1);
    const wave = (column: number): number => Math.sin((column / 32) * 4 * Math.PI);
    const other = (column: number): number => Math.cos((column / 32) * 4 * Math.PI);
    for (let column = 0; column < COLUMNS; column++) {
      shapes.values[column] = wave(column);
      shapes.values[COLUMNS + column] = 0.9 * wave(column) + Math.sqrt(1 - 0.81) * other(column);
      shapes.values[2 * COLUMNS + column] = 0.5 * wave(column);
    }
    const distance = new ShapeDistance(shapes, Float64Array.of(1));
    const template = shapes.values.slice(0, COLUMNS);
    expect(distance.at(0, template, 0)).toBeCloseTo(0);
    expect(distance.at(1, template, 0)).toBeCloseTo(0.2, 5);
    expect(distance.at(2, template, 0)).toBeCloseTo(0.25, 5);
  });
});

describe('the nearest peak', () => {
  const { leads } = recording(['narrow', 'wide'], 4);
  const samples = leads[0] ?? new Int32Array(0);

  it('is the R peak, or the main deflection of a wide beat, within 100 ms', () => {
    for (const offset of [-20, -5, 0, 12, 20]) {
      expect(Math.abs((nearestPeak(samples, RATE + offset, RATE) ?? 0) - RATE)).toBeLessThanOrEqual(1);
      expect(Math.abs((nearestPeak(samples, 2 * RATE + offset, RATE) ?? 0) - 2 * RATE)).toBeLessThanOrEqual(2);
    }
  });

  it('is none where there is no beat near, or no signal', () => {
    expect(nearestPeak(samples, Math.round(1.5 * RATE), RATE)).toBeUndefined();
    expect(nearestPeak(samples, RATE + 40, RATE)).toBeUndefined();
    expect(nearestPeak(new Int32Array(500).fill(MISSING_SAMPLE), 250, RATE)).toBeUndefined();
    expect(nearestPeak(new Int32Array(500), 250, RATE)).toBeUndefined();
  });
});
