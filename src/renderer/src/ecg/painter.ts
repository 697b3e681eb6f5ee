import { paintBeatLabels } from './beat-labels.ts';
import { paintCalipers } from './caliper-marks.ts';
import type { DrawingContext } from './drawing-context.ts';
import { paintGrid } from './grid.ts';
import { paintHatching, paintWaiting } from './gap-marks.ts';
import { paintUnreadable } from './quality-marks.ts';
import { paintSaliency } from './saliency-marks.ts';
import { paintCalibrationPulse, paintCellLabel, paintColumnMark, paintFooter, paintHeader } from './page-marks.ts';
import type { DrawnCell, Moment, Scene } from './scene.ts';
import { TileRuns } from './tile-runs.ts';
import { TimeAxis } from './time-axis.ts';
import { TracePen } from './trace-pen.ts';
import { coarseArea } from './trace-transform.ts';

/** Width of the trace in CSS pixels. */
const TRACE_WIDTH = 1.2;
/** A row's zero is held while its median stays within this part of the row's height. */
const HOLD = 0.12;
/** Samples beyond the edges that are traced too, so that the line reaches them. */
const MARGIN = 2;

/** Draws scenes on any 2D context. It keeps its working storage from frame to frame and allocates nothing once warm. */
export class Painter {
  readonly #pen = new TracePen();
  readonly #runs = new TileRuns();
  readonly #axis = new TimeAxis();

  paint(context: DrawingContext, scene: Scene, moment: Moment): void {
    const { geometry } = scene;
    geometry.moveTo(moment.position);
    this.#paintSurround(context, scene);
    paintGrid(context, geometry, scene.palette);
    // Everything printed lies under the traces: nothing may cover signal.
    this.#axis.paint(context, scene);
    paintHeader(context, scene);
    for (let row = 0; row < scene.rows.length; row++) {
      const cells = scene.rows[row]!;
      paintCalibrationPulse(context, scene, row);
      for (let place = 0; place < cells.length; place++) {
        if (place > 0) paintColumnMark(context, scene, row, cells[place]!);
        paintUnreadable(context, scene, row, cells[place]!);
        if (scene.saliency) paintSaliency(context, scene, row, cells[place]!, scene.saliency);
        paintCellLabel(context, scene, row, cells[place]!);
      }
    }
    let unfiltered = false;
    for (let row = 0; row < scene.rows.length; row++) {
      const cells = scene.rows[row]!;
      for (let place = 0; place < cells.length; place++) {
        if (!this.#paintCell(context, scene, row, cells[place]!)) unfiltered = true;
      }
    }
    paintBeatLabels(context, scene, moment);
    if (moment.calipers) paintCalipers(context, scene, moment.calipers);
    const { footer } = scene;
    paintFooter(context, scene, moment.pending ? footer.pending : unfiltered ? footer.unfiltered : footer.filtered);
  }

  #paintSurround(context: DrawingContext, { geometry, surround }: Scene): void {
    const { width, height, paperLeft, paperRight, paperTop, paperBottom } = geometry;
    if (paperLeft === 0 && paperTop === 0 && paperRight === width && paperBottom === height) return;
    context.fillStyle = surround;
    context.fillRect(0, 0, width, height);
  }

  /** False where the signal came without the filter. */
  #paintCell(context: DrawingContext, scene: Scene, row: number, cell: DrawnCell): boolean {
    const { geometry, palette, baselines, signal } = scene;
    const { left, right, paperTop, axisTop, footerTop, millimetre, pixelsPerSample, rowHeight } = geometry;
    const bottom = geometry.kind === 'sheet' ? footerTop : axisTop;
    const runs = this.#runs;
    const pen = this.#pen;
    const { lead } = cell;
    const cellLeft = left + Math.round(cell.from * (right - left));
    const cellRight = left + Math.round(cell.to * (right - left));
    const margin = MARGIN * Math.max(1, lead.baseSamplesPerSample, 1 / pixelsPerSample);
    const from = Math.floor(geometry.sampleAt(cellLeft) - margin);
    const to = Math.ceil(geometry.sampleAt(cellRight) + margin);
    // A page is short enough to be drawn from samples at any size; leads can only be derived from samples.
    const detail = geometry.kind === 'sheet' ? 0 : 1 / pixelsPerSample;
    lead.collect(signal, from, to, detail, runs);

    const perStep = lead.millimetresPerStep(geometry.gain, runs, rowHeight / millimetre) * millimetre;
    if (perStep === 0) return true;
    const { transform } = pen;
    transform.originX = left - geometry.originPixel;
    transform.pixelsPerBaseSample = pixelsPerSample;
    transform.baseSamplesPerSample = lead.baseSamplesPerSample;
    transform.middleY = geometry.rowMiddle[row]!;
    transform.pixelsPerStep = lead.sign * perStep;
    transform.zero = baselines.of(lead.trace, runs, (HOLD * rowHeight) / perStep);

    context.save();
    context.beginPath();
    // Columns end in time, but a tall wave may rise as far as the paper goes; only a strip keeps its time axis clear.
    context.rect(cellLeft, paperTop, cellRight - cellLeft, bottom - paperTop);
    context.clip();
    context.beginPath();
    if (coarseArea(context, runs, transform)) {
      context.globalAlpha = 0.35;
      context.fillStyle = palette.trace;
      context.fill();
      context.globalAlpha = 1;
    }
    context.strokeStyle = palette.trace;
    context.lineJoin = 'round';
    context.lineCap = 'butt';
    pen.trace(context, runs, TRACE_WIDTH * geometry.devicePixelRatio);
    paintHatching(context, scene, row, pen.missing);
    paintWaiting(context, scene, row, pen.waiting);
    context.restore();
    return isFiltered(runs);
  }
}

function isFiltered(runs: TileRuns): boolean {
  for (let run = 0; run < runs.count; run++) if (runs.windows[run]?.filtered === false) return false;
  return true;
}
