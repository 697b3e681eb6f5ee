import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { WAVES_HEAD } from '../../nat/heads/waves.ts';
import { buildInferenceGraph } from '../../nat/inference-graph.ts';
import { RR_FEATURES } from '../../nat/inputs/rr-features.ts';
import { checkModelConfig, WINDOW_SAMPLES } from '../../nat/model-config.ts';
import type { Head, ModelCard } from './model-card.ts';
import { fitsClasses } from './calibration.ts';
import type { HeadModel } from './head-model.ts';
import { otherArchitecture } from './model-problems.ts';

/** Shapes whose graph was built: a library's models have few, and building one takes as long as hashing a model. */
const runnable = new Set<string>();

/**
 * Whether this version of the program runs a head and understands what it says: the windows and features it is fed, the
 * classes it knows, and a graph that can be built from its parameters.
 * @throws Problem `unsupported`
 */
export function requireRunnable(card: Pick<ModelCard, 'id' | 'calibration'>, stored: HeadModel<Head>): void {
  const { model, head, layout } = stored;
  const refuse = (what: string, cause?: unknown): never => {
    throw otherArchitecture(card.id, what, cause);
  };
  if (model.windowSamples !== WINDOW_SAMPLES || model.channels !== 2) {
    refuse(`it reads windows of ${model.channels} × ${model.windowSamples} samples, not 2 × ${WINDOW_SAMPLES}`);
  }
  let classes: readonly string[];
  switch (head.kind) {
    case 'beats':
      classes = head.classes;
      if (!isDeepStrictEqual(classes, [...AAMI_CLASSES])) refuse(`it knows the classes ${classes.join(' ')}`);
      if (head.rhythmFeatures !== 0 && head.rhythmFeatures !== RR_FEATURES) {
        refuse(`it asks for ${head.rhythmFeatures} features of the rhythm, not ${RR_FEATURES}`);
      }
      break;
    case 'findings':
      classes = head.findings;
      break;
    case 'waves':
      classes = head.waves;
      if (!isDeepStrictEqual(classes, [...WAVES_HEAD.waves])) refuse(`it knows the waves ${classes.join(' ')}`);
      break;
  }
  const calibration = card.calibration[head.kind];
  if (calibration && !fitsClasses(calibration, classes.length)) {
    refuse(`its calibration of ${head.kind} is not one of ${classes.length} classes`);
  }
  const shape = createHash('sha256').update(JSON.stringify({ model, head, layout })).digest('hex');
  if (runnable.has(shape)) return;
  try {
    checkModelConfig(model);
    buildInferenceGraph({ model, head, windows: 1, leads: 1, beats: 1, layout, parameters: 'fed' });
    runnable.add(shape);
  } catch (cause) {
    refuse(`the numbers in ${head.kind}.nat do not fit together`, cause);
  }
}
