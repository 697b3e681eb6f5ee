import { DOTS_PER_MILLIMETRE, PAGE_FORMATS, type PageFormat } from './page-format.ts';
import type { Ink, PathStep, Stroke, TextFont, VectorPage } from './vector-context.ts';

/** Fonts with the metrics of a PDF's Helvetica, so that both look alike. */
export const PAGE_FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/** A page as a picture in millimetres: what is previewed and printed. */
export class SvgPage implements VectorPage {
  readonly #format: PageFormat;
  readonly #measure: (text: string, font: TextFont) => number;
  readonly #parts: string[] = [];
  /** Groups opened since each `save`. */
  readonly #groups: number[] = [];
  #clips = 0;

  /** `measure` tells the width of a text in dots. */
  constructor(format: PageFormat, measure: (text: string, font: TextFont) => number) {
    this.#format = format;
    this.#measure = measure;
  }

  fill(path: readonly PathStep[], { colour, alpha }: Ink): void {
    this.#parts.push(`<path d="${pathText(path)}" fill="${colour}"${opacity('fill', alpha)}/>`);
  }

  stroke(path: readonly PathStep[], { colour, alpha, width, join, cap }: Stroke): void {
    this.#parts.push(
      `<path d="${pathText(path)}" fill="none" stroke="${colour}" stroke-width="${short(width)}" ` +
        `stroke-linejoin="${join}" stroke-linecap="${cap}"${opacity('stroke', alpha)}/>`,
    );
  }

  clip(path: readonly PathStep[]): void {
    const id = `clip${String(this.#clips++)}`;
    this.#parts.push(`<clipPath id="${id}"><path d="${pathText(path)}"/></clipPath><g clip-path="url(#${id})">`);
    const last = this.#groups.length - 1;
    if (last >= 0) this.#groups[last]!++;
  }

  save(): void {
    this.#groups.push(0);
  }
  restore(): void {
    this.#parts.push('</g>'.repeat(this.#groups.pop() ?? 0));
  }

  text(text: string, x: number, y: number, { bold, size }: TextFont, { colour, alpha }: Ink): void {
    const weight = bold ? ' font-weight="700"' : '';
    this.#parts.push(
      `<text x="${short(x)}" y="${short(y)}" font-size="${short(size)}"${weight} fill="${colour}"` +
        `${opacity('fill', alpha)} xml:space="preserve">${escaped(text)}</text>`,
    );
  }

  measure(text: string, font: TextFont): number {
    return this.#measure(text, font);
  }

  /** The page as one SVG document of its true size. */
  toString(): string {
    const { width, height } = PAGE_FORMATS[this.#format];
    const box = `0 0 ${short(width * DOTS_PER_MILLIMETRE)} ${short(height * DOTS_PER_MILLIMETRE)}`;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}mm" height="${String(height)}mm" ` +
      `viewBox="${box}" font-family="${PAGE_FONTS}">${this.#parts.join('')}</svg>`
    );
  }
}

function pathText(path: readonly PathStep[]): string {
  let text = '';
  for (const [kind, x = 0, y = 0, third = 0, fourth = 0] of path) {
    if (kind === 'M' || kind === 'L') text += `${kind}${short(x)} ${short(y)}`;
    else if (kind === 'R') text += `M${short(x)} ${short(y)}h${short(third)}v${short(fourth)}h${short(-third)}z`;
    else if (kind === 'A')
      text +=
        `M${short(x - third)} ${short(y)}a${short(third)} ${short(third)} 0 1 0 ${short(2 * third)} 0` +
        `a${short(third)} ${short(third)} 0 1 0 ${short(-2 * third)} 0z`;
    else text += 'Z';
  }
  return text;
}

/** A tenth of a dot is a thousandth of a millimetre. */
const short = (value: number): string => String(Math.round(value * 10) / 10);
const opacity = (of: 'fill' | 'stroke', alpha: number): string =>
  alpha < 1 ? ` ${of}-opacity="${String(alpha)}"` : '';
const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Bytes turned to characters at once: more arguments than this a call cannot have everywhere. */
const CHUNK = 32_768;

/** An SVG document as an address that a picture can show. */
export function addressOf(svg: string): string {
  const bytes = new TextEncoder().encode(svg);
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return `data:image/svg+xml;base64,${btoa(binary)}`;
}
