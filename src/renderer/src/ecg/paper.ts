/**
 * The geometry of ECG paper. Everything is laid out in millimetres and converted to device pixels here, once: grid,
 * trace, labels and pointer share this one transform, so none of them can disagree about where a sample is.
 */

/** CSS pixels per millimetre by definition of CSS. What a display really has must be measured with a ruler. */
export const NOMINAL_PIXELS_PER_MILLIMETRE = 96 / 25.4;

/** A sheet is at most this long and this wide: ten seconds at 25 mm/s, the page a cardiologist expects. */
const PAGE_SECONDS = 10;
const PAGE_MILLIMETRES = 250;
/** How far an uncalibrated sheet may grow to fill a large window. */
const LARGEST_ENLARGEMENT = 1.75;
/** Beyond this a sheet is a blur of steps. */
const LARGEST_MAGNIFICATION = 6;
/** Rows further apart than this only waste paper. */
const TALLEST_ROW_MILLIMETRES = 48;

/** The most there is between a baseline and the labels above it, in millivolts: room for a tall R wave. */
const LABEL_DISTANCE_MILLIVOLTS = 2.2;

/** Heights of the text bands around the traces, in CSS pixels: text stays readable whatever the scale. */
const HEADER = 24;
const LANE = 32;
const AXIS = 22;
const FOOTER = 22;
/** Width of the margin for names, likewise. */
const NAMES = 34;

/** Seconds on one sheet: ten, or what fits on 250 mm of paper at higher speeds. */
export const sheetSeconds = (speed: number): number => Math.min(PAGE_SECONDS, PAGE_MILLIMETRES / speed);

/** A sheet larger than its canvas, and which part of it is seen. */
export interface Magnifier {
  /** Times as large as it would fit; at least 1. */
  readonly enlargement: number;
  /** Where the sheet's left and upper edges are wanted, in device pixels; kept to where no canvas is left empty. */
  readonly left: number;
  readonly top: number;
}

export interface PaperRequest {
  readonly kind: 'sheet' | 'strip';
  /** Size of the canvas in device pixels. */
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
  /** CSS pixels per millimetre as measured on this display, or undefined where nobody measured. */
  readonly calibration: number | undefined;
  readonly rows: number;
  /** The row that carries the beat labels in a lane above it. */
  readonly labelRow: number;
  /** Rows are not pressed closer than this while the scale can shrink instead (sheets only). */
  readonly minimumRowMillimetres: number;
  /** A printed page is to scale whatever it costs: where time does not fit it is cut, nothing shrinks. */
  readonly toScale?: boolean;
  /** No more than this many base-rate samples lie on the paper; what is left of it stays empty. As many as fit if absent. */
  readonly mostSamples?: number;
  /** A sheet seen through a magnifying glass; it fits the canvas where absent. */
  readonly magnifier?: Magnifier | undefined;
  /** Whether the leads' names have a margin of their own, left of the pulses. */
  readonly namesInMargin?: boolean;
  /** mm per second and mm per millivolt. */
  readonly speed: number;
  readonly gain: number;
  /** Base rate of the recording in Hz. */
  readonly rate: number;
}

/** How the drawn millimetres compare with real ones. */
export type ScaleTruth =
  { readonly kind: 'true' } | { readonly kind: 'fitted'; readonly percent: number } | { readonly kind: 'unknown' };

export class PaperGeometry {
  readonly kind: 'sheet' | 'strip';
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
  /** Device pixels per millimetre of paper, both ways: mm/s and mm/mV keep their proportion at any scale. */
  readonly millimetre: number;
  readonly scale: ScaleTruth;
  readonly speed: number;
  readonly gain: number;
  readonly rate: number;
  /** The paper on the canvas. */
  readonly paperLeft: number;
  readonly paperRight: number;
  readonly paperTop: number;
  readonly paperBottom: number;
  /** The traces on the paper: `left` is where the first visible sample lies. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Where zero lies on each row. */
  readonly rowMiddle: Float64Array;
  readonly rowHeight: number;
  /** Width of the margin for names at the left edge of the paper; 0 where names stand at their traces. */
  readonly nameWidth: number;
  readonly laneTop: number;
  readonly laneHeight: number;
  readonly axisTop: number;
  readonly footerTop: number;
  readonly pixelsPerSecond: number;
  readonly pixelsPerSample: number;
  /** Base-rate samples from the left to the right edge of the traces. */
  readonly visibleSamples: number;
  /** Where the recording's first sample would be, counted in whole pixels left of `left`: panning moves all alike. */
  originPixel = 0;

