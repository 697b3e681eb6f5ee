import type { LearningDecision } from '../../../shared/contract/learning.ts';
import type { Comparison } from '../../../shared/contract/learning-evaluation.ts';
import { gateWords } from '../../../shared/gate-words.ts';
import { Problem } from '../../../shared/problem.ts';
import {
  ACTIVE_MODELS_SETTING,
  type ModelFolder,
  type ModelPlaces,
  modelsByPreference,
  modelWithId,
  wantedModels,
} from '../../inference/models/model-registry.ts';
import { readModel } from '../../inference/models/read-model.ts';
import type { Library } from '../../library/open-library.ts';
import { keptComparison, standingRefusal } from './kept-comparisons.ts';
import { modelInUse, type ModelInUse, requireModelInUse, RULES } from './model-in-use.ts';
import { problemOf } from './sound-models.ts';

export interface PromotionParts {
  readonly library: Library;
  readonly places: ModelPlaces;
  /** Who decides. @throws Problem where nobody has given a name */
  readonly actor: () => string;
}

/** Fewer letters are no reason. */
const SHORTEST_REASON = 3;

/** What a decision is made on. */
interface Standing {
  /** Id of the model by its card, and those wanted, before anything was awaited: still the same when it is written. */
  readonly active: string;
  readonly wanted: readonly string[];
  readonly refusal: string | undefined;
}

/** Which model is in use, and how that is decided: never by itself, always with a name. */
export class ModelPromotion {
  private readonly parts: PromotionParts;

  constructor(parts: PromotionParts) {
    this.parts = parts;
  }

  /** What reads, its bytes checked, and what of the models that should is not sound. */
  inUse(): Promise<ModelInUse> {
    return modelInUse(this.parts.library, this.parts.places);
  }

  /** Id of the model that reads, to train it further or to compare with it. @throws Problem where none is sound */
  requireReading(): Promise<string> {
    return requireModelInUse(this.parts.library, this.parts.places);
  }

  /** Id of the model that reads, its bytes checked; of the one that should by its card where none is sound. */
  async readingModel(): Promise<string> {
    return (await this.inUse()).reads ?? this.activeModel();
  }

  /** Id of the model in use by its card; `RULES` where there is none. */
  activeModel(): string {
    const found = modelsByPreference(this.parts.places, wantedModels(this.parts.library.settings));
    return found.find(({ card }) => card)?.card?.id ?? RULES;
  }

  /** The latest comparison of a candidate, as `keptComparison` tells it. */
  comparison(modelId: string): Comparison {
    return keptComparison(this.parts.library.learning.candidates, modelId);
  }

  /**
   * Takes a candidate into use: a flip of the pointer and its entry in the audit, both or neither.
   * @throws Problem `bad-input` where the gate or a person refused it and no reason is given, or it was compared with
   *   another model, or another decision came first
   */
  async promote(modelId: string, overrideReason?: string): Promise<LearningDecision> {
    const { library, places, actor } = this.parts;
    const by = actor();
    const reason = reasonOf(overrideReason);
    library.learning.candidates.find(modelId);
    const pointer = this.pointer();
    const from = await this.readingModel();
    if (modelId === from) throw inUseAlready(modelId);
    const before = { ...pointer, refusal: this.refusalBeside(modelId, from) };
    if (before.refusal !== undefined && reason === undefined) throw needsReason(before.refusal);
    await this.requireSound(modelWithId(places, modelId), modelId);
    const decision = {
      ...{ kind: 'promote' as const, actor: by, at: now(), from, to: modelId, modelId },
      overridden: before.refusal !== undefined,
      ...(reason === undefined ? {} : { reason }),
    };
    return this.flip([modelId, ...before.wanted.filter((id) => id !== modelId)], decision, before, () =>
      this.refusalBeside(modelId, from),
    );
  }

  /** Sets a candidate aside. */
  async refuse(modelId: string, reason: string): Promise<LearningDecision> {
    const { library, actor } = this.parts;
    const by = actor();
    const why = reasonOf(reason);
    const from = await this.readingModel();
    library.learning.candidates.find(modelId);
    const inUse = (): void => {
      if (modelId === from || modelId === this.activeModel()) {
        throw new Problem('bad-input', `The model ${modelId} is in use. Go back to the one before it instead.`);
      }
    };
    inUse();
    const decision = {
      ...{ kind: 'refuse' as const, actor: by, at: now(), from, to: from, modelId, overridden: false },
      ...(why === undefined ? {} : { reason: why }),
    };
    await library.whenFree(() =>
      library.transaction(() => {
        inUse();
        library.learning.candidates.addDecision(decision);
      }),
    );
    return decision;
  }

  /**
   * Back to the last sound model before the one that reads, or to one that was in use once.
   * @throws Problem `bad-input` where that one was refused and no reason is given, or is in use, or another decision came
   *   first
   */
  async rollBack(to?: string, givenReason?: string): Promise<LearningDecision> {
    const by = this.parts.actor();
    const reason = reasonOf(givenReason);
    const pointer = this.pointer();
    const { wanted } = pointer;
    const reading = await this.readingModel();
    if (to === undefined && wanted.length === 0) {
      throw new Problem('bad-input', 'The model that came with the program is in use: there is none to go back to.');
    }
    if (to !== undefined) this.requireUsedOnce(to);
    if (to === reading && to === (wanted[0] ?? reading)) throw inUseAlready(to);
    const next = to === undefined ? await this.soundBefore(reading) : this.folderOf(to);
    await this.requireSound(next, next.id);
    const before = { ...pointer, refusal: this.refusalOf(next.id, to !== undefined) };
    if (before.refusal !== undefined && reason === undefined) throw needsReason(before.refusal);
    // A damaged model that was chosen gives way for good to the one that reads in its place already.
    const from = next.id === reading ? (wanted[0] ?? reading) : reading;
    const older =
      to === undefined
        ? wanted.slice(wanted.indexOf(next.id) + 1)
        : wanted.filter((id) => id !== next.id && id !== from);
    const decision = {
      ...{ kind: 'roll-back' as const, actor: by, at: now(), from, to: next.id, modelId: from },
      overridden: before.refusal !== undefined,
      ...(reason === undefined ? {} : { reason }),
    };
    // The model that came with the program is used where none is chosen.
    return this.flip(next.origin === 'shipped' ? [] : [next.id, ...older], decision, before, () =>
      this.refusalOf(next.id, to !== undefined),
    );
  }

