import type { DrawingContext } from '../../../src/renderer/src/ecg/drawing-context.ts';

export interface Operation {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Of rectangles; NaN for anything else. */
  readonly w: number;
  readonly h: number;
  readonly text: string;
  readonly colour: string;
  readonly width: number;
}

/** A 2D context that draws nothing and remembers everything: what the painter did, in order. */
export class RecordingContext implements DrawingContext {
  fillStyle: string | CanvasGradient | CanvasPattern = '#000000';
  strokeStyle: string | CanvasGradient | CanvasPattern = '#000000';
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  font = '';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'middle';
  readonly operations: Operation[] = [];

  save(): void {
    this.#note('save');
  }
  restore(): void {
    this.#note('restore');
  }
  beginPath(): void {
    this.#note('beginPath');
  }
  closePath(): void {
    this.#note('closePath');
  }
  moveTo(x: number, y: number): void {
    this.#note('moveTo', [x, y]);
  }
  lineTo(x: number, y: number): void {
    this.#note('lineTo', [x, y]);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#note('rect', [x, y, width, height]);
  }
  arc(x: number, y: number, radius: number): void {
    this.#note('arc', [x, y, 2 * radius, 2 * radius]);
  }
  clip(): void {
    this.#note('clip');
  }
  stroke(): void {
    this.#note('stroke', [], '', this.strokeStyle);
  }
  fill(): void {
    this.#note('fill', [], '', this.fillStyle);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#note('fillRect', [x, y, width, height], '', this.fillStyle);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#note('strokeRect', [x, y, width, height], '', this.strokeStyle);
  }
  fillText(text: string, x: number, y: number): void {
    this.#note('fillText', [x, y], text, this.fillStyle);
  }
  measureText(text: string): { readonly width: number } {
    return { width: 7 * text.length };
  }

  get texts(): string[] {
    return this.operations.filter(({ name }) => name === 'fillText').map(({ text }) => text);
  }

  /** Points of every stroked path of a colour, path by path. */
  strokes(colour: string): (readonly [x: number, y: number])[][] {
    const found: (readonly [number, number])[][] = [];
    let path: (readonly [number, number])[] = [];
    for (const { name, x, y, colour: used } of this.operations) {
      if (name === 'beginPath') path = [];
      if (name === 'moveTo' || name === 'lineTo') path.push([x, y]);
      if (name === 'stroke' && used === colour && path.length > 0) found.push(path);
    }
    return found;
  }

  #note(
    name: string,
    numbers: readonly number[] = [],
    text = '',
    style: string | CanvasGradient | CanvasPattern = '',
  ): void {
    const colour = typeof style === 'string' ? style : '';
    const [x = NaN, y = NaN, w = NaN, h = NaN] = numbers;
    this.operations.push({ name, x, y, w, h, text, colour, width: this.lineWidth });
  }
}
