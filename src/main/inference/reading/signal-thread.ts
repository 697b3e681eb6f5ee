import { parentPort, type Transferable, Worker } from 'node:worker_threads';
import { type BeatBatch, detectBeats, type DetectionInput, type DetectionOptions } from '../../signal/detect-beats.ts';
import { type BlockRequest, type PreparedBlock, prepareBlock } from '../blocks/prepare-block.ts';
import type { SignalWork } from './signal-work.ts';

/** What a thread is started with, so that its module knows what it is to be. */
export const SIGNAL_THREAD = 'signal-thread';

type ToThread =
  | { readonly kind: 'detect'; readonly input: DetectionInput; readonly leastConfidence: number | undefined }
  | { readonly kind: 'block'; readonly block: readonly Int32Array<ArrayBuffer>[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'prepare'; readonly id: number; readonly request: BlockRequest };

type FromThread =
  | { readonly kind: 'taken' }
  | { readonly kind: 'batch'; readonly batch: BeatBatch }
  | { readonly kind: 'detected' }
  | { readonly kind: 'prepared'; readonly id: number; readonly block: PreparedBlock }
  | { readonly kind: 'failed'; readonly thrown: unknown };

/** Blocks that are sent ahead: enough to keep the thread busy while the other one computes a batch. */
const BLOCKS_AHEAD = 90;

/** Signal work on a thread of its own, so that beats are found and blocks prepared while the model runs. */
export class SignalThread implements SignalWork {
  readonly #worker: Worker;
  readonly #prepared = new Map<number, PromiseWithResolvers<PreparedBlock>>();
  readonly #batches: BeatBatch[] = [];
  #asked = 0;
  #ahead = 0;
  #detected = false;
  #failure: { readonly thrown: unknown } | undefined;
  #wake = Promise.withResolvers<undefined>();

  /** @param entry a module that calls `serveSignalThread` where its `workerData` is SIGNAL_THREAD */
  constructor(entry: URL) {
    this.#worker = new Worker(entry, { workerData: SIGNAL_THREAD });
    this.#worker.on('message', (message: FromThread) => this.#take(message));
    this.#worker.on('error', (thrown) => this.#fail(thrown));
    this.#worker.on('exit', () => this.#fail(new Error('the signal thread has ended')));
  }

  async *detect(
    input: DetectionInput,
    blocks: AsyncIterable<readonly Int32Array<ArrayBuffer>[]>,
    { leastConfidence }: Pick<DetectionOptions, 'leastConfidence'>,
  ): AsyncGenerator<BeatBatch, void, undefined> {
    this.#send({ kind: 'detect', input, leastConfidence });
    const feeding = this.#feed(blocks).catch((thrown: unknown) => this.#fail(thrown));
    for (;;) {
      const batch = this.#batches.shift();
      if (batch) yield batch;
      else if (this.#failure) throw this.#failure.thrown;
      else if (this.#detected) break;
      else await this.#wake.promise;
    }
    await feeding;
  }

  async prepare(request: BlockRequest): Promise<PreparedBlock> {
    if (this.#failure) throw this.#failure.thrown;
    const id = this.#asked++;
    const answer = Promise.withResolvers<PreparedBlock>();
    this.#prepared.set(id, answer);
    const { leads, quality } = request;
    this.#send({ kind: 'prepare', id, request }, [
      ...leads.map(({ raw }) => raw.buffer),
      ...quality.leads.map(({ samples }) => samples.buffer),
    ]);
    return answer.promise;
  }

  async close(): Promise<void> {
    this.#fail(new Error('the reading has ended'));
    await this.#worker.terminate();
  }

  async #feed(blocks: AsyncIterable<readonly Int32Array<ArrayBuffer>[]>): Promise<void> {
    for await (const block of blocks) {
      while (this.#ahead >= BLOCKS_AHEAD && !this.#failure) await this.#wake.promise;
      if (this.#failure) return;
      this.#ahead++;
      this.#send(
        { kind: 'block', block },
        block.map(({ buffer }) => buffer),
      );
    }
    this.#send({ kind: 'end' });
  }

  #send(message: ToThread, transfer: readonly Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #take(message: FromThread): void {
    switch (message.kind) {
      case 'taken':
        this.#ahead--;
        break;
      case 'batch':
        this.#batches.push(message.batch);
        break;
      case 'detected':
        this.#detected = true;
        break;
      case 'prepared':
        this.#prepared.get(message.id)?.resolve(message.block);
        this.#prepared.delete(message.id);
        break;
      case 'failed':
        this.#fail(message.thrown);
        return;
    }
    this.#stir();
  }

  #fail(thrown: unknown): void {
    this.#failure ??= { thrown };
    for (const { promise, reject } of this.#prepared.values()) {
      promise.catch(() => undefined); // a reading that was left does not ask any more
      reject(thrown);
    }
    this.#prepared.clear();
    this.#stir();
  }

  #stir(): void {
    this.#wake.resolve(undefined);
    this.#wake = Promise.withResolvers<undefined>();
  }
}

/** Runs in the thread, to its end. */
export function serveSignalThread(): void {
  const port = parentPort;
  if (!port) throw new Error('this is no thread of its own');
  const tell = (message: FromThread, transfer: readonly Transferable[] = []): void =>
    port.postMessage(message, transfer);
  const waiting: (readonly Int32Array[] | undefined)[] = [];
  let wake = (): void => {};
  async function* blocks(): AsyncGenerator<readonly Int32Array[], void, undefined> {
    for (;;) {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const block = waiting.shift();
      if (!block) return;
      yield block;
      tell({ kind: 'taken' });
      // Lets requests in that came meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const detect = async (input: DetectionInput, leastConfidence: number | undefined): Promise<void> => {
    for await (const batch of detectBeats(input, blocks(), { leastConfidence })) tell({ kind: 'batch', batch });
    tell({ kind: 'detected' });
  };
  const fail = (thrown: unknown): void => tell({ kind: 'failed', thrown });
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'detect':
        void detect(message.input, message.leastConfidence).catch(fail);
        break;
      case 'block':
        waiting.push(message.block);
        wake();
        break;
      case 'end':
        waiting.push(undefined);
        wake();
        break;
      case 'prepare':
        try {
          tell({ kind: 'prepared', id: message.id, block: prepareBlock(message.request) });
        } catch (thrown) {
          fail(thrown);
        }
        break;
    }
  });
}
