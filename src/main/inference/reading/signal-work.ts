import { type BeatBatch, detectBeats, type DetectionInput, type DetectionOptions } from '../../signal/detect-beats.ts';
import { type BlockRequest, type PreparedBlock, prepareBlock } from '../blocks/prepare-block.ts';

/** The arithmetic of a reading on signals: done on its own thread or beside it on another, with the same result. */
export interface SignalWork {
  /** Finds the beats of a recording whose blocks come in order; once only. */
  detect(
    input: DetectionInput,
    blocks: AsyncIterable<readonly Int32Array<ArrayBuffer>[]>,
    options: Pick<DetectionOptions, 'leastConfidence'>,
  ): AsyncIterable<BeatBatch>;
  prepare(request: BlockRequest): Promise<PreparedBlock>;
  close(): Promise<void>;
}

/** On the thread that asks. */
export const onThisThread: SignalWork = {
  detect: detectBeats,
  prepare: async (request) => Promise.resolve(prepareBlock(request)),
  close: async () => Promise.resolve(),
};
