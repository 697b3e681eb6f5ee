import type { DrawingContext } from './drawing-context.ts';
import type { DrawnCell, Scene } from './scene.ts';
import { strings } from '../language/strings.ts';

/** The pulse says what 1 mV and 200 ms look like here: source for its form, any ECG printed since 1938. */
const PULSE_SECONDS = 0.2;
const PULSE_MILLIVOLTS = 1;
/** Of texts from the edge of the paper, in CSS pixels. */
const INSET = 8;

/** The calibration pulse at the head of a row, or of the first where rows are too close; a bare 1 mV bar where the time scale is too small for its width. */
export function paintCalibrationPulse(context: DrawingContext, scene: Scene, row: number): void {
  const { geometry, palette } = scene;
  const isVoltage = (cells: Scene['rows'][number]): boolean => cells.some(({ lead }) => lead.isVoltage);
  if (!isVoltage(scene.rows[row]!)) return;
  const { devicePixelRatio: dpr, millimetre, left, paperLeft } = geometry;
  const width = PULSE_SECONDS * geometry.pixelsPerSecond;
  const foot = Math.min(millimetre, (left - paperLeft - width) / 4);
  const end = left - 1.2 * millimetre;
  const base = geometry.rowMiddle[row]! + 0.5;
  const peak = Math.round(geometry.yOf(row, PULSE_MILLIVOLTS)) + 0.5;
  // Where rows are closer than a millivolt is high, pulses would stand on each other: the first one stands for all.
  if (base - peak >= 0.9 * geometry.rowHeight && row !== scene.rows.findIndex(isVoltage)) return;
  context.strokeStyle = palette.trace;
  context.lineWidth = 1.2 * dpr;
  context.lineJoin = 'miter';
  context.lineCap = 'butt';
  context.beginPath();
  if (width < millimetre) {
    const x = end - 1.5 * millimetre;
    context.moveTo(x - millimetre, base);
    context.lineTo(x + millimetre, base);
    context.moveTo(x, base);
    context.lineTo(x, peak);
    context.moveTo(x - millimetre, peak);
    context.lineTo(x + millimetre, peak);
  } else {
    const fall = Math.round(end - foot) + 0.5;
    const rise = Math.round(fall - width) + 0.5;
    context.moveTo(rise - foot, base);
    context.lineTo(rise, base);
    context.lineTo(rise, peak);
    context.lineTo(fall, peak);
    context.lineTo(fall, base);
    context.lineTo(fall + foot, base);
  }
  context.stroke();
}

/** Where one lead's column ends and the next begins: the trace goes on in time, the lead changes. */
export function paintColumnMark(
  context: DrawingContext,
  { geometry, palette }: Scene,
  row: number,
  cell: DrawnCell,
): void {
  const { left, right, millimetre, devicePixelRatio: dpr } = geometry;
  const x = left + Math.round(cell.from * (right - left));
  const middle = geometry.rowMiddle[row]!;
  const width = Math.max(1, Math.round(dpr));
  context.fillStyle = palette.trace;
  context.fillRect(x, Math.round(middle - 5 * millimetre), width, Math.round(2.5 * millimetre));
  context.fillRect(x, Math.round(middle + 2.5 * millimetre), width, Math.round(2.5 * millimetre));
}

/** The lead's name at the upper left of its column, the head of its strip or in the margin, with what must be known of it. */
export function paintCellLabel(context: DrawingContext, scene: Scene, row: number, cell: DrawnCell): void {
  const { geometry, palette, fonts } = scene;
  const { devicePixelRatio: dpr, paperLeft, left, right, rowHeight, top, nameWidth } = geometry;
  const { trace, note } = cell.lead;
  const middle = geometry.rowMiddle[row]!;
  const y = Math.round(Math.max(top + 9 * dpr, middle - Math.min(rowHeight / 2 - 9 * dpr, 46 * dpr)));
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.font = fonts.label;
  const width = context.measureText(trace.name).width;
  // A strip has signal wherever it has time: its names stand at the head, above the pulse, where there is room for them.
  const abovePulse = geometry.yOf(row, PULSE_MILLIVOLTS) >= y + 7 * dpr && width + 6 * dpr <= left - paperLeft;
  const head = geometry.kind === 'strip' && note === '' && abovePulse;
  const atTrace = left + Math.round(cell.from * (right - left)) + 5 * dpr;
  if (width + 5 * dpr <= nameWidth) {
    context.fillStyle = palette.background;
    context.globalAlpha = 0.82;
    context.fillRect(paperLeft + 3 * dpr, middle - 8 * dpr, width + 4 * dpr, 16 * dpr);
    context.globalAlpha = 1;
    context.fillStyle = trace.kind === 'absent' ? palette.quietText : palette.text;
    context.fillText(trace.name, paperLeft + 5 * dpr, middle);
    context.font = fonts.small;
    context.fillStyle = palette.quietText;
    if (note !== '') context.fillText(note, atTrace, y);
    return;
  }
  const x = head ? paperLeft + 4 * dpr : atTrace;
  context.fillStyle = palette.background;
  context.globalAlpha = 0.82;
  context.fillRect(x - 2 * dpr, y - 8 * dpr, width + 4 * dpr, 16 * dpr);
  context.globalAlpha = 1;
  context.fillStyle = trace.kind === 'absent' ? palette.quietText : palette.text;
  context.fillText(trace.name, x, y);
  if (note === '') return;
  context.font = fonts.small;
  context.fillStyle = palette.quietText;
  context.fillText(note, x + width + 6 * dpr, y);
}

/** Above the traces: whose they are and when they were recorded. */
export function paintHeader(context: DrawingContext, { geometry, palette, fonts, header, headerRight }: Scene): void {
  const { paperLeft, paperRight, paperTop, devicePixelRatio: dpr } = geometry;
  const y = paperTop + 12 * dpr;
  context.textBaseline = 'middle';
  context.font = fonts.text;
  context.textAlign = 'left';
  context.fillStyle = palette.text;
  context.fillText(header, paperLeft + INSET * dpr, y);
  context.textAlign = 'right';
  context.fillStyle = palette.quietText;
  context.fillText(headerRight, paperRight - INSET * dpr, y);
}

/** Below the traces: speed, gain, filter and scale; and on the paper, where the recording ends. */
export function paintFooter(context: DrawingContext, scene: Scene, text: string): void {
  const { geometry, palette, fonts, samples } = scene;
  const { paperLeft, paperRight, width, footerTop, devicePixelRatio: dpr, left, right, top, bottom } = geometry;
  const y = footerTop + 10 * dpr;
  context.textBaseline = 'middle';
  context.font = fonts.text;
  context.textAlign = 'left';
  context.fillStyle = palette.text;
  context.fillText(text, Math.max(0, paperLeft) + INSET * dpr, y);
  context.textAlign = 'right';
  context.fillStyle = palette.quietText;
  context.fillText(scene.footerRight, Math.min(width, paperRight) - INSET * dpr, y);

  const end = Math.round(geometry.xOf(samples));
  if (end >= right - 1 || end < left) return;
  context.fillRect(end, top, Math.max(1, Math.round(dpr)), bottom - top);
  if (right - end < 100 * dpr) return;
  context.textAlign = 'left';
  context.font = fonts.small;
  context.fillText(strings.drawn.end, end + 6 * dpr, top + 10 * dpr);
}
