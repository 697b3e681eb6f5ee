import type { DrawingContext } from './drawing-context.ts';
import type { Palette } from './paper-colours.ts';

/** Opacity: a trace that passes stays to be seen, and does not look like a part of what is written on it. */
const OPACITY = 0.82;

/** Paper under a mark or a text around `middle`, so that a trace that passes there takes nothing of it. */
export function paintGround(
  context: DrawingContext,
  { background }: Pick<Palette, 'background'>,
  left: number,
  middle: number,
  width: number,
  height: number,
): void {
  context.fillStyle = background;
  context.globalAlpha = OPACITY;
  context.fillRect(left, middle - height / 2, width, height);
  context.globalAlpha = 1;
}
