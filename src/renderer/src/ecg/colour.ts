/** Colours as 8-bit sRGB; contrast as WCAG 2.2 defines it (relative luminance, success criterion 1.4.3). */
export type Rgb = readonly [red: number, green: number, blue: number];

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export const hexOf = ([red, green, blue]: Rgb): string =>
  `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** The colour itself where it stands out enough, else the nearest mix with black or white that does: the hue stays. */
export function readableOn(background: Rgb, colour: Rgb, atLeast = 4.5): Rgb {
  const target = luminance(background) > 0.18 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.05) {
    const nearer = mixed(colour, [target, target, target], share);
    if (contrast(background, nearer) >= atLeast) return nearer;
  }
  return [target, target, target];
}

/** The colour as near to the background as it may come and still stand out from it by `atLeast`. */
export function fadedOn(background: Rgb, colour: Rgb, atLeast: number): Rgb {
  for (let share = 0.8; share > 0; share -= 0.05) {
    const fainter = mixed(colour, background, share);
    if (contrast(background, fainter) >= atLeast) return fainter;
  }
  return colour;
}

/** `share` of the way from one colour to another. */
export const mixed = (from: Rgb, to: Rgb, share: number): Rgb => [
  mix(from[0], to[0], share),
  mix(from[1], to[1], share),
  mix(from[2], to[2], share),
];

const mix = (from: number, to: number, share: number): number => Math.round(from + (to - from) * share);
