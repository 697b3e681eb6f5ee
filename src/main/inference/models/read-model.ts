import { setImmediate } from 'node:timers/promises';
import { type Checkpoint, readCheckpoint } from '../../nat/checkpoint.ts';
import type { HeadConfig } from '../../nat/heads/head-config.ts';
import { requireRunnable } from './architecture.ts';
import type { HeadModel } from './head-model.ts';
import { fileNameOf, type Head, HEADS, type ModelCard } from './model-card.ts';
import { readCard, readPart } from './model-files.ts';
import { damagedModel, type ModelOrigin } from './model-problems.ts';

/** A model that was read and checked, ready to be run. */
export interface UsableModel {
  readonly id: string;
  readonly origin: ModelOrigin;
  readonly folder: string;
  readonly card: ModelCard;
  readonly beats: HeadModel<'beats'>;
  readonly findings: HeadModel<'findings'>;
  readonly waves: HeadModel<'waves'>;
}

/**
 * Reads and checks a whole model: its card, its files and whether this version of the program can run them.
 * @throws Problem `not-found`, `unreadable`, `unsupported`
 */
export async function readModel(folder: string, origin: ModelOrigin): Promise<UsableModel> {
  const card = readCard(folder, origin);
  const checkpoints = new Map<Head, Checkpoint>();
  for (const part of HEADS) {
    const file = fileNameOf(part);
    checkpoints.set(part, readCheckpoint(await readPart(folder, card, part, origin), `${card.id}/${file}`));
  }
  const headOf = async <K extends Head>(kind: K): Promise<HeadModel<K>> => {
    // Looking at a head's numbers and building its graph takes some ten milliseconds: others have their turn in between.
    await setImmediate();
    const { model, head, layout, state } = checkpoints.get(kind) ?? {};
    const parameters = state?.vectors.averaged ?? state?.vectors.parameters;
    if (!model || !layout || !parameters || !isKind(head, kind)) {
      throw damagedModel(card.id, `its ${fileNameOf(kind)} is no model for ${kind}`, origin);
    }
    if (!parameters.every(Number.isFinite)) {
      throw damagedModel(card.id, `some weights in ${fileNameOf(kind)} are not numbers`, origin);
    }
    const stored = { model, head, layout, parameters };
    requireRunnable(card, stored);
    return stored;
  };
  return {
    id: card.id,
    origin,
    folder,
    card,
    beats: await headOf('beats'),
    findings: await headOf('findings'),
    waves: await headOf('waves'),
  };
}

const isKind = <K extends HeadConfig['kind']>(
  head: HeadConfig | undefined,
  kind: K,
): head is Extract<HeadConfig, { kind: K }> => head?.kind === kind;
