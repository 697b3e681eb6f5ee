import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { Library } from '../library/open-library.ts';

export type ReviewHandlers = Pick<WorkstationHandlers, 'review.annotations'>;

/** Annotations for the screen. */
export const reviewHandlers = (library: Library): ReviewHandlers => ({
  'review.annotations': ({ setId, from, to }) => {
    const rows = library.annotations.read(setId, from, to);
    // Copies of exactly these rows: a view would take its whole block across the wire.
    return {
      sample: new Int32Array(rows.sample),
      code: new Uint8Array(rows.code),
      subtype: new Int8Array(rows.subtype),
      channel: new Uint8Array(rows.channel),
      num: new Int8Array(rows.num),
      confidence: new Float32Array(rows.confidence),
      auxRow: Int32Array.from(rows.aux.keys()),
      auxText: [...rows.aux.values()],
    };
  },
});
