import uPlot from 'uplot';
import { hexOf, mixed, type Rgb } from '../../../ecg/colour.ts';
import type { Theme } from '../../../ecg/theme-colours.ts';

/** Colours a line may have, by meaning. Classes of beats keep theirs. */
export type LineColour = 'text' | 'accent' | 'quiet' | 'N' | 'S' | 'V' | 'F' | 'Q';

/** How a line is drawn; colour never tells lines apart alone. */
export interface LineStyle {
  readonly colour: LineColour;
  /** Lengths of strokes and gaps in CSS pixels; none for a continuous line. */
  readonly dash?: readonly number[];
  readonly points?: 'hollow' | 'filled';
}

export interface ChartLine extends LineStyle {
  readonly name: string;
  /** As long as the chart's x; NaN where there is nothing. */
  readonly values: ArrayLike<number>;
  /** Bounds of an interval around each value. */
  readonly low?: ArrayLike<number>;
  readonly high?: ArrayLike<number>;
}

export interface ChartShape {
  readonly height: number;
  /** Fixed ends of the scales; what the data need where absent. */
  readonly y?: readonly [low: number, high: number];
  readonly x?: readonly [low: number, high: number];
  /** Steps the axis of x may have; what is usual for numbers where absent. */
  readonly stepsX?: readonly number[];
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
  /** Whether a line goes on over places where it has no value. */
  readonly spanGaps?: boolean;
  /** Index of the place under the pointer; undefined when it has left. */
  readonly point: (index: number | undefined) => void;
}

const CLASSES = ['N', 'S', 'V', 'F', 'Q'] as const;

/** The custom property a line's colour is taken from, for legends outside of canvases. */
export const tokenOf = (colour: LineColour): string => {
  const tokens: Readonly<Record<string, string>> = { text: '--text', accent: '--accent', quiet: '--text-quiet' };
  return tokens[colour] ?? `--class-${colour.toLowerCase()}`;
};

function rgbOfLine(colour: LineColour, theme: Theme): Rgb {
  if (colour === 'text') return theme.text;
  if (colour === 'accent') return theme.accent;
  const at = CLASSES.findIndex((name) => name === colour);
  return theme.classes[at] ?? theme.quietText;
}

/** Lines over one common x. */
export class LineChart {
  readonly #plot: uPlot;
  readonly #height: number;

  constructor(
    parent: HTMLElement,
    shape: ChartShape,
    lines: readonly ChartLine[],
    look: { readonly theme: Theme; readonly fontFamily: string; readonly width: number },
  ) {
    this.#height = shape.height;
    const { theme, fontFamily, width } = look;
    const grid = { stroke: hexOf(theme.line), width: 1 };
    const axis = {
      stroke: hexOf(theme.quietText),
      font: `11px ${fontFamily}`,
      grid,
      ticks: { show: false },
      gap: 4,
    };
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    for (const line of lines) {
      const stroke = hexOf(rgbOfLine(line.colour, theme));
      const dash = line.dash === undefined ? {} : { dash: [...line.dash] };
      const fill = line.points === 'hollow' ? hexOf(theme.surface) : stroke;
      series.push({
        ...dash,
        stroke,
        width: 1.5,
        spanGaps: shape.spanGaps === true,
        points: line.points === undefined ? { show: false } : { show: true, size: 7, width: 1.5, stroke, fill },
      });
      if (line.low === undefined || line.high === undefined) continue;
      const edge = { stroke: 'transparent', width: 0, points: { show: false } };
      series.push(edge, edge);
      const hue = hexOf(mixed(rgbOfLine(line.colour, theme), theme.surface, 0.5));
      bands.push({ series: [series.length - 1, series.length - 2], fill: `${hue}38` });
    }
    const options: uPlot.Options = {
      width,
      height: shape.height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, ...(shape.x ? { range: [shape.x[0], shape.x[1]] } : {}) },
        y: shape.y ? { range: [shape.y[0], shape.y[1]] } : {},
      },
      axes: [
        {
          ...axis,
          ...(shape.stepsX ? { incrs: [...shape.stepsX] } : {}),
          size: 24,
          space: 80,
          values: (_, splits) => splits.map(shape.formatX),
        },
        { ...axis, size: 44, space: 30, values: (_, splits) => splits.map(shape.formatY) },
      ],
      series,
      bands,
      hooks: { setCursor: [(plot) => shape.point(plot.cursor.idx ?? undefined)] },
    };
    this.#plot = new uPlot(options, [[], ...series.slice(1).map(() => [])], parent);
  }

  update(x: ArrayLike<number>, lines: readonly ChartLine[]): void {
    const columns = lines.flatMap(({ values, low, high }) =>
      low === undefined || high === undefined ? [values] : [values, low, high],
    );
    this.#plot.setData([Array.from(x), ...columns.map(withGaps)]);
  }

  resize(width: number): void {
    this.#plot.setSize({ width, height: this.#height });
  }

  close(): void {
    this.#plot.destroy();
  }
}

/** Gaps as the chart knows them. */
const withGaps = (values: ArrayLike<number>): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));