  constructor(request: PaperRequest) {
    const { kind, width, height, devicePixelRatio: dpr, calibration, rows, speed, gain, rate } = request;
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.devicePixelRatio = dpr;
    this.speed = speed;
    this.gain = gain;
    this.rate = rate;

    const bands = (HEADER + LANE + AXIS + FOOTER) * dpr;
    const rowsHeight = Math.max(height - bands, rows);
    const full = (calibration ?? NOMINAL_PIXELS_PER_MILLIMETRE) * dpr;
    const head = headMillimetres(speed);
    const names = nameMargin(request.namesInMargin, dpr);
    this.nameWidth = names;
    if (kind === 'sheet' && request.toScale !== true) {
      const page = head + sheetSeconds(speed) * speed + TAIL_MILLIMETRES;
      const fit = Math.min((width - names) / page, rowsHeight / (rows * request.minimumRowMillimetres));
      this.millimetre = Math.max(
        0.25 * dpr,
        Math.min(fit, calibration === undefined ? full * LARGEST_ENLARGEMENT : full),
      );
    } else {
      this.millimetre = full;
    }
    // Baselines lie a whole number of millimetres apart, so all of them lie on lines of one grid.
    const tallest = kind === 'sheet' ? TALLEST_ROW_MILLIMETRES : Infinity;
    const apart = Math.max(1, Math.floor(Math.min(rowsHeight / rows / this.millimetre, tallest)));
    // A magnified sheet is the sheet that fits, larger: its rows stay as many millimetres apart.
    const magnifier = kind === 'sheet' ? request.magnifier : undefined;
    if (magnifier) this.millimetre *= magnifier.enlargement;
    this.scale = truthOf(calibration, this.millimetre / full);
    const mm = this.millimetre;
    const pitch = apart * mm;
    this.rowHeight = pitch;

    const largest = magnifier ? Infinity : 1;
    const paperHeight = kind === 'sheet' ? Math.min(height * largest, Math.round(rows * pitch + bands)) : height;
    const page = names + Math.round((head + sheetSeconds(speed) * speed + TAIL_MILLIMETRES) * mm);
    const paperWidth = kind === 'sheet' ? Math.min(width * largest, page) : width;
    this.paperLeft = placeOf(width, paperWidth, magnifier?.left);
    this.paperRight = this.paperLeft + paperWidth;
    this.paperTop = placeOf(height, paperHeight, magnifier?.top);
    this.paperBottom = this.paperTop + paperHeight;

    this.left = this.paperLeft + names + Math.round(head * mm);
    this.pixelsPerSecond = speed * mm;
    this.pixelsPerSample = this.pixelsPerSecond / rate;
    const { mostSamples = Infinity } = request;
    const longest = Math.min(sheetSeconds(speed) * this.pixelsPerSecond, mostSamples * this.pixelsPerSample);
    this.right =
      kind === 'sheet'
        ? Math.min(this.paperRight, this.left + Math.round(longest))
        : Math.max(this.left + 1, this.paperRight);
    this.visibleSamples = Math.max(1, Math.round((this.right - this.left) / this.pixelsPerSample));

    this.top = this.paperTop + Math.round(HEADER * dpr);
    this.laneHeight = Math.round(LANE * dpr);
    const spare = paperHeight - bands - rows * pitch;
    // Labels stand above the trace they belong to, not a hand's breadth away from it.
    const slack = Math.max(0, pitch / 2 - LABEL_DISTANCE_MILLIVOLTS * gain * mm);
    this.laneTop = Math.round(this.top + spare / 2 + request.labelRow * pitch + slack);
    const firstMiddle = Math.round(this.top + spare / 2 + pitch / 2);
    this.rowMiddle = Float64Array.from({ length: rows }, (_, row) =>
      Math.round(firstMiddle + row * pitch + (row >= request.labelRow ? this.laneHeight : 0)),
    );
    // Speed, gain and filter stay in sight however far a page reaches below the canvas.
    this.footerTop = Math.min(this.paperBottom, height) - Math.round(FOOTER * dpr);
    this.axisTop = this.footerTop - Math.round(AXIS * dpr);
    this.bottom = this.axisTop;
  }

