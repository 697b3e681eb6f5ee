import { fadedOn, hexOf, mixed, readableOn, rgbOf, type Rgb } from './colour.ts';

export type PaperName = 'pink' | 'green' | 'grey' | 'dark';

/** What is printed on a kind of paper. Text and trace keep a contrast of 4.5 : 1 to it (tested). */
export interface PaperColours {
  readonly background: string;
  /** 1 mm and 5 mm lines. */
  readonly thinLine: string;
  readonly thickLine: string;
  readonly trace: string;
  readonly text: string;
  readonly quietText: string;
}

export const PAPERS: Readonly<Record<PaperName, PaperColours>> = {
  pink: {
    background: '#fff8f7',
    thinLine: '#fae0de',
    thickLine: '#f0b6b2',
    trace: '#141414',
    text: '#1d1616',
    quietText: '#76504e',
  },
  green: {
    background: '#f8fcf6',
    thinLine: '#dcefd8',
    thickLine: '#aed6a6',
    trace: '#10180f',
    text: '#141d13',
    quietText: '#486645',
  },
  grey: {
    background: '#ffffff',
    thinLine: '#ebedf0',
    thickLine: '#cdd3da',
    trace: '#101418',
    text: '#14181c',
    quietText: '#57616c',
  },
  dark: {
    background: '#0e1317',
    thinLine: '#1a2228',
    thickLine: '#2b3740',
    trace: '#e6eef2',
    text: '#dce5ea',
    quietText: '#92a3ae',
  },
};

/** Colours of the beat classes N S V F Q where the theme defines none. */
export const DEFAULT_CLASS_COLOURS: readonly string[] = ['#5b6470', '#0b62b0', '#c01f37', '#7a3bd1', '#8a5700'];

/** Everything the painter needs, resolved to strings once per theme and paper. */
export interface Palette extends PaperColours {
  /** Class colours in the order N S V F Q, adapted to the paper where the theme's own would not stand out. */
  readonly classes: readonly string[];
  /** The same from faint (index FAINT) to full (FULL), for how sure a mark is. Letters are always written in full. */
  readonly strengths: readonly (readonly string[])[];
  readonly accent: string;
}

export const FAINT = 0;
export const MEDIUM = 1;
export const FULL = 2;
/** Least contrast of a mark: WCAG 2.2, success criterion 1.4.11. */
const LEGIBLE = 3;

export function paletteOf(paper: PaperName, classes: readonly Rgb[], accent: Rgb): Palette {
  const colours = PAPERS[paper];
  const background = rgbOf(colours.background);
  const full = classes.map((colour) => readableOn(background, colour));
  const faint = full.map((colour) => fadedOn(background, colour, LEGIBLE));
  const medium = full.map((colour, index) => mixed(colour, faint[index] ?? colour, 0.5));
  return {
    ...colours,
    classes: full.map(hexOf),
    strengths: [faint, medium, full].map((strength) => strength.map(hexOf)),
    accent: hexOf(readableOn(background, accent, 3)),
  };
}
