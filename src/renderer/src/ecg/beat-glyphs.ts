import type { DrawingContext } from './drawing-context.ts';

/**
 * The shapes of the beat classes, the same wherever beats are drawn: N a quiet tick, S a triangle, V a square, F a
 * diamond, Q (and paced) a cross. Hollow while nobody has confirmed the label, filled once somebody has.
 */
export function drawGlyph(
  context: DrawingContext,
  beatClass: number,
  x: number,
  y: number,
  radius: number,
  hollow: boolean,
): void {
  if (beatClass === 0) {
    context.fillRect(Math.round(x), y - radius, Math.max(1, Math.round(radius / 4)), 2 * radius);
    return;
  }
  context.beginPath();
  switch (beatClass) {
    case 1:
      context.moveTo(x, y - radius);
      context.lineTo(x + radius, y + 0.8 * radius);
      context.lineTo(x - radius, y + 0.8 * radius);
      context.closePath();
      break;
    case 2:
      context.rect(x - 0.85 * radius, y - 0.85 * radius, 1.7 * radius, 1.7 * radius);
      break;
    case 3:
      context.moveTo(x, y - 1.15 * radius);
      context.lineTo(x + 1.15 * radius, y);
      context.lineTo(x, y + 1.15 * radius);
      context.lineTo(x - 1.15 * radius, y);
      context.closePath();
      break;
    default:
      // A cross has no inside: it is confirmed when upright, unconfirmed when slanted.
      if (hollow) {
        context.moveTo(x - 0.8 * radius, y - 0.8 * radius);
        context.lineTo(x + 0.8 * radius, y + 0.8 * radius);
        context.moveTo(x - 0.8 * radius, y + 0.8 * radius);
        context.lineTo(x + 0.8 * radius, y - 0.8 * radius);
      } else {
        context.moveTo(x - radius, y);
        context.lineTo(x + radius, y);
        context.moveTo(x, y - radius);
        context.lineTo(x, y + radius);
      }
  }
  if (!hollow && beatClass <= 3) context.fill();
  context.stroke();
}

/** A beat that was found, its kind not known yet: a small ring, smaller than any class's shape. */
export function drawUnnamed(context: DrawingContext, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius / 2, 0, 2 * Math.PI);
  context.stroke();
}

/** Below a beat that was told as another class a short while ago: three dots. */
export function drawCorrection(context: DrawingContext, x: number, y: number, radius: number): void {
  const dot = Math.max(1, Math.round(radius / 2.25));
  const top = Math.round(y + radius + dot);
  for (const place of [-1, 0, 1]) context.fillRect(Math.round(x + place * 1.8 * dot - dot / 2), top, dot, dot);
}

/** Over a label that another reader gave: a short bar, for where their initials have no room. */
export function drawOthers(context: DrawingContext, x: number, y: number, radius: number): void {
  const height = Math.max(1, Math.round(radius / 3));
  context.fillRect(Math.round(x - radius), Math.round(y - radius - 2 * height), Math.round(2 * radius), height);
}
