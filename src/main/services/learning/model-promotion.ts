import type { LearningDecision } from '../../../shared/contract/learning.ts';
import { Comparison } from '../../../shared/contract/learning-evaluation.ts';
import { Problem } from '../../../shared/problem.ts';
import {
  ACTIVE_MODELS_SETTING,
  type ModelPlaces,
  modelsByPreference,
  modelWithId,
  wantedModels,
} from '../../inference/models/model-registry.ts';
import { readModel } from '../../inference/models/read-model.ts';
import { storedValue } from '../../library/learning-loop/stored-value.ts';
import type { Library } from '../../library/open-library.ts';

export interface PromotionParts {
  readonly library: Library;
  readonly places: ModelPlaces;
  /** Who decides. @throws Problem where nobody has given a name */
  readonly actor: () => string;
}

/** Which model is in use, and how that is decided: never by itself, always with a name. */
export class ModelPromotion {
  private readonly parts: PromotionParts;

  constructor(parts: PromotionParts) {
    this.parts = parts;
  }

  /** Id of the model in use. @throws Problem `not-found` where rules read */
  activeModel(): string {
    const found = modelsByPreference(this.parts.places, wantedModels(this.parts.library.settings));
    const id = found.find(({ card }) => card)?.card?.id;
    if (id !== undefined) return id;
    throw new Problem(
      'not-found',
      'No model can be used here, so there is none to train further. Install Einthoven again.',
    );
  }

  /** @throws Problem `not-found` */
  comparison(modelId: string): Comparison {
    const stored = this.parts.library.learning.candidates.comparison(modelId);
    if (!stored) throw new Problem('not-found', `The model ${modelId} has not been compared yet. Wait for its end.`);
    const parsed = Comparison.safeParse(storedValue(stored.content));
    if (parsed.success) return parsed.data;
    throw new Problem(
      'unreadable',
      'This comparison was made by another version of Einthoven. Compare the model anew.',
    );
  }

  /**
   * Takes a candidate into use: a flip of the pointer and its entry in the audit, both or neither.
   * @throws Problem `bad-input` where the gate refused it and no reason is given, or it was compared with another model
   */
  async promote(modelId: string, overrideReason?: string): Promise<LearningDecision> {
    const { library, places, actor } = this.parts;
    const by = actor();
    const from = this.activeModel();
    const { candidates } = library.learning;
    candidates.find(modelId);
    if (modelId === from) throw new Problem('bad-input', `The model ${modelId} is in use already.`);
    const { gate, incumbentId } = this.comparison(modelId);
    if (incumbentId !== from) {
      throw new Problem(
        'bad-input',
        `The model ${modelId} was compared with ${incumbentId}, but ${from} is in use now. Compare it anew first.`,
      );
    }
    const refused = candidates.decisions().find((one) => one.modelId === modelId)?.kind === 'refuse';
    const overridden = !gate.passed || refused;
    if (overridden && overrideReason === undefined) {
      const why = gate.passed ? 'A person has refused this model.' : gate.sentences.join(' ');
      throw new Problem('bad-input', `${why} To use it all the same, write down why.`);
    }
    const folder = modelWithId(places, modelId);
    if (!folder) throw new Problem('not-found', `The files of the model ${modelId} are not there any more.`);
    // Its bytes as they lie there now, not as they were when it was made.
    await readModel(folder.folder, folder.origin);
    const decision = {
      ...{ kind: 'promote' as const, actor: by, at: now(), from, to: modelId, modelId, overridden },
      ...(overrideReason === undefined ? {} : { reason: overrideReason }),
    };
    return this.flip([modelId, ...wantedModels(library.settings).filter((id) => id !== modelId)], decision);
  }

  /** Sets a candidate aside. */
  async refuse(modelId: string, reason: string): Promise<LearningDecision> {
    const { library, actor } = this.parts;
    const by = actor();
    const from = this.activeModel();
    library.learning.candidates.find(modelId);
    if (modelId === from) {
      throw new Problem('bad-input', `The model ${modelId} is in use. Go back to the one before it instead.`);
    }
    return this.record({ kind: 'refuse', actor: by, at: now(), from, to: from, modelId, reason, overridden: false });
  }

  /** Back to the model before, or to one that was in use once. */
  async rollBack(to?: string, reason?: string): Promise<LearningDecision> {
    const { library, places, actor } = this.parts;
    const by = actor();
    const from = this.activeModel();
    const wanted = wantedModels(library.settings);
    if (to === undefined && wanted.length === 0) {
      throw new Problem('bad-input', 'The model that came with the program is in use: there is none to go back to.');
    }
    const rest = to === undefined ? wanted.slice(1) : [to, ...wanted.filter((id) => id !== to && id !== from)];
    if (to !== undefined) this.requireUsedOnce(to);
    const next = modelsByPreference(places, rest).find(({ card }) => card);
    if (!next?.card) throw new Problem('not-found', 'No model from before can be used. Install Einthoven again.');
    await readModel(next.folder, next.origin);
    const decision = {
      ...{ kind: 'roll-back' as const, actor: by, at: now(), from, to: next.card.id, modelId: from, overridden: false },
      ...(reason === undefined ? {} : { reason }),
    };
    // The model that came with the program is used where none is chosen.
    return this.flip(next.origin === 'shipped' ? [] : rest, decision);
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

  private async flip(wanted: readonly string[], decision: LearningDecision): Promise<LearningDecision> {
    const { library } = this.parts;
    await library.whenFree(() =>
      library.transaction(() => {
        library.settings.save(ACTIVE_MODELS_SETTING, wanted);
        library.learning.candidates.addDecision(decision);
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

const now = (): string => new Date().toISOString();
