import type { Preferences } from '../../../shared/contract/system.ts';

/** What tells one display from another, and one zoom of the page from another. */
export interface DisplayFacts {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels to a CSS pixel. */
  readonly pixelRatio: number;
}

/** The name a display has in the preferences: `1920x1080@1.5`. */
export const displayName = ({ width, height, pixelRatio }: DisplayFacts): string =>
  `${width}x${height}@${Number(pixelRatio.toFixed(4))}`;

type Calibrations = Preferences['calibrations'];

/** The calibrations with one of them set, or taken away. */
export function withCalibration(
  calibrations: Calibrations,
  display: string,
  pixelsPerMillimetre: number | undefined,
): Calibrations {
  const others = Object.fromEntries(Object.entries(calibrations).filter(([name]) => name !== display));
  return pixelsPerMillimetre === undefined ? others : { ...others, [display]: pixelsPerMillimetre };
}
