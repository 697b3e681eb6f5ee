import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  magnified,
  NOMINAL_PIXELS_PER_MILLIMETRE,
  PaperGeometry,
  type PaperRequest,
  sheetSeconds,
  stripMillimetres,
  toWidth,
} from '../../../src/renderer/src/ecg/paper.ts';

const STRIP: PaperRequest = {
  kind: 'strip',
  width: 1200,
  height: 640,
  devicePixelRatio: 1,
  calibration: undefined,
  rows: 2,
  labelRow: 0,
  minimumRowMillimetres: 1,
  speed: 25,
  gain: 10,
  rate: 360,
};
const SHEET: PaperRequest = { ...STRIP, kind: 'sheet', rows: 4, labelRow: 3, minimumRowMillimetres: 20, rate: 500 };

const request = fc.record({
  kind: fc.constantFrom('sheet' as const, 'strip' as const),
  width: fc.integer({ min: 300, max: 5000 }),
  height: fc.integer({ min: 200, max: 3000 }),
  devicePixelRatio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
  calibration: fc.option(fc.double({ min: 1, max: 40, noNaN: true }), { nil: undefined }),
  rows: fc.integer({ min: 1, max: 12 }),
  labelRow: fc.constant(0),
  minimumRowMillimetres: fc.integer({ min: 5, max: 25 }),
  namesInMargin: fc.boolean(),
  speed: fc.oneof(fc.constantFrom(12.5, 25, 50, 100), fc.double({ min: 0.001, max: 600, noNaN: true })),
  gain: fc.constantFrom(2.5, 5, 10, 20),
  rate: fc.constantFrom(100, 250, 360, 500, 1000),
});

describe('where a sample lies on paper', () => {
  it('is its distance from the left edge in time, at speed and scale, within half a device pixel', () => {
    fc.assert(
      fc.property(
        request,
        fc.integer({ min: 0, max: 30_000_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (asked, position, ahead) => {
          const geometry = new PaperGeometry(asked);
          geometry.moveTo(position);
          const millimetres = (ahead / asked.rate) * asked.speed;
          const error = geometry.xOf(position + ahead) - (geometry.left + millimetres * geometry.millimetre);
          expect(Math.abs(error)).toBeLessThanOrEqual(0.5 + 1e-6);
        },
      ),
    );
  });

  it('is found again from its pixel', () => {
    fc.assert(
      fc.property(
        request,
        fc.integer({ min: 0, max: 30_000_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (asked, position, ahead) => {
          const geometry = new PaperGeometry(asked);
          geometry.moveTo(position);
          expect(geometry.sampleAt(geometry.xOf(position + ahead))).toBeCloseTo(position + ahead, 3);
        },
      ),
    );
  });

  it('moves by whole pixels when the view pans, so grid, trace and labels move as one', () => {
    const geometry = new PaperGeometry(STRIP);
    geometry.moveTo(1000);
    const before = geometry.xOf(5000);
    geometry.moveTo(1001);
    expect(Math.abs((before - geometry.xOf(5000)) % 1)).toBeCloseTo(0, 9);
  });
});

describe('millimetres', () => {
  it('are the same along time and amplitude at every scale', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const geometry = new PaperGeometry(asked);
        const perSecond = geometry.xOf(asked.rate) - geometry.xOf(0);
        const perMillivolt = geometry.yOf(0, 0) - geometry.yOf(0, 1);
        expect(perSecond / asked.speed).toBeCloseTo(perMillivolt / asked.gain, 6);
      }),
    );
  });

  it('are true on a calibrated strip', () => {
    const geometry = new PaperGeometry({ ...STRIP, calibration: 4, devicePixelRatio: 2 });
    expect(geometry.millimetre).toBe(8);
    expect(geometry.scale).toEqual({ kind: 'true' });
  });

  it('are said to be of unknown size where nobody measured the display', () => {
    expect(new PaperGeometry(STRIP).scale).toEqual({ kind: 'unknown' });
    expect(new PaperGeometry(SHEET).scale).toEqual({ kind: 'unknown' });
  });

  it('shrink on a calibrated sheet that does not fit, and say by how much', () => {
    const geometry = new PaperGeometry({ ...SHEET, width: 700, calibration: 5 });
    expect(geometry.right).toBeLessThanOrEqual(700);
    expect(geometry.scale).toEqual({ kind: 'fitted', percent: Math.round((100 * geometry.millimetre) / 5) });
    expect(geometry.millimetre).toBeLessThan(5);
  });

  it('never grow beyond true size on a calibrated sheet', () => {
    const geometry = new PaperGeometry({ ...SHEET, width: 4000, height: 3000, calibration: 4 });
    expect(geometry.millimetre).toBe(4);
    expect(geometry.scale).toEqual({ kind: 'true' });
  });
});

