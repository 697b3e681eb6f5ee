import { setImmediate } from 'node:timers/promises';
import type { EcgLead, RecordingSource } from './recording-source.ts';

/** Signal that is handed on at a time, in seconds. */
const BLOCK_SECONDS = 20;

/**
 * The leads of seconds [from, to) in blocks, each over the same stretch of time in all of them. Messages are let in
 * between.
 * @param between awaited before each block, with the second it begins at
 */
export async function* signalBlocks(
  source: RecordingSource,
  leads: readonly EcgLead[],
  { from, to }: { readonly from: number; readonly to: number },
  between?: (second: number) => Promise<void>,
): AsyncGenerator<readonly Int32Array<ArrayBuffer>[], void, undefined> {
  const end = source.samples / source.rate;
  for (let at = from; at < Math.min(to, end); at += BLOCK_SECONDS) {
    await setImmediate();
    await between?.(at);
    const until = Math.min(to, at + BLOCK_SECONDS);
    yield leads.map(({ index, lead }) => {
      const last = until >= end ? lead.samples : Math.round(until * lead.rate);
      return source.readSamples(index, Math.round(at * lead.rate), last);
    });
  }
}
