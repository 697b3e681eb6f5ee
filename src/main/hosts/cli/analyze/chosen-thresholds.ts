import { Problem } from '../../../../shared/problem.ts';
import {
  isPossibleThreshold,
  RHYTHM_THRESHOLD_NAMES,
  RHYTHM_THRESHOLDS,
  type RhythmThresholdChanges,
  type RhythmThresholdName,
} from '../../../../shared/rhythm-thresholds.ts';
import { text } from '../arguments.ts';
import type { CommandContext } from '../command.ts';

/** `--threshold NAME=VALUE,…`; undefined where it is not given. @throws Problem `bad-input` */
export function thresholdsOf(context: Pick<CommandContext, 'values'>): RhythmThresholdChanges | undefined {
  const given = text(context, 'threshold');
  if (given === undefined) return undefined;
  const changes: Partial<Record<RhythmThresholdName, number>> = {};
  for (const one of given.split(',')) {
    const [wanted = '', value = ''] = one.split('=').map((part) => part.trim());
    const name = RHYTHM_THRESHOLD_NAMES.find((candidate) => candidate === wanted);
    if (name === undefined) {
      throw new Problem(
        'bad-input',
        `--threshold knows no "${wanted}". There are:\n${RHYTHM_THRESHOLD_NAMES.map(described).join('\n')}`,
      );
    }
    if (value === '' || !isPossibleThreshold(name, Number(value))) {
      throw new Problem('bad-input', `--threshold takes ${described(name).trim()}, not "${one}".`);
    }
    changes[name] = Number(value);
  }
  return changes;
}

function described(name: RhythmThresholdName): string {
  const { meaning, unit, least, most, default: usual } = RHYTHM_THRESHOLDS[name];
  return `  ${name}=${least} to ${most} (${unit}, default ${usual}): ${meaning}`;
}
