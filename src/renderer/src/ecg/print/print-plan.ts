import { type Layout, type LeadChoice, layOut, type LayoutName } from '../layouts.ts';
import { NOMINAL_PIXELS_PER_MILLIMETRE, PaperGeometry } from '../paper.ts';
import type { RecordingInfo } from '../../../../shared/contract/library.ts';
import { DOTS_PER_CSS_PIXEL, DOTS_PER_MILLIMETRE, MARGIN, PAGE_FORMATS, type PageFormat } from './page-format.ts';

/** Base-rate samples `[from, to)` to be printed, and what they were kept for. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly title?: string;
}

/** One strip of paper on a page: where it lies, in dots, and the samples `[from, to)` on it. */
export interface PrintBlock {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly geometry: PaperGeometry;
}

export interface PrintPlan {
  readonly format: PageFormat;
  readonly layout: Layout;
  readonly pages: number;
  readonly blocks: readonly PrintBlock[];
}

export interface PlanRequest {
  readonly format: PageFormat;
  readonly recording: Pick<RecordingInfo, 'leads' | 'rate' | 'samples'>;
  readonly layout: LayoutName;
  readonly choice: LeadChoice;
  readonly stretches: readonly Stretch[];
  /** mm/s and mm/mV. */
  readonly speed: number;
  readonly gain: number;
}

/** Heights of what stands above and below the strips, in millimetres. */
export const HEADING = 15;
export const FOOTING = 6;
/** Between two strips of one page. */
const GAP = 3;
/** Rows of a strip, and the bands of text around them, where several strips share a page. */
const STRIP_ROW = 24;
const BANDS = 27;
/** Millimetres that names, pulse and ten seconds need at 25 mm/s: less, and names stand at the traces. */
const ROOM_FOR_NAMES = 272;
/** More would be a book: nobody means to print an hour at 25 mm/s. */
export const MOST_PAGES = 24;

/** Lays stretches out on pages, each millimetre a millimetre. A stretch longer than its paper goes on below. */
export function planPages(request: PlanRequest): PrintPlan {
  const { format, recording, speed, gain, stretches } = request;
  const layout = layOut(request.layout, recording.leads, request.choice);
  const { width, height } = PAGE_FORMATS[format];
  const inner = { width: width - 2 * MARGIN, height: height - 2 * MARGIN - HEADING - FOOTING };
  const rows = layout.rows.length;
  const wanted = layout.kind === 'sheet' ? inner.height : BANDS + rows * STRIP_ROW;
  const blockHeight = Math.min(inner.height, wanted);
  const perPage = Math.max(1, Math.floor((inner.height + GAP) / (blockHeight + GAP)));
  const geometryOf = (mostSamples?: number): PaperGeometry =>
    new PaperGeometry({
      kind: 'sheet',
      width: Math.floor(inner.width * DOTS_PER_MILLIMETRE),
      height: Math.floor(blockHeight * DOTS_PER_MILLIMETRE),
      devicePixelRatio: DOTS_PER_CSS_PIXEL,
      calibration: NOMINAL_PIXELS_PER_MILLIMETRE,
      rows,
      labelRow: layout.labelRow,
      minimumRowMillimetres: 1,
      toScale: true,
      namesInMargin: layout.namesInMargin && inner.width >= ROOM_FOR_NAMES,
      speed,
      gain,
      rate: recording.rate,
      ...(mostSamples === undefined ? {} : { mostSamples }),
    });
  const { visibleSamples } = geometryOf();
  const pieces = stretches.flatMap((stretch) => piecesOf(stretch, visibleSamples)).slice(0, MOST_PAGES * perPage);
  const blocks = pieces.map(({ from, to, title }, index): PrintBlock => {
    const place = index % perPage;
    return {
      page: Math.floor(index / perPage),
      x: MARGIN * DOTS_PER_MILLIMETRE,
      y: Math.round((MARGIN + HEADING + place * (blockHeight + GAP)) * DOTS_PER_MILLIMETRE),
      from,
      to,
      title,
      // Columns of a sheet have their length; a strip ends where what was kept of it does.
      geometry: geometryOf(layout.kind === 'strip' ? to - from : undefined),
    };
  });
  return { format, layout, pages: Math.ceil(pieces.length / perPage), blocks };
}

type Piece = Required<Stretch>;

function piecesOf({ from, to, title = '' }: Stretch, visible: number): Piece[] {
  const pieces: Piece[] = [];
  // A last piece of less than a twentieth is rounding, not signal somebody wants to see.
  for (let at = from; at === from || to - at > visible / 20; at += visible) {
    pieces.push({ from: at, to: Math.min(to, at + visible), title });
  }
  return pieces;
}
