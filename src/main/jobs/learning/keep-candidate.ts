import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ClassCounts } from '../../../shared/contract/learning-data.ts';
import type { Comparison } from '../../../shared/contract/learning-evaluation.ts';
import { Problem } from '../../../shared/problem.ts';
import { fileNameOf, ModelFacts, type Part, PARTS } from '../../inference/models/model-card.ts';
import { modelPlaces } from '../../inference/models/model-registry.ts';
import { packModel } from '../../inference/models/pack-model.ts';
import type { UsableModel } from '../../inference/models/read-model.ts';
import { type LearningContext, workFolder } from './learning-context.ts';
import { placeModel } from './place-model.ts';

/** Beside the card: how a model came about. It decides nothing that the model says. */
export const PROVENANCE_FILE = 'provenance.json';

const short = z.string().max(120);
/** How a candidate came about. It goes along with the model, so nothing in it tells of whom it was learned. */
const Provenance = z.object({
  kind: short,
  parentModel: short,
  snapshotHash: short,
  version: short,
  device: short,
  threads: z.int().positive(),
  /** Absent in the oldest. */
  labels: ClassCounts.optional(),
});
export type Provenance = z.infer<typeof Provenance>;

/** What a model brings along; undefined where it brings nothing, or something else. */
export function provenanceOf(folder: string): Provenance | undefined {
  try {
    return Provenance.parse(JSON.parse(readFileSync(join(folder, PROVENANCE_FILE), 'utf8')));
  } catch {
    return undefined; // a model from elsewhere need not bring it
  }
}

/**
 * Makes the model of a finished training: the new part, the parent's others, in a folder named by the model's id. A model
 * of the same id that is there already is left as it is, if it is sound.
 */
export async function keepCandidate(
  { library, request }: LearningContext,
  parent: UsableModel,
  trained: { readonly part: Part; readonly path: string; readonly summary: string },
  comparison: Pick<Comparison, 'groups'>,
  provenance: Provenance,
): Promise<string> {
  const making = join(workFolder(library.folder, request.jobId), 'model');
  const places = modelPlaces(undefined, library.folder);
  const files = Object.fromEntries(
    PARTS.filter((part) => parent.card.files[part]).map((part) => [part, join(parent.folder, fileNameOf(part))]),
  );
  const facts = ModelFacts.parse(parent.card);
  const { id } = await packModel(
    { ...files, [trained.part]: trained.path },
    {
      ...facts,
      version: nextVersion(facts.version),
      summary: trained.summary,
      metrics: [...facts.metrics.filter(({ head }) => head !== 'beats'), ...metricsOf(comparison)],
    },
    making,
  );
  try {
    writeFileSync(join(making, PROVENANCE_FILE), `${JSON.stringify(provenance, null, 2)}\n`);
    await placeModel(making, places, id);
  } catch (cause) {
    throw new Problem(
      'disk',
      'The finished model could not be kept: the disk is full or refuses to be written. Make room, then let the ' +
        'training go on; nothing was lost.',
      { cause },
    );
  }
  return id;
}

const nextVersion = (version: string): string => {
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  return `${major}.${minor}.${Number(patch) + 1}`;
};

const GROUP_NAMES = { clinic: 'held-out patients of the clinic', reference: 'the reference set' } as const;

const metricsOf = ({ groups }: Pick<Comparison, 'groups'>): ModelFacts['metrics'] =>
  groups.flatMap(({ group, patients, candidate }) =>
    candidate.bxb.classes
      .filter(({ aamiClass, f1 }) => (aamiClass === 'V' || aamiClass === 'S') && !Number.isNaN(f1))
      .map(({ aamiClass, f1, beats }) => ({
        head: 'beats' as const,
        data: `${GROUP_NAMES[group]}: ${patients} patients, confirmed beats`,
        measure: `${aamiClass} F1 %`,
        value: Math.round(f1 * 10) / 10,
        remark: `${beats} beats`,
      })),
  );
