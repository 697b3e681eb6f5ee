import uPlot from 'uplot';
import { CLASS_OF_CODE, NORMAL, SEVERITY } from './beat-class.ts';
import { drawGlyph } from './beat-glyphs.ts';
import { type BeatStore, DETECTED } from './beat-store.svelte.ts';
import { hexOf, mixed } from './colour.ts';
import { tachogramData } from './tachogram-data.ts';
import type { Theme } from './theme-colours.ts';
import { elapsedText } from './time-format.ts';

/** Height of the chart and width left of its plot, in CSS pixels; the overview keeps to the same gutter. */
export const TACHOGRAM_HEIGHT = 86;
export const GUTTER = 52;
const AXIS_HEIGHT = 20;
const GLYPH_RADIUS = 2.6;
/** Ectopic beats closer than this share a place; the most severe is drawn. */
const SLOT = 6;

export interface TachogramSetting {
  readonly beats: BeatStore;
  readonly rate: number;
  readonly durationSeconds: number;
  readonly theme: Theme;
  readonly fontFamily: string;
  readonly width: number;
}

/** RR intervals over the whole recording; beats that are not normal in their colour and shape. */
export class TachogramChart {
  readonly #plot: uPlot;
  readonly #setting: TachogramSetting;
  #low = 400;
  #high = 1200;

  constructor(parent: HTMLElement, setting: TachogramSetting) {
    this.#setting = setting;
    const { theme, durationSeconds, fontFamily, width } = setting;
    const quiet = hexOf(theme.quietText);
    const line = { stroke: hexOf(theme.line), width: 1 };
    const axis = { stroke: quiet, font: `11px ${fontFamily}`, grid: line, ticks: { show: false }, gap: 4 };
    this.#plot = new uPlot(
      {
        width,
        height: TACHOGRAM_HEIGHT,
        padding: [6, 0, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, Math.max(durationSeconds, 0.001)] },
          y: { range: () => [this.#low, this.#high] },
        },
        axes: [
          {
            ...axis,
            size: AXIS_HEIGHT,
            space: 90,
            incrs: [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400],
            // The last label would be cut off by the edge of the window.
            values: (_, splits) =>
              splits.map((seconds) => (seconds > 0.97 * durationSeconds ? '' : elapsedText(seconds))),
          },
          {
            ...axis,
            size: GUTTER,
            space: 20,
            incrs: [100, 200, 500, 1000, 2000],
            values: (_, splits) => splits.map(String),
          },
        ],
        series: [{}, { stroke: hexOf(mixed(theme.quietText, theme.surface, 0.4)), width: 1, points: { show: false } }],
        hooks: { draw: [(plot) => this.#drawEctopics(plot)] },
      },
      [[], []],
      parent,
    );
    this.update();
  }

  /** Takes over what the beats have become. */
  update(): void {
    const { beats, rate } = this.#setting;
    const data = tachogramData(beats, rate);
    this.#low = data.low;
    this.#high = data.high;
    this.#plot.setData([data.seconds, data.intervals]);
  }

  resize(width: number): void {
    this.#plot.setSize({ width, height: TACHOGRAM_HEIGHT });
  }

  close(): void {
    this.#plot.destroy();
  }

  #drawEctopics(plot: uPlot): void {
    const { beats, rate, theme } = this.#setting;
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    const slotPixels = SLOT * ratio;
    const colours = theme.classes.map(hexOf);
    ctx.save();
    ctx.lineWidth = ratio;
    let slot = NaN;
    let chosen = -1;
    let severity = -1;
    const draw = (beat: number): void => {
      const beatClass = CLASS_OF_CODE[beats.code[beat]!]!;
      const interval = (1000 * beats.interval(beat)) / rate;
      if (!(interval > 0)) return;
      // What lies beyond the scale stands at its edge rather than nowhere.
      const within = Math.max(this.#low, Math.min(this.#high, interval));
      ctx.fillStyle = ctx.strokeStyle = colours[beatClass]!;
      drawGlyph(
        ctx,
        beatClass,
        plot.valToPos(beats.sample[beat]! / rate, 'x', true),
        plot.valToPos(within, 'y', true),
        GLYPH_RADIUS * ratio,
        beats.isUnconfirmed(beat),
      );
    };
    const perSample = bbox.width / Math.max(1, this.#setting.durationSeconds * rate);
    for (let beat = 1; beat < beats.count; beat++) {
      const beatClass = CLASS_OF_CODE[beats.code[beat]!]!;
      if (beatClass === NORMAL || beats.stage[beat] === DETECTED) continue;
      const place = Math.floor((beats.sample[beat]! * perSample) / slotPixels);
      if (place !== slot) {
        if (chosen >= 0) draw(chosen);
        slot = place;
        chosen = beat;
        severity = SEVERITY[beatClass]!;
      } else if (SEVERITY[beatClass]! > severity) {
        chosen = beat;
        severity = SEVERITY[beatClass]!;
      }
    }
    if (chosen >= 0) draw(chosen);
    ctx.restore();
  }
}
