import type { ClusterTable } from '../../../../shared/contract/clusters.ts';
import type { LeadInfo, RecordingInfo } from '../../../../shared/contract/library.ts';
import type { CanvasSize } from '../../ecg/canvas-size.ts';
import type { Palette } from '../../ecg/paper-colours.ts';
import type { ShapeFrame, ShownBeat } from '../../ecg/shape-painter.ts';
import type { BeatSignals } from '../../state/beat-signals.ts';

/** What all shapes of the page are drawn with: the same lead, the same scale. */
export interface ShapesContext {
  readonly table: ClusterTable;
  readonly recording: RecordingInfo;
  /** Index of the lead that is shown. */
  readonly lead: number;
  readonly info: LeadInfo;
  readonly low: number;
  readonly high: number;
  readonly palette: Palette;
  readonly signals: BeatSignals;
  /** CSS font family of the page. */
  readonly family: string;
}

export const frameOf = ({ table, low, high }: ShapesContext, size: CanvasSize): ShapeFrame => ({
  ...size,
  low,
  high,
  before: table.before / table.rate,
  after: (table.columns - table.before) / table.rate,
});

/** The signal of a beat, once it has come. */
export function shownBeat({ signals, lead, info, recording }: ShapesContext, sample: number): ShownBeat | undefined {
  const window = signals.of(lead, sample);
  if (!window) return undefined;
  return { window, sample, gain: info.gain, baseline: info.baseline, rate: info.rate, baseRate: recording.rate };
}
