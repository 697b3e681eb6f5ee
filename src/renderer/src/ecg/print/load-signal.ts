import type { Workstation } from '../../../../shared/contract.ts';
import type { RecordingInfo } from '../../../../shared/contract/library.ts';
import type { DisplayFilter } from '../../../../shared/contract/signal.ts';
import type { Layout } from '../layouts.ts';
import type { SignalSource } from '../tile-runs.ts';
import { LoadedSignal } from './loaded-signal.ts';
import type { PrintBlock, PrintPlan } from './print-plan.ts';

/** Values asked for at once: always enough for samples, at any rate a page can show. */
const COLUMNS = 16_384;
/** Signal loaded beyond a strip's edges, in seconds, so that its ends are filtered like the rest. */
const SURROUND = 2;

const NOTHING = new LoadedSignal([], () => 1);

/** Loads what the strips of a plan show, as it is filtered on screen. @throws Problem */
export async function loadSignal(
  api: Pick<Workstation, 'signal.window'>,
  { id, rate, samples, leads }: RecordingInfo,
  { layout, blocks }: PrintPlan,
  filter: DisplayFilter,
  signal: AbortSignal,
): Promise<(block: PrintBlock) => SignalSource> {
  const shown = leadsOf(layout);
  const around = Math.ceil(SURROUND * rate);
  const off = filter.highpass === 0 && filter.lowpass === 0 && filter.notch === 0;
  const loaded = new Map<PrintBlock, SignalSource>();
  for (const block of blocks) {
    if (shown.length === 0) break;
    const from = Math.max(0, block.from - around);
    const to = Math.min(samples, block.from + block.geometry.visibleSamples + around);
    const request = { recordingId: id, leads: shown, from, to, columns: COLUMNS, ...(off ? {} : { filter }) };
    const { leads: windows } = await api['signal.window'](request, signal);
    loaded.set(block, new LoadedSignal(windows, (lead) => rate / (leads[lead]?.rate ?? rate)));
  }
  return (block) => loaded.get(block) ?? NOTHING;
}

/** Recorded leads that the rows are drawn from. */
function leadsOf({ rows }: Layout): number[] {
  const leads = new Set<number>();
  for (const { trace } of rows.flat()) {
    if (trace.kind === 'recorded') leads.add(trace.lead);
    if (trace.kind === 'derived') leads.add(trace.leadI).add(trace.leadII);
  }
  return [...leads];
}