describe('a sheet', () => {
  it('shows ten seconds, or what 250 mm hold at higher speeds', () => {
    expect([12.5, 25, 50, 100].map(sheetSeconds)).toEqual([10, 10, 5, 2.5]);
    for (const speed of [12.5, 25, 50, 100]) {
      expect(new PaperGeometry({ ...SHEET, speed }).visibleSamples / 500).toBeCloseTo(sheetSeconds(speed), 1);
    }
  });

  it('keeps all its rows on the paper in any window', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const geometry = new PaperGeometry({
          ...asked,
          kind: 'sheet',
          speed: 25,
          height: Math.max(asked.height, 260 * asked.devicePixelRatio),
        });
        expect(geometry.rowMiddle[0]).toBeGreaterThanOrEqual(geometry.paperTop);
        expect(geometry.rowMiddle.at(-1)).toBeLessThanOrEqual(geometry.axisTop + 1);
        expect(geometry.right).toBeLessThanOrEqual(asked.width);
      }),
    );
  });

  it('puts every baseline on a line of the same millimetre grid', () => {
    const geometry = new PaperGeometry({ ...SHEET, labelRow: 0 });
    for (const middle of geometry.rowMiddle) {
      const millimetres = (middle - (geometry.rowMiddle[0] ?? 0)) / geometry.millimetre;
      expect(Math.abs(millimetres - Math.round(millimetres))).toBeLessThan(0.5 / geometry.millimetre + 1e-9);
    }
  });

  it('leaves room for the calibration pulse at the head of its rows at every speed', () => {
    for (const speed of [12.5, 25, 50, 100]) {
      const { left, paperLeft, millimetre } = new PaperGeometry({ ...SHEET, speed });
      expect((left - paperLeft) / millimetre).toBeGreaterThanOrEqual(0.2 * speed + 3.5);
    }
  });
});

it('tells how many seconds a strip holds before it is drawn', () => {
  const millimetres = stripMillimetres(1200, 1, undefined, 25);
  const geometry = new PaperGeometry(STRIP);
  expect(geometry.visibleSamples / 360).toBeCloseTo(millimetres / 25, 1);
  expect(millimetres).toBeCloseTo(1200 / NOMINAL_PIXELS_PER_MILLIMETRE - 9, 6);

  const named = stripMillimetres(1200, 1, undefined, 25, true);
  expect(new PaperGeometry({ ...STRIP, namesInMargin: true }).visibleSamples / 360).toBeCloseTo(named / 25, 1);
});

describe('a sheet seen enlarged', () => {
  const size = fc.record({ width: fc.integer({ min: 600, max: 2600 }), height: fc.integer({ min: 400, max: 1500 }) });
  const share = fc.double({ min: 0.1, max: 0.9, noNaN: true });

  it('keeps what is under the pointer there, unless an edge of the page is reached', () => {
    fc.assert(
      fc.property(size, share, share, fc.double({ min: 1.1, max: 5, noNaN: true }), (canvas, across, down, factor) => {
        const asked = { ...SHEET, ...canvas };
        const before = new PaperGeometry(asked);
        const x = before.left + across * (before.right - before.left);
        const sample = before.sampleAt(x);
        const y = (before.rowMiddle[3] ?? 0) * down;
        const magnifier = magnified(before, 1, factor, x, y);
        const after = new PaperGeometry({ ...asked, magnifier });
        expect(after.millimetre / before.millimetre).toBeCloseTo(factor, 6);
        const room = after.paperRight - after.paperLeft > canvas.width;
        const free = room && after.paperLeft < 0 && after.paperRight > canvas.width;
        if (free) expect(Math.abs(after.xOf(sample) - x)).toBeLessThanOrEqual(factor + 1);
        expect(after.visibleSamples).toBeGreaterThan(0.999 * 5000);
      }),
    );
  });

  it('leaves no canvas empty that it could fill, and says that it is larger than life', () => {
    const asked = { ...SHEET, calibration: 4 };
    for (const [left, top] of [
      [1e6, 1e6],
      [-1e6, -1e6],
    ] as const) {
      const paper = new PaperGeometry({ ...asked, magnifier: { enlargement: 3, left, top } });
      expect(paper.paperLeft).toBeLessThanOrEqual(0);
      expect(paper.paperRight).toBeGreaterThanOrEqual(SHEET.width);
      expect(paper.paperTop).toBeLessThanOrEqual(0);
      expect(paper.paperBottom).toBeGreaterThanOrEqual(SHEET.height);
      expect(paper.scale.kind).toBe('fitted');
    }
  });

  it('fills the width when asked to', () => {
    const whole = new PaperGeometry({ ...SHEET, width: 2400, height: 500 });
    const magnifier = magnified(whole, 1, toWidth(whole), whole.left, whole.top);
    const wide = new PaperGeometry({ ...SHEET, width: 2400, height: 500, magnifier });
    expect(whole.paperRight - whole.paperLeft).toBeLessThan(1600);
    expect(Math.abs(wide.paperRight - wide.paperLeft - 2400)).toBeLessThanOrEqual(2);
  });
});
