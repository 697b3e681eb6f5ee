import { type Lead, MISSING_SAMPLE, type RecordingHeader, type SignalBlock } from '../../../shared/recording.ts';
import { alignLeads } from '../align.ts';
import { unsupported } from '../unreadable.ts';
import { dialectHead } from './dialect.ts';

/** Rows put together into one piece of text. */
const ROWS_PER_PIECE = 2048;
const MAX_DECIMALS = 20;
const MAX_CELLS_KEPT = 65_536;

/**
 * A recording as the column file that this program reads without asking, in pieces of bounded size. Values carry one
 * decimal more than their gain needs, so that reading gives the same integers.
 * @param blocks all samples, as `RecordingReader.signal()` yields them
 * @throws Problem `unsupported` when leads have different rates
 */
export function* writeCsv(header: RecordingHeader, blocks: Iterable<SignalBlock>): Generator<string, void, undefined> {
  const slow = header.leads.find((lead) => lead.rate !== header.rate);
  if (slow !== undefined) {
    const what = `cannot be written as CSV: lead ${slow.name} has ${String(slow.rate)} Hz, others ${String(header.rate)} Hz`;
    throw unsupported(header.name, what, 'Export it as WFDB.');
  }
  yield dialectHead(header);
  const cells = header.leads.map(cellWriter);
  const timeDecimals = Math.max(3, Math.ceil(Math.log10(header.rate)) + 2);
  const shape = { samplesPerFrame: header.leads.map(() => 1), frames: header.samples };
  for (const { firstFrame, frames, leads } of alignLeads(shape, blocks)) {
    for (let from = 0; from < frames; from += ROWS_PER_PIECE) {
      let piece = '';
      const to = Math.min(frames, from + ROWS_PER_PIECE);
      for (let row = from; row < to; row++) {
        piece += fixed((firstFrame + row) / header.rate, timeDecimals);
        for (let i = 0; i < cells.length; i++) piece += cells[i]!(leads[i]![row]!);
        piece += '\n';
      }
      yield piece;
    }
  }
}

/** Turns the samples of a lead into cells, each with the comma before it; an ECG repeats its values, so they are kept. */
function cellWriter({ gain, baseline }: Lead): (sample: number) => string {
  const decimals = Math.min(MAX_DECIMALS, Math.max(0, Math.ceil(Math.log10(Math.abs(gain)) + 1)));
  const written = new Map([[MISSING_SAMPLE, ',']]);
  return (sample) => {
    let cell = written.get(sample);
    if (cell === undefined) {
      cell = `,${fixed((sample - baseline) / gain, decimals)}`;
      if (written.size < MAX_CELLS_KEPT) written.set(sample, cell);
    }
    return cell;
  };
}

/** Rounded to so many decimals, without trailing zeros. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  if (decimals === 0) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x30) end--;
  if (text.charCodeAt(end - 1) === 0x2e) end--;
  return end === 2 && text.startsWith('-0') ? '0' : text.slice(0, end);
}
