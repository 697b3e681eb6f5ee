import type { LearningJob, ModelOffer } from '../../../../shared/contract/learning.ts';
import type { LearningSurroundings } from './learning-api.ts';

/** The contract takes pieces of at most 4 MB. */
const PIECE_BYTES = 4 * 1024 * 1024;

type Download = (name: string, content: Blob) => void;

/** Models as files: one is handed out signed, one that comes in is shown before it is kept. */
export class ModelExchange {
  /** The model that is being handed out. */
  exporting = $state<string>();
  /** 0–1 while a file is taken in. */
  receiving = $state<number>();
  offer = $state.raw<ModelOffer>();
  /** A person said that they know whose fingerprint it is. */
  trusted = $state(false);
  accepting = $state(false);
  readonly mayAccept = $derived(this.offer !== undefined && (this.offer.standing !== 'unknown' || this.trusted));
  readonly #around: LearningSurroundings;
  readonly #download: Download;
  #moving = new AbortController();

  constructor(around: LearningSurroundings, download: Download) {
    this.#around = around;
    this.#download = download;
  }

  /** @returns the name of the file; undefined where it was called off or failed, which is told */
  async export(modelId: string): Promise<string | undefined> {
    const { api, tellProblem } = this.#around;
    const { signal } = this.#begin();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    this.exporting = modelId;
    try {
      let fileName = modelId;
      for await (const { name, bytes } of api['learning.exportModel']({ modelId }, signal)) {
        fileName = name;
        pieces.push(new Uint8Array(bytes));
      }
      this.#download(fileName, new Blob(pieces));
      return fileName;
    } catch (thrown) {
      if (!signal.aborted) tellProblem(thrown);
      return undefined;
    } finally {
      if (this.#moving.signal === signal) this.exporting = undefined;
    }
  }

  /** Sends a model's file to the workstation, which checks it and says what is in it. */
  async receive(file: Blob): Promise<void> {
    const { api, tellProblem } = this.#around;
    const { signal } = this.#begin();
    this.offer = undefined;
    this.trusted = false;
    this.receiving = 0;
    try {
      let uploadId: string | undefined;
      let sent = 0;
      do {
        const end = Math.min(file.size, sent + PIECE_BYTES);
        const bytes = new Uint8Array(await file.slice(sent, end).arrayBuffer());
        const known = uploadId === undefined ? {} : { uploadId };
        const answer = await api['learning.receiveModel']({ ...known, bytes, last: end === file.size }, signal);
        if (signal.aborted) return;
        ({ uploadId } = answer);
        sent = end;
        this.receiving = file.size === 0 ? 1 : sent / file.size;
        this.offer = answer.offer;
      } while (sent < file.size);
    } catch (thrown) {
      if (!signal.aborted) tellProblem(thrown);
    } finally {
      if (this.#moving.signal === signal) this.receiving = undefined;
    }
  }

  /** Keeps the offered model; it is compared with the one in use next. */
  async accept(): Promise<LearningJob | undefined> {
    const { offer } = this;
    const { api, named, tellProblem } = this.#around;
    if (!offer || !this.mayAccept || this.accepting) return undefined;
    this.accepting = true;
    try {
      if (!(await named())) return undefined;
      const trust = offer.standing === 'unknown' ? { trustFingerprint: offer.fingerprint } : {};
      const job = await api['learning.acceptModel']({ offerId: offer.offerId, ...trust });
      this.offer = undefined;
      return job;
    } catch (thrown) {
      tellProblem(thrown);
      return undefined;
    } finally {
      this.accepting = false;
    }
  }

  /** Calls off what is being moved, and puts an offer away. */
  dismiss(): void {
    this.#moving.abort();
    this.offer = undefined;
    this.receiving = undefined;
    this.exporting = undefined;
  }

  #begin(): AbortController {
    this.#moving.abort();
    this.#moving = new AbortController();
    return this.#moving;
  }
}
