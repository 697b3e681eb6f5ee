import type { DrawingContext } from './drawing-context.ts';
import type { Scene } from './scene.ts';
import { clockText, elapsedText } from './time-format.ts';

/** Round times between labels, in seconds, and how many parts the ticks divide them into. */
const STEPS: readonly (readonly [seconds: number, ticks: number])[] = [
  [0.2, 5],
  [0.5, 5],
  [1, 5],
  [2, 4],
  [5, 5],
  [10, 10],
  [30, 6],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 10],
  [1800, 6],
  [3600, 6],
  [7200, 4],
  [4 * 3600, 4],
  [6 * 3600, 6],
  [12 * 3600, 12],
  [24 * 3600, 24],
];

/** The first step whose labels keep `room` apart. */
export const axisStep = (pixelsPerSecond: number, room: number): readonly [seconds: number, ticks: number] =>
  STEPS.find(([seconds]) => seconds * pixelsPerSecond >= room) ?? STEPS[STEPS.length - 1]!;

/** Times along the foot of the traces: elapsed, and the clock beside it where the recording's start is known. */
export class TimeAxis {
  readonly #texts = new Map<number, { readonly elapsed: string; readonly clock: string }>();
  #step = 0;
  #startSecond: number | undefined;

  paint(context: DrawingContext, scene: Scene): void {
    const { geometry, palette, fonts, startSecond, samples } = scene;
    const { devicePixelRatio: dpr, left, right, axisTop, pixelsPerSecond, originPixel, rate } = geometry;
    const room = (startSecond === undefined ? 90 : 160) * dpr;
    const [step, ticks] = axisStep(pixelsPerSecond, room);
    this.#forgetUnless(step, startSecond);
    const hair = Math.max(1, Math.round(dpr));
    const pitch = (step / ticks) * pixelsPerSecond;
    const origin = left - originPixel;
    const end = Math.min(right, origin + Math.ceil((samples / rate) * pixelsPerSecond));

    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.font = fonts.small;
    const y = axisTop + 14 * dpr;
    for (let tick = Math.ceil((left - origin) / pitch); ; tick++) {
      const x = origin + Math.round(tick * pitch);
      if (x > end) break;
      const labelled = tick % ticks === 0;
      context.fillStyle = palette.quietText;
      context.fillRect(x, axisTop, hair, (labelled ? 7 : 4) * dpr);
      if (!labelled) continue;
      const text = this.#textOf(tick / ticks, step, startSecond);
      const isLast = x + room * 0.8 > right;
      if (isLast && x + context.measureText(text.elapsed).width > right) continue;
      context.fillStyle = palette.text;
      context.fillText(text.elapsed, x + 4 * dpr, y);
      if (text.clock === '' || isLast) continue;
      context.fillStyle = palette.quietText;
      context.fillText(text.clock, x + (step < 1 ? 74 : 62) * dpr, y);
    }
  }

  #forgetUnless(step: number, startSecond: number | undefined): void {
    if (step === this.#step && startSecond === this.#startSecond && this.#texts.size < 4096) return;
    this.#texts.clear();
    this.#step = step;
    this.#startSecond = startSecond;
  }

  #textOf(index: number, step: number, startSecond: number | undefined): { elapsed: string; clock: string } {
    let text = this.#texts.get(index);
    if (!text) {
      const seconds = index * step;
      const clock = startSecond === undefined ? '' : clockText(startSecond, seconds);
      text = { elapsed: elapsedText(seconds, step < 1 ? 1 : 0), clock };
      this.#texts.set(index, text);
    }
    return text;
  }
}
