import { type PDFFont, PDFName } from '@cantoo/pdf-lib';
import { rgbOf } from '../colour.ts';
import { POINTS_PER_DOT } from './page-format.ts';
import type { Ink, PathStep, Stroke, TextFont, VectorPage } from './vector-context.ts';

/** A text outside the fonts' alphabet as a picture: a PNG with its baseline `descent` dots above its lower edge. */
export interface TextPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly descent: number;
}
/** Draws a text in the system's fonts, which know every script. Sizes are in dots. */
export type TextPainter = (text: string, font: TextFont, colour: string) => TextPicture;

/** The two standard fonts every reader has; nothing needs to be embedded. */
export interface PageFonts {
  readonly regular: PDFFont;
  readonly bold: PDFFont;
  readonly characters: ReadonlySet<number>;
}

/** Characters the standard fonts lack, and what stands for them without a reader noticing. */
const TWINS: Readonly<Record<string, string>> = { '\u2212': '\u2013', '\u202f': '\u00a0', '\u2009': '\u00a0' };
/** Of a quarter circle as a Bézier curve. */
const CIRCLE = 0.552_285;

/** Writes a page's content stream (ISO 32000-1, 8.4–8.5 and 9.4). Coordinates are turned into points here, once. */
export class PdfPage implements VectorPage {
  /** Alphas and pictures the stream refers to as /A1, /A2 … and /P1, /P2 …, in their order. */
  readonly alphas: number[] = [];
  readonly pictures: TextPicture[] = [];
  readonly #height: number;
  readonly #fonts: PageFonts;
  readonly #paintText: TextPainter;
  readonly #lines: string[] = [];

  /** `height` in dots. */
  constructor(height: number, fonts: PageFonts, paintText: TextPainter) {
    this.#height = height;
    this.#fonts = fonts;
    this.#paintText = paintText;
  }

  get content(): string {
    return this.#lines.join('\n');
  }

  fill(path: readonly PathStep[], ink: Ink): void {
    this.#lines.push('q', `${this.#alpha(ink)}${colourText(ink.colour)} rg`);
    this.#path(path);
    this.#lines.push('f', 'Q');
  }

  stroke(path: readonly PathStep[], stroke: Stroke): void {
    const join = { miter: 0, round: 1, bevel: 2 }[stroke.join];
    const cap = { butt: 0, round: 1, square: 2 }[stroke.cap];
    this.#lines.push('q', `${this.#alpha(stroke)}${colourText(stroke.colour)} RG`);
    this.#lines.push(`${points(stroke.width)} w ${String(join)} j ${String(cap)} J`);
    this.#path(path);
    this.#lines.push('S', 'Q');
  }

  clip(path: readonly PathStep[]): void {
    this.#path(path);
    this.#lines.push('W n');
  }
  save(): void {
    this.#lines.push('q');
  }
  restore(): void {
    this.#lines.push('Q');
  }

  text(text: string, x: number, y: number, font: TextFont, ink: Ink): void {
    const written = this.#writable(text);
    if (written === undefined) {
      const { width, height, descent } = this.#picture(text, font, ink.colour);
      const place = [points(width), '0 0', points(height), points(x), this.#y(y + descent)].join(' ');
      this.#lines.push('q', `${this.#alpha(ink)}${place} cm /P${String(this.pictures.length)} Do`, 'Q');
      return;
    }
    const name = font.bold ? '/FB' : '/FR';
    const encoded = this.#fontOf(font).encodeText(written).toString();
    this.#lines.push('q', `${this.#alpha(ink)}${colourText(ink.colour)} rg`, 'BT');
    this.#lines.push(`${name} ${points(font.size)} Tf ${points(x)} ${this.#y(y)} Td ${encoded} Tj`, 'ET', 'Q');
  }

  measure(text: string, font: TextFont): number {
    const written = this.#writable(text);
    return written === undefined
      ? this.#paintText(text, font, '#000000').width
      : this.#fontOf(font).widthOfTextAtSize(written, font.size);
  }

  /** The text as the standard fonts can write it, or undefined where they cannot. */
  #writable(text: string): string | undefined {
    const twin = Array.from(text.normalize('NFC'), (character) => TWINS[character] ?? character);
    return twin.every((character) => this.#fonts.characters.has(character.codePointAt(0)!)) ? twin.join('') : undefined;
  }

  #fontOf({ bold }: TextFont): PDFFont {
    return bold ? this.#fonts.bold : this.#fonts.regular;
  }

  #picture(text: string, font: TextFont, colour: string): TextPicture {
    const picture = this.#paintText(text, font, colour);
    this.pictures.push(picture);
    return picture;
  }

  #alpha({ alpha }: Ink): string {
    if (alpha >= 1) return '';
    if (!this.alphas.includes(alpha)) this.alphas.push(alpha);
    return `/A${String(this.alphas.indexOf(alpha) + 1)} gs `;
  }

  #path(path: readonly PathStep[]): void {
    for (const [kind, x = 0, y = 0, third = 0, fourth = 0] of path) {
      if (kind === 'M') this.#lines.push(`${points(x)} ${this.#y(y)} m`);
      else if (kind === 'L') this.#lines.push(`${points(x)} ${this.#y(y)} l`);
      else if (kind === 'R')
        this.#lines.push(`${points(x)} ${this.#y(y + fourth)} ${points(third)} ${points(fourth)} re`);
      else if (kind === 'A') this.#circle(x, y, third);
      else this.#lines.push('h');
    }
  }

  #circle(x: number, y: number, radius: number): void {
    const near = CIRCLE * radius;
    const curve = (...dots: number[]): void => {
      const numbers = dots.map((dot, index) => (index % 2 === 0 ? points(x + dot) : this.#y(y + dot)));
      this.#lines.push(`${numbers.join(' ')} c`);
    };
    this.#lines.push(`${points(x + radius)} ${this.#y(y)} m`);
    curve(radius, near, near, radius, 0, radius);
    curve(-near, radius, -radius, near, -radius, 0);
    curve(-radius, -near, -near, -radius, 0, -radius);
    curve(near, -radius, radius, -near, radius, 0);
    this.#lines.push('h');
  }

  #y(y: number): string {
    return points(this.#height - y);
  }
}

/** To a thousandth of a point, which is a third of a micrometre. */
const points = (dots: number): string => String(Math.round(dots * POINTS_PER_DOT * 1000) / 1000);

const colourText = (hex: string): string =>
  rgbOf(hex)
    .map((part) => String(Math.round((part / 255) * 1000) / 1000))
    .join(' ');

export const pictureName = (index: number): PDFName => PDFName.of(`P${String(index + 1)}`);
export const alphaName = (index: number): PDFName => PDFName.of(`A${String(index + 1)}`);