  /** Puts base-rate sample `position` at the left edge of the traces. */
  moveTo(position: number): void {
    this.originPixel = Math.round(position * this.pixelsPerSample);
  }

  /** Device pixel of a base-rate sample. */
  xOf(sample: number): number {
    return sample * this.pixelsPerSample - this.originPixel + this.left;
  }

  /** The base-rate sample under a device pixel; not rounded, may lie outside the recording. */
  sampleAt(x: number): number {
    return (x - this.left + this.originPixel) / this.pixelsPerSample;
  }

  /** Device pixel of an amplitude on a row, in millivolts above the row's zero. */
  yOf(row: number, millivolts: number): number {
    return this.rowMiddle[row]! - millivolts * this.gain * this.millimetre;
  }
}

/** Room at the head of every row for the 200 ms calibration pulse, and a strip's lead name. */
const headMillimetres = (speed: number): number => Math.max(9, 0.2 * speed + 4);
const TAIL_MILLIMETRES = 3;
const nameMargin = (wanted: boolean | undefined, dpr: number): number =>
  wanted === true ? Math.round(NAMES * dpr) : 0;

/** In the middle where it fits; else where it is wanted, but no further than its edges. */
const placeOf = (room: number, length: number, wanted = 0): number =>
  length <= room ? Math.round((room - length) / 2) : Math.round(Math.max(room - length, Math.min(0, wanted)));

/** The magnifier that shows a sheet `factor` times as large as it is now, with what is at a point of the canvas held there. */
export function magnified(
  geometry: PaperGeometry,
  enlargement: number,
  factor: number,
  x: number,
  y: number,
): Magnifier {
  const { paperLeft, paperTop, nameWidth, top } = geometry;
  const wanted = Math.max(1, Math.min(LARGEST_MAGNIFICATION, enlargement * factor));
  const ratio = wanted / enlargement;
  // Names and bands of text keep their size; only the paper between them grows.
  const header = top - paperTop;
  return {
    enlargement: wanted,
    left: x - nameWidth - (x - paperLeft - nameWidth) * ratio,
    top: y - header - (y - top) * ratio,
  };
}

/** How many times as large as it is now a sheet would be if it filled the width of its canvas. */
export function toWidth({ width, paperLeft, paperRight, nameWidth }: PaperGeometry): number {
  return Math.max(1, (width - nameWidth) / (paperRight - paperLeft - nameWidth));
}

/** Millimetres of paper that carry traces on a strip `width` device pixels wide: seconds on screen = this / speed. */
export function stripMillimetres(
  width: number,
  devicePixelRatio: number,
  calibration: number | undefined,
  speed: number,
  namesInMargin = false,
): number {
  const mm = (calibration ?? NOMINAL_PIXELS_PER_MILLIMETRE) * devicePixelRatio;
  return Math.max(1, (width - nameMargin(namesInMargin, devicePixelRatio)) / mm - headMillimetres(speed));
}

function truthOf(calibration: number | undefined, fraction: number): ScaleTruth {
  if (calibration === undefined) return { kind: 'unknown' };
  return Math.abs(fraction - 1) < 0.005 ? { kind: 'true' } : { kind: 'fitted', percent: Math.round(fraction * 100) };
}
