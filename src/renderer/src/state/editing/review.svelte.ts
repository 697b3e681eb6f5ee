import { isBlind, seedOf } from '../../../../shared/blind-sample.ts';
import type { QueuePlan, ReviewQueue } from '../../../../shared/contract/review-queue.ts';
import type { ViewState } from '../../ecg/view-state.svelte.ts';
import { strings } from '../../language/strings.ts';
import type { EditCommand } from './edit-keys.ts';
import type { EditSession } from './edit-session.svelte.ts';
import type { EditSurroundings } from './edits.svelte.ts';

/** A label that the reader is asked about. */
export interface Asked {
  readonly id: number;
  readonly sample: number;
  /** 0 for a blind one. */
  readonly code: number;
  readonly confidence: number;
  readonly blind: boolean;
}

/** So many are asked for at a time; the order of the others may change with what is answered. */
const BATCH = 200;

/**
 * The review of a recording: label after label in the order of the plan, each answered with one key. While it runs, the
 * labels that are asked about blind can be seen nowhere.
 */
export class Review {
  active = $state(false);
  queue = $state.raw<ReviewQueue>();
  /** Of the label that is asked about, in the queue. */
  at = $state(0);
  /** Answered since the queue was asked for. */
  answered = $state(0);
  readonly #around: EditSurroundings;
  readonly #editing: EditSession;
  readonly #view: ViewState;

  constructor(around: EditSurroundings, editing: EditSession, view: ViewState) {
    this.#around = around;
    this.#editing = editing;
    this.#view = view;
  }

  get asked(): Asked | undefined {
    const { queue, at } = this;
    const id = queue?.id[at];
    if (!queue || id === undefined) return undefined;
    return {
      id,
      sample: queue.sample[at] ?? 0,
      code: queue.code[at] ?? 0,
      confidence: queue.confidence[at] ?? Number.NaN,
      blind: queue.blind[at] === 1,
    };
  }

  get done(): number {
    return (this.queue?.done ?? 0) + this.answered;
  }

  /** Begins, or goes on with another plan. Without one: the plan of the last time. */
  async start(plan?: QueuePlan): Promise<void> {
    const { named, tellProblem, advise } = this.#around;
    const { edits } = this.#editing;
    try {
      if (!edits.ready) {
        advise(strings.editing.notYet);
        return;
      }
      if (!(await named())) return;
      await edits.look();
      if (!(await this.#ask(plan))) return;
      this.active = true;
      this.#editing.shouts = false;
      this.#editing.shout = undefined;
      if (!this.#editing.on) this.#editing.toggle();
      this.#go();
    } catch (thrown) {
      tellProblem(thrown);
    }
  }

  stop(): void {
    if (!this.active) return;
    this.active = false;
    this.#editing.shouts = true;
    this.queue = undefined;
    this.#around.session.beats.blind(undefined);
  }

  /** Whether a key was the review's; any other is the editor's. */
  obey(command: EditCommand): boolean {
    switch (command.kind) {
      case 'label':
        void this.answer(command.code);
        return true;
      case 'apply':
        if (this.#editing.question) return false;
        void this.answer(this.#editing.label);
        return true;
      case 'confirm':
        void this.stands();
        return true;
      case 'step':
        this.move(command.direction);
        return true;
      default:
        return false;
    }
  }

  /** The label stands. Nobody can say so of one they do not see. */
  async stands(): Promise<void> {
    const { asked } = this;
    if (asked?.blind) this.#around.advise(strings.editing.review.blindNeedsLabel);
    else if (asked) await this.answer(asked.code);
  }

  async answer(code: number): Promise<void> {
    const { asked, queue } = this;
    const { api } = this.#around;
    if (!asked || !queue) return;
    this.#editing.choose(code);
    const at = this.at;
    const { edits } = this.#editing;
    const answer = await edits.run(
      (on) => api['queue.answer']({ ...on, id: asked.id, code }),
      edits.foresee(asked.id, code === asked.code ? undefined : code),
    );
    if (!answer || this.queue !== queue || this.at !== at) return;
    this.answered++;
    if (at + 1 < queue.id.length) this.move(1);
    else {
      await this.#ask().catch(this.#around.tellProblem);
      this.#go();
    }
  }

  /** To the next or previous of the queue without an answer. */
  move(direction: 1 | -1): void {
    const { queue } = this;
    if (!queue) return;
    this.at = Math.max(0, Math.min(queue.id.length - 1, this.at + direction));
    this.#go();
  }

  /** The queue anew: after an undo, or a change of many labels. */
  async refresh(): Promise<void> {
    if (!this.active) return;
    const { asked } = this;
    await this.#ask().catch(this.#around.tellProblem);
    const at = asked && this.queue ? this.queue.id.indexOf(asked.id) : -1;
    if (at >= 0) this.at = at;
  }

  async #ask(plan?: QueuePlan): Promise<boolean> {
    const { api, session } = this.#around;
    const { shown } = session;
    if (shown === undefined) return false;
    const queue = await api['queue.open']({ setId: shown, limit: BATCH, ...(plan ? { plan } : {}) });
    if (session.shown !== shown) return false;
    this.queue = queue;
    this.at = 0;
    this.answered = 0;
    const seed = seedOf(session.sourceSetId ?? shown);
    const { blindShare } = queue.plan;
    session.beats.blind(blindShare > 0 ? (id) => isBlind(id, blindShare, seed) : undefined);
    return true;
  }

  #go(): void {
    const { asked } = this;
    if (!asked) return;
    this.#view.focus = asked.sample;
    this.#view.centreOn(asked.sample);
  }
}
