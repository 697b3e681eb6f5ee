import type { DrawingContext } from './drawing-context.ts';
import type { DrawnCell, Scene } from './scene.ts';
import type { Saliency } from './saliency.ts';

/** Share of the row's height that the strongest column rises to, and from where on it is drawn at all. */
const TALLEST = 0.4;
const LEAST = 0.08;
/** CSS pixels. Stripes of what speaks against: told apart by their form and by hanging down, not by their colour. */
const STRIPE = 4;

/**
 * Why, below the trace: columns that rise from the row's zero where the lead speaks for what is explained, striped ones
 * that hang down where it speaks against it; as high as it matters.
 */
export function paintSaliency(
  context: DrawingContext,
  scene: Scene,
  row: number,
  cell: DrawnCell,
  saliency: Saliency,
): void {
  const { geometry, palette } = scene;
  const { left, right, devicePixelRatio: dpr, rowHeight } = geometry;
  const line = saliency.leads.findIndex((lead) => cell.lead.trace.kind === 'recorded' && lead === cell.lead.trace.lead);
  if (line < 0) return;
  const cellLeft = left + Math.round(cell.from * (right - left));
  const cellRight = left + Math.round(cell.to * (right - left));
  const { from, step, columns, values } = saliency;
  const base = geometry.rowMiddle[row]!;
  const first = Math.max(0, Math.floor((geometry.sampleAt(cellLeft) - from) / step));
  const last = Math.min(columns, Math.ceil((geometry.sampleAt(cellRight) - from) / step));
  const stripe = Math.max(2, Math.round(STRIPE * dpr));
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.42;
  let drawn = cellLeft;
  let strongest = 0;
  // Where columns are narrower than pixels, the strongest of each pixel stands for it.
  for (let column = first; column < last; column++) {
    const value = values[line * columns + column]!;
    if (Math.abs(value) > Math.abs(strongest)) strongest = value;
    const end = Math.min(cellRight, Math.round(geometry.xOf(from + (column + 1) * step)));
    if (end <= drawn) continue;
    const start = Math.max(drawn, Math.round(geometry.xOf(from + column * step)));
    const height = Math.round(Math.abs(strongest) * TALLEST * rowHeight);
    if (strongest > LEAST) context.fillRect(start, base - height, end - start, height);
    else if (strongest < -LEAST) {
      for (let y = 0; y < height; y += stripe) context.fillRect(start, base + y, end - start, Math.ceil(stripe / 2));
    }
    drawn = end;
    strongest = 0;
  }
  context.globalAlpha = 1;
}
