import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caliperAt, placeOf } from '../../../src/renderer/src/ecg/caliper-places.ts';
import { paintCalipers, readingText } from '../../../src/renderer/src/ecg/caliper-marks.ts';
import { type CaliperTool, marchOf, readingOf } from '../../../src/renderer/src/ecg/calipers.ts';
import { Calipers } from '../../../src/renderer/src/ecg/calipers-state.svelte.ts';
import { placeAt, snappedPoint, valueAt } from '../../../src/renderer/src/ecg/trace-scale.ts';
import type { Scene } from '../../../src/renderer/src/ecg/scene.ts';
import { RecordingContext } from './recording-context.ts';
import { pageOf } from './pages.ts';
import { samplesWindow, TWELVE } from './signals.ts';

const middleOf = ({ geometry }: Scene, row: number): number => geometry.rowMiddle[row] ?? NaN;
/** What the first lead of a row measured. */
function valueOf(scene: Scene, row: number, sample: number): number {
  const cell = scene.rows[row]?.[0];
  return (cell && valueAt(scene, cell, sample)) ?? NaN;
}

const at = (sample: number, microvolts = 0) => ({ sample, microvolts });
const onII = { lead: 'II', row: 3 };

describe('what calipers read out', () => {
  it('is milliseconds and beats a minute of an interval, and millivolts of a height', () => {
    const pair = { from: at(1000, -100), to: at(1400, 1140) };
    expect(readingOf({ tool: 'both', ...pair }, 500)).toEqual({ milliseconds: 800, perMinute: 75, millivolts: 1.24 });
    expect(readingOf({ tool: 'time', ...pair }, 500)).toEqual({ milliseconds: 800, perMinute: 75 });
    expect(readingOf({ tool: 'amplitude', ...pair }, 500)).toEqual({ millivolts: 1.24 });
    expect(readingText({ tool: 'both', ...pair }, 500)).toBe('800 ms · 75 bpm · 1.24 mV');
  });

  it('has no rate of nothing, and a depression is negative', () => {
    expect(readingOf({ tool: 'time', from: at(10), to: at(10) }, 500)).toEqual({ milliseconds: 0 });
    expect(readingText({ tool: 'amplitude', from: at(10, 0), to: at(20, -210) }, 500)).toBe('\u22120.21 mV');
  });

  it('does not depend on which end was set first', () => {
    expect(readingOf({ tool: 'march', from: at(1400), to: at(1000) }, 500)).toEqual({
      milliseconds: 800,
      perMinute: 75,
    });
  });
});

