import type { DrawingContext } from '../drawing-context.ts';

export interface TextFont {
  readonly bold: boolean;
  /** Height in dots. */
  readonly size: number;
}

/** What a stroke or a fill looks like. */
export interface Ink {
  /** `#rrggbb` */
  readonly colour: string;
  readonly alpha: number;
}

export interface Stroke extends Ink {
  readonly width: number;
  readonly join: CanvasLineJoin;
  readonly cap: CanvasLineCap;
}

/** Steps of a path: `M x y`, `L x y`, `R x y width height`, `A x y radius` (a full circle), `Z`; in dots of the page. */
export type PathStep = readonly [kind: 'M' | 'L' | 'R' | 'A' | 'Z', ...numbers: number[]];

/** What a kind of document does with what is drawn on it; coordinates are dots from the upper left corner of the page. */
export interface VectorPage {
  fill(path: readonly PathStep[], ink: Ink): void;
  stroke(path: readonly PathStep[], stroke: Stroke): void;
  /** Everything up to the matching `restore` is cut to the path. */
  clip(path: readonly PathStep[]): void;
  save(): void;
  restore(): void;
  /** A line of text that begins at `x`, its baseline at `y`. */
  text(text: string, x: number, y: number, font: TextFont, ink: Ink): void;
  measure(text: string, font: TextFont): number;
}

interface State {
  fillStyle: string;
  strokeStyle: string;
  globalAlpha: number;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
}

/** Share of the font's height from the middle of a line of text down to its baseline (Helvetica's capitals are 0.72 high). */
const MIDDLE_TO_BASELINE = 0.36;

/** The painter's context for documents: what a canvas would turn into pixels becomes paths and text, at any place of a page. */
export class VectorContext implements DrawingContext {
  fillStyle: string | CanvasGradient | CanvasPattern = '#000000';
  strokeStyle: string | CanvasGradient | CanvasPattern = '#000000';
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #page: VectorPage;
  readonly #x: number;
  readonly #y: number;
  readonly #states: State[] = [];
  #path: PathStep[] = [];

  /** Draws with its origin `x`, `y` dots from the upper left corner of the page. */
  constructor(page: VectorPage, x = 0, y = 0) {
    this.#page = page;
    this.#x = x;
    this.#y = y;
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin, lineCap, font, textAlign, textBaseline } = this;
    this.#states.push({
      fillStyle: colourOf(fillStyle),
      strokeStyle: colourOf(strokeStyle),
      globalAlpha,
      lineWidth,
      lineJoin,
      lineCap,
      font,
      textAlign,
      textBaseline,
    });
    this.#page.save();
  }

  restore(): void {
    const state = this.#states.pop();
    if (!state) return;
    Object.assign(this, state);
    this.#page.restore();
  }

  beginPath(): void {
    this.#path = [];
  }
  closePath(): void {
    this.#path.push(['Z']);
  }
  moveTo(x: number, y: number): void {
    this.#path.push(['M', x + this.#x, y + this.#y]);
  }
  lineTo(x: number, y: number): void {
    this.#path.push([this.#path.length === 0 ? 'M' : 'L', x + this.#x, y + this.#y]);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path.push(['R', x + this.#x, y + this.#y, width, height]);
  }
  /** Whole circles only: the painter draws no others. */
  arc(x: number, y: number, radius: number): void {
    this.#path.push(['A', x + this.#x, y + this.#y, radius]);
  }

  clip(): void {
    this.#page.clip(this.#path);
  }
  fill(): void {
    if (this.#path.length > 0) this.#page.fill(this.#path, this.#ink(this.fillStyle));
  }
  stroke(): void {
    if (this.#path.length > 0) this.#page.stroke(this.#path, this.#line());
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#page.fill([['R', x + this.#x, y + this.#y, width, height]], this.#ink(this.fillStyle));
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#page.stroke([['R', x + this.#x, y + this.#y, width, height]], this.#line());
  }

  fillText(text: string, x: number, y: number): void {
    if (text === '') return;
    const font = fontOf(this.font);
    const width = this.textAlign === 'left' ? 0 : this.#page.measure(text, font);
    const start = x - (this.textAlign === 'right' ? width : this.textAlign === 'center' ? width / 2 : 0);
    const baseline = this.textBaseline === 'middle' ? y + MIDDLE_TO_BASELINE * font.size : y;
    this.#page.text(text, start + this.#x, baseline + this.#y, font, this.#ink(this.fillStyle));
  }
  measureText(text: string): { readonly width: number } {
    return { width: this.#page.measure(text, fontOf(this.font)) };
  }

  #ink(style: string | CanvasGradient | CanvasPattern): Ink {
    return { colour: colourOf(style), alpha: this.globalAlpha };
  }
  #line(): Stroke {
    const { lineWidth, lineJoin, lineCap } = this;
    return { ...this.#ink(this.strokeStyle), width: lineWidth, join: lineJoin, cap: lineCap };
  }
}

const colourOf = (style: string | CanvasGradient | CanvasPattern): string =>
  typeof style === 'string' ? style : '#000000';

/** Of a canvas font such as `600 344px sans-serif`, all that a document's own fonts can follow. */
export function fontOf(font: string): TextFont {
  const [, weight = '400', size = '10'] = /^(?:(\d+) )?([\d.]+)px/.exec(font) ?? [];
  return { bold: Number(weight) >= 600, size: Number(size) };
}
