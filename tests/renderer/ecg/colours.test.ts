import { describe, expect, it } from 'vitest';
import { contrast, mixed, readableOn, type Rgb, rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { DETECTED, PROVISIONAL, REFINED } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { beatStrength } from '../../../src/renderer/src/ecg/beat-strength.ts';
import {
  DEFAULT_CLASS_COLOURS,
  FAINT,
  FULL,
  MEDIUM,
  paletteOf,
  type PaperName,
  PAPERS,
} from '../../../src/renderer/src/ecg/paper-colours.ts';

const NAMES: readonly PaperName[] = ['pink', 'green', 'grey', 'dark'];
/** Class colours as a light and as a dark theme would set them. */
const THEMES: readonly (readonly Rgb[])[] = [
  DEFAULT_CLASS_COLOURS.map(rgbOf),
  ['#aab4c1', '#35d0a5', '#ff7d6b', '#c7a3ff', '#e2b23c'].map(rgbOf),
];

describe.each(NAMES)('%s paper', (name) => {
  const paper = PAPERS[name];
  const background = rgbOf(paper.background);

  it('carries trace and text at a contrast of 4.5 : 1 or more, on its lines as on its ground', () => {
    for (const ground of [background, rgbOf(paper.thinLine), rgbOf(paper.thickLine)]) {
      expect(contrast(ground, rgbOf(paper.trace))).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(background, rgbOf(paper.text))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(background, rgbOf(paper.quietText))).toBeGreaterThanOrEqual(4.5);
  });

  it('has lines that step back behind the trace, thick ones less than thin ones', () => {
    const against = (line: string): number => contrast(background, rgbOf(line));
    expect(against(paper.thinLine)).toBeLessThan(against(paper.thickLine));
    expect(against(paper.thickLine)).toBeLessThan(against(paper.trace) / 3);
  });

  it('shows every class of beats at 4.5 : 1 under any theme', () => {
    for (const theme of THEMES) {
      for (const colour of paletteOf(name, theme, rgbOf('#84b4ff')).classes) {
        expect(contrast(background, rgbOf(colour))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('shows what is least sure at 3 : 1 still, and fainter than what is sure', () => {
    for (const theme of THEMES) {
      const { strengths } = paletteOf(name, theme, rgbOf('#84b4ff'));
      const against = strengths.map((colours) => colours.map((colour) => contrast(background, rgbOf(colour))));
      for (const [beatClass, faint] of (against[FAINT] ?? []).entries()) {
        expect(faint).toBeGreaterThanOrEqual(3);
        expect(faint).toBeLessThan(against[FULL]?.[beatClass] ?? 0);
      }
    }
  });
});

describe('how strongly a beat is drawn', () => {
  it('follows how sure it is, and a person or a file is sure', () => {
    expect([0.4, 0.75, 0.95, NaN].map((confidence) => beatStrength(REFINED, confidence))).toEqual([
      FAINT,
      MEDIUM,
      FULL,
      FULL,
    ]);
  });

  it('is never full for a first impression', () => {
    expect([0.4, 0.75, 1].map((confidence) => beatStrength(PROVISIONAL, confidence))).toEqual([FAINT, FAINT, MEDIUM]);
    expect(beatStrength(DETECTED, 1)).toBe(FAINT);
  });
});

it('leaves a colour alone that can be read', () => {
  expect(readableOn([255, 255, 255], [192, 31, 55])).toEqual([192, 31, 55]);
});

it('measures contrast as WCAG does', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 6);
  expect(contrast(rgbOf('#777777'), [255, 255, 255])).toBeCloseTo(4.48, 2);
});

it('mixes half and half to the middle', () => {
  expect(mixed([0, 0, 0], [100, 200, 50], 0.5)).toEqual([50, 100, 25]);
});