describe('a march-out', () => {
  it('has its marks equally far apart, both ways, through its own ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (from, interval, first, length) => {
          const marks = marchOf({ from: at(from), to: at(from + interval) }, first, first + length);
          for (const mark of marks) {
            expect((mark - from) % interval).toBe(mark < from ? -0 : 0);
            expect(mark >= first && mark <= first + length).toBe(true);
          }
          expect(Math.abs(marks.length - length / interval)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('the calipers of a recording', () => {
  const two = (): Calipers => {
    const calipers = new Calipers();
    calipers.add({ ...onII, from: at(100), to: at(500) }, 'time');
    calipers.add({ ...onII, from: at(600), to: at(900, 800) }, 'both');
    return calipers;
  };

  it('are several at once; the newest is in hand', () => {
    const calipers = two();
    expect(calipers.items).toHaveLength(2);
    expect(calipers.selected).toEqual({ id: calipers.items[1]?.id, end: 'to' });
  });

  it('are undone and redone step by step, a drag being one step', () => {
    const calipers = two();
    const { id } = calipers.items[1] ?? { id: 0 };
    calipers.hold();
    for (let step = 0; step < 20; step++) calipers.move({ id, end: 'to' }, at(900 + step, 800));
    calipers.release();
    expect(calipers.items[1]?.to.sample).toBe(919);
    calipers.undo();
    expect(calipers.items[1]?.to.sample).toBe(900);
    calipers.undo();
    expect(calipers.items).toHaveLength(1);
    calipers.undo();
    expect([calipers.items.length, calipers.canUndo]).toEqual([0, false]);
    calipers.redo();
    calipers.redo();
    calipers.redo();
    expect(calipers.items[1]?.to.sample).toBe(919);
    expect(calipers.canRedo).toBe(false);
  });

  it('forget a drag that was given up', () => {
    const calipers = two();
    const before = calipers.items;
    calipers.hold();
    calipers.add({ ...onII, from: at(1) });
    calipers.abandon();
    expect(calipers.items).toBe(before);
    expect(calipers.selected).toBeUndefined();
  });

  it('keep an interval level: moving one end up takes the other along', () => {
    const calipers = two();
    const [first] = calipers.items;
    calipers.move({ id: first?.id ?? 0, end: 'from' }, at(90, 300));
    expect(calipers.items[0]).toMatchObject({ from: at(90, 300), to: at(500, 300) });
  });

  it('are reached end by end with Tab, which leaves after the last', () => {
    const calipers = two();
    calipers.selected = undefined;
    const seen: string[] = [];
    const name = ({ selected }: Calipers): string => `${String(selected?.id)}${selected?.end ?? ''}`;
    while (calipers.selectNext(1)) seen.push(name(calipers));
    expect(seen).toEqual(['1from', '1to', '2from', '2to']);
    expect(calipers.selectNext(-1)).toBe(true);
    expect(calipers.selected).toEqual({ id: 2, end: 'to' });
  });

  it('move by arrow keys, a run of them being one step back', () => {
    const calipers = two();
    for (let press = 0; press < 5; press++) calipers.nudge(1, 0);
    calipers.nudge(0, 10);
    expect(calipers.items[1]?.to).toEqual(at(905, 810));
    calipers.undo();
    expect(calipers.items[1]?.to).toEqual(at(900, 800));
  });

  it('are removed one by one or all, and come back', () => {
    const calipers = two();
    calipers.removeSelected();
    expect(calipers.items.map(({ tool }) => tool)).toEqual(['time']);
    calipers.removeAll();
    expect([calipers.items.length, calipers.selected]).toEqual([0, undefined]);
    calipers.undo();
    calipers.undo();
    expect(calipers.items).toHaveLength(2);
  });

  it('belong to one recording', () => {
    const calipers = two();
    calipers.reset();
    expect([calipers.items.length, calipers.canUndo]).toEqual([0, false]);
  });
});

describe('calipers on the paper', () => {
  const wave = (index: number) =>
    samplesWindow(
      Int32Array.from({ length: 60_000 }, (_, i) => Math.round(200 * Math.sin(i / 40))),
      { lead: index, filtered: true },
    );
  const windows = TWELVE.map((_, index) => wave(index));
  const caliper = (tool: CaliperTool, lead: string, row: number, from: number, to: number) => ({
    id: 1,
    tool,
    lead,
    row,
    from: at(from, 250),
    to: at(to, -250),
  });

  it('stay on their samples and microvolts at every scroll, speed and gain', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.constantFrom(12.5, 25, 50, 100, 31.7),
        fc.constantFrom(2.5, 5, 10, 20),
        fc.integer({ min: 0, max: 500 }),
        (position, speed, gain, ahead) => {
          const { scene } = pageOf({ layout: 'strip', windows, speed, gain, samples: 60_000, position });
          const { geometry } = scene;
          const sample = position + ahead;
          const placed = placeOf(scene, caliper('both', 'V2', 7, sample, sample + 40));
          const value = valueOf(scene, 7, sample);
          const distance = ((value - 250) / 1000) * gain * geometry.millimetre;
          expect(placed?.fromX).toBe(geometry.xOf(sample));
          const steps = 200 * Math.sin(sample / 40);
          expect(value).toBeCloseTo(Math.round(steps) * 5, 6);
          // As far from the trace as their microvolts are, wherever the row put its zero.
          const trace = placeOf(scene, { ...caliper('both', 'V2', 7, sample, sample), from: at(sample, value) });
          expect((placed?.fromY ?? NaN) - (trace?.fromY ?? NaN)).toBeCloseTo(distance, 6);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are snapped to samples, and to the trace where the pointer is on it', () => {
    const { scene } = pageOf({ layout: '6x2', windows, samples: 60_000 });
    const place = placeAt(scene, scene.geometry.xOf(1000.4), middleOf(scene, 1));
    expect(place?.cell.lead.trace.name).toBe('II');
    if (!place) return;
    const value = valueAt(scene, place.cell, 1000) ?? NaN;
    const y = placeOf(scene, { ...caliper('both', 'II', 1, 1000, 1000), from: at(1000, value) })?.fromY ?? NaN;
    expect(snappedPoint(scene, place, scene.geometry.xOf(1000.4), y + 3)).toEqual(at(1000, value));
    const far = snappedPoint(scene, place, scene.geometry.xOf(1000.4), y - 60);
    expect(far.sample).toBe(1000);
    expect(far.microvolts).not.toBe(value);
  });

  it('do not leave the column they were set in', () => {
    const { scene } = pageOf({ layout: '3x4', windows, samples: 60_000 });
    const place = placeAt(scene, scene.geometry.xOf(600), middleOf(scene, 0));
    const point = place && snappedPoint(scene, place, scene.geometry.xOf(3000), 0);
    // Columns end on a whole pixel, 1250 samples in.
    expect(Math.abs((point?.sample ?? 0) - 1250)).toBeLessThanOrEqual(0.5 / scene.geometry.pixelsPerSample);
  });

  it('measure the inverted lead as it is drawn', () => {
    const { scene } = pageOf({ layout: 'cabrera', windows, samples: 60_000 });
    expect(valueOf(scene, 2, 63)).toBeCloseTo(-5 * Math.round(200 * Math.sin(63 / 40)), 6);
  });

  it('are found by the pointer: their ends, and the bar between', () => {
    const { scene } = pageOf({ layout: '6x2', windows, samples: 60_000 });
    const level = { ...caliper('time', 'II', 1, 500, 900), to: at(900, 250) };
    const placed = placeOf(scene, level);
    const [x, y] = [placed?.toX ?? 0, placed?.toY ?? 0];
    expect(caliperAt(scene, [level], x + 4, y - 4)).toEqual({ id: 1, end: 'to' });
    expect(caliperAt(scene, [level], placed?.fromX ?? 0, (placed?.top ?? 0) + 2)).toEqual({ id: 1, end: 'from' });
    expect(caliperAt(scene, [level], (x + (placed?.fromX ?? 0)) / 2, y)).toEqual({ id: 1, end: undefined });
    expect(caliperAt(scene, [level], x + 200, y)).toBeUndefined();
  });

  it('are drawn where their lead is, with their reading, and nowhere in a layout without it', () => {
    const { scene } = pageOf({ layout: '3x4', windows, samples: 60_000 });
    const marks = (lead: string): RecordingContext => {
      const context = new RecordingContext();
      paintCalipers(context, scene, { items: [caliper('both', lead, 0, 100, 500)], selected: undefined });
      return context;
    };
    expect(marks('I').texts).toEqual(['800 ms · 75 bpm · \u22120.50 mV']);
    expect(marks('V1').texts).toEqual([]); // its column is another time
    expect(marks('MLII').texts).toEqual([]);
  });
});
