import { describe, expect, it } from 'vitest';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { DEFAULT_CLASS_COLOURS, paletteOf } from '../../../src/renderer/src/ecg/paper-colours.ts';
import {
  fitOf,
  paintBeatShape,
  paintEnvelope,
  paintShapeGround,
  paintTemplate,
  type ShapeFrame,
  type ShownBeat,
  xOfTime,
  yOfValue,
} from '../../../src/renderer/src/ecg/shape-painter.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { RecordingContext } from './recording-context.ts';
import { samplesWindow } from './signals.ts';

const PALETTE = paletteOf('pink', DEFAULT_CLASS_COLOURS.map(rgbOf), rgbOf('#0b62b0'));
const COLUMNS = { columns: 40, before: 20, rate: 125 };
const FRAME: ShapeFrame = { width: 320, height: 200, devicePixelRatio: 1, low: -1, high: 1, before: 0.16, after: 0.16 };
/** 1 mV high and 40 ms wide, `late` seconds after the beat. */
const wave = (seconds: number, late = 0): number => Math.exp(-0.5 * ((seconds - late) / 0.02) ** 2);
const template = Float32Array.from({ length: 40 }, (_, column) => wave((column + 0.5 - 20) / 125));

function beatOf(late: number, offset: number): ShownBeat {
  const values = Int32Array.from({ length: 160 }, (_, at) => Math.round((wave((at - 80) / 500, late) + offset) * 200));
  const window = samplesWindow(values, { start: 920 });
  return { window, sample: 1000, gain: 200, baseline: 0, rate: 500, baseRate: 500 };
}

describe('shapes of beats', () => {
  it('are drawn to one scale: time across, millivolts up', () => {
    expect(xOfTime(FRAME, 0)).toBe(160);
    expect(yOfValue(FRAME, 1)).toBe(0);
    expect(yOfValue(FRAME, 0)).toBe(100);
    const context = new RecordingContext();
    paintShapeGround(context, FRAME, PALETTE);
    paintTemplate(context, FRAME, template, COLUMNS, '#123456');
    const [line = []] = context.strokes('#123456');
    const [x, y] = line.reduce((best, point) => (point[1] < best[1] ? point : best));
    expect(Math.abs(x - 160)).toBeLessThanOrEqual(4); // half a column
    expect(y).toBeLessThan(5);
  });

  it('lie over the template whatever the offset of the electrode and the place of the peak', () => {
    const { offset, shift } = fitOf(beatOf(0.016, 0.7), template, COLUMNS);
    expect(offset).toBeCloseTo(0.7, 1);
    expect(shift).toBeCloseTo(-0.016, 5);
    const context = new RecordingContext();
    paintBeatShape(context, FRAME, beatOf(0.016, 0.7), { offset, shift }, '#123456', 1);
    const [line = []] = context.strokes('#123456');
    const [x, y] = line.reduce((best, point) => (point[1] < best[1] ? point : best));
    expect(Math.abs(x - 160)).toBeLessThan(3);
    expect(Math.abs(y)).toBeLessThan(6);
  });

  it('show as an area how much the members differ', () => {
    const context = new RecordingContext();
    const wide = { ...beatOf(0, 0), gain: 400 };
    paintEnvelope(context, FRAME, [beatOf(0, 0), wide], template, COLUMNS, '#123456');
    const ys = context.operations.filter(({ name }) => name === 'lineTo').map(({ y }) => y);
    expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(80);
    expect(context.operations.some(({ name, colour }) => name === 'fill' && colour === '#123456')).toBe(true);
  });

  it('are broken where signal is missing', () => {
    const beat = beatOf(0, 0);
    beat.window.values.fill(MISSING_SAMPLE, 60, 100);
    const context = new RecordingContext();
    paintBeatShape(context, FRAME, beat, { offset: 0, shift: 0 }, '#123456', 1);
    expect(context.operations.filter(({ name }) => name === 'moveTo').length).toBe(2);
  });
});
