/** Sheets of paper, landscape, in millimetres (ISO 216; ANSI/ASME Y14.1). */
export const PAGE_FORMATS = {
  a4: { width: 297, height: 210 },
  letter: { width: 279.4, height: 215.9 },
} as const;
export type PageFormat = keyof typeof PAGE_FORMATS;

/** A page is laid out in dots of a hundredth of a millimetre, so that every line of the grid lies on a whole one. */
export const DOTS_PER_MILLIMETRE = 100;
/** Dots to a CSS pixel (1/96 inch): what a page's geometry takes for the pixel ratio of its display. */
export const DOTS_PER_CSS_PIXEL = (25.4 / 96) * DOTS_PER_MILLIMETRE;
/** PDF points (1/72 inch) to a dot. */
export const POINTS_PER_DOT = 72 / 25.4 / DOTS_PER_MILLIMETRE;

/** Most printers leave this much of an edge blank, in millimetres. */
export const MARGIN = 6;