  /** What stands against taking a candidate into use. @throws Problem where it was not compared with `from` */
  private refusalBeside(modelId: string, from: string): string | undefined {
    const { gate, incumbentId } = this.comparison(modelId);
    if (incumbentId !== from) {
      throw new Problem(
        'bad-input',
        `The model ${modelId} was compared with ${incumbentId}, but ${from} is in use now. Compare it anew first.`,
      );
    }
    return gate.passed ? this.refusedByPerson(modelId) : gate.sentences.map(gateWords).join(' ');
  }

  /** What stands against going back to a model; where it is named also what the gate once said of it. */
  private refusalOf(modelId: string, named: boolean): string | undefined {
    const refused = named ? standingRefusal(this.parts.library.learning.candidates, modelId) : undefined;
    const byGate = refused && `The gate refused the model ${modelId} beside ${refused.incumbentId}.`;
    return this.refusedByPerson(modelId) ?? byGate;
  }

  private pointer(): Pick<Standing, 'active' | 'wanted'> {
    return { active: this.activeModel(), wanted: wantedModels(this.parts.library.settings) };
  }

  /** A refusal is never forgotten, whatever was decided since. */
  private refusedByPerson(modelId: string): string | undefined {
    const { candidates } = this.parts.library.learning;
    const refused = candidates.decisions().find((one) => one.kind === 'refuse' && one.modelId === modelId);
    return refused && `A person has refused this model: ${refused.actor} on ${refused.at.slice(0, 10)}.`;
  }

  /** The first sound model behind the one that reads; that one itself where there is none, but another was chosen. */
  private async soundBefore(reading: string): Promise<ModelFolder & { readonly id: string }> {
    const { places, library } = this.parts;
    const wanted = wantedModels(library.settings);
    const known = modelsByPreference(places, wanted);
    const place = known.findIndex(({ card }) => card?.id === reading);
    // Behind the newest that came with the program there is nothing.
    const behind = known[place]?.origin === 'shipped' ? [] : known.slice(place + 1);
    const itself = wanted[0] === reading ? [] : known.slice(place, place + 1);
    for (const { card, folder, origin } of [...behind, ...itself]) {
      if (card && (await problemOf(folder, origin)) === undefined) return { id: card.id, folder, origin };
    }
    throw new Problem('not-found', 'No model from before can be used. Install Einthoven again.');
  }

  private folderOf(modelId: string): ModelFolder & { readonly id: string } {
    const folder = modelWithId(this.parts.places, modelId);
    if (!folder) throw filesGone(modelId);
    return { ...folder, id: modelId };
  }

  /** Its bytes as they lie there now, not as they were when it was made. */
  private async requireSound(folder: ModelFolder | undefined, modelId: string): Promise<void> {
    if (!folder) throw filesGone(modelId);
    await readModel(folder.folder, folder.origin);
  }

  private requireUsedOnce(modelId: string): void {
    const { library, places } = this.parts;
    const known = library.learning.candidates.decisions().some(({ from, to }) => from === modelId || to === modelId);
    if (known && modelWithId(places, modelId)) return;
    throw new Problem(
      'not-found',
      `The model ${modelId} was never in use here. "einthoven learn history" lists those.`,
    );
  }

  /** Looks again at what was decided by, while nothing else can be written. */
  private async flip(
    wanted: readonly string[],
    decision: LearningDecision,
    before: Standing,
    refusalNow: () => string | undefined,
  ): Promise<LearningDecision> {
    const { library } = this.parts;
    await library.whenFree(() =>
      library.transaction(() => {
        const now = this.pointer();
        if (now.active !== before.active || now.wanted.join() !== before.wanted.join()) {
          throw new Problem(
            'bad-input',
            `Meanwhile somebody else has decided: ${now.active} is in use now. Look at that first, then decide anew.`,
          );
        }
        const refusal = refusalNow();
        if (refusal !== undefined && decision.reason === undefined) throw needsReason(refusal);
        library.settings.save(ACTIVE_MODELS_SETTING, wanted);
        library.learning.candidates.addDecision({ ...decision, overridden: refusal !== undefined });
      }),
    );
    return decision;
  }

  async record(decision: LearningDecision): Promise<LearningDecision> {
    const { library } = this.parts;
    await library.whenFree(() => library.learning.candidates.addDecision(decision));
    return decision;
  }
}

const needsReason = (why: string): Problem =>
  new Problem('bad-input', `${why} To use it all the same, write down why.`);

const inUseAlready = (modelId: string): Problem => new Problem('bad-input', `The model ${modelId} is in use already.`);

const filesGone = (modelId: string): Problem =>
  new Problem('not-found', `The files of the model ${modelId} are not there any more.`);

/** @throws Problem `bad-input` for a reason that is none */
function reasonOf(given: string | undefined): string | undefined {
  const reason = given?.trim();
  if (reason === undefined || reason.length >= SHORTEST_REASON) return reason;
  throw new Problem('bad-input', 'Say why in a few words: the reason stays in the history with your name.');
}

const now = (): string => new Date().toISOString();
