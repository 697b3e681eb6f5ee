import { decimals } from '../language/decimals.ts';
import type { DisplayFilter } from '../../../shared/contract/signal.ts';
import type { ScaleTruth } from './paper.ts';
import type { FooterTexts } from './scene.ts';
import { durationText } from './time-format.ts';
import { strings } from '../language/strings.ts';

/** The band a display filter leaves, as it is printed on every page. */
export function filterText({ highpass, lowpass, notch }: DisplayFilter): string {
  const band =
    highpass > 0 && lowpass > 0
      ? `${String(highpass)}–${String(lowpass)} Hz`
      : highpass > 0
        ? strings.drawn.from(highpass)
        : lowpass > 0
          ? strings.drawn.upTo(lowpass)
          : strings.drawn.filterOff;
  return decimals(notch > 0 ? strings.drawn.notch(band, notch) : band);
}

/** `25 mm/s`; a strip zoomed far out is said in time instead, a speed of 0.06 mm/s tells nobody anything. */
export const speedText = (speed: number, secondsOnScreen: number): string =>
  speed >= 1
    ? `${decimals(String(Number(speed.toPrecision(3))))} mm/s`
    : strings.drawn.onScreen(durationText(secondsOnScreen));

export interface PageTexts {
  readonly speed: number;
  readonly secondsOnScreen: number;
  readonly gain: number;
  readonly filter: DisplayFilter;
  readonly scale: ScaleTruth;
  readonly uncalibratedLead: boolean;
}

/** The line at the foot of every page: speed, gain, filter, and how far its millimetres can be trusted. */
export function footerTexts({ speed, secondsOnScreen, gain, filter, scale, uncalibratedLead }: PageTexts): FooterTexts {
  const line = (band: string): string =>
    [
      speedText(speed, secondsOnScreen),
      `${decimals(String(gain))} mm/mV`,
      band,
      scale.kind === 'unknown' ? strings.drawn.notToScale : '',
      scale.kind === 'fitted' ? strings.drawn.fitted(scale.percent) : '',
      uncalibratedLead ? strings.drawn.uncalibrated : '',
    ]
      .filter((part) => part !== '')
      .join('   ·   ');
  const chosen = filterText(filter);
  const off = filter.highpass === 0 && filter.lowpass === 0 && filter.notch === 0;
  return {
    filtered: line(chosen),
    unfiltered: off ? line(chosen) : line(strings.drawn.unfiltered),
    pending: line(strings.drawn.pending(chosen)),
  };
}

/** `Start 2024-05-01 08:30:00` of an ISO 8601 local start: what is on screen may be from hours later. */
export const startText = (start: string | undefined): string =>
  start === undefined ? '' : strings.drawn.start(start.slice(0, 19).replace('T', ' '));
