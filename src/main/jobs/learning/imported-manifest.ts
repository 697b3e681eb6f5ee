import type { ClassCounts } from '../../../shared/contract/learning-data.ts';
import type { ModelFacts } from '../../inference/models/model-card.ts';
import { provenanceOf } from './keep-candidate.ts';

const NO_LABELS: ClassCounts = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
const UNKNOWN = 'unknown';

/** Of a model that was made elsewhere: what it says of itself, and nothing of this library, which only compares it. */
export function importedManifest({ name, version }: Pick<ModelFacts, 'name' | 'version'>, folder: string) {
  const said = provenanceOf(folder);
  return {
    ...{ name: `${name} ${version}`, origin: 'imported', kind: 'evaluate', parentModel: said?.parentModel ?? UNKNOWN },
    ...{ version: said?.version ?? UNKNOWN, device: said?.device ?? UNKNOWN, threads: said?.threads ?? 0 },
    labels: said?.labels ?? NO_LABELS,
  };
}
