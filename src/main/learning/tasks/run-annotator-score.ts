import { join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import { compareBeats } from '../../signal/beat-comparison.ts';
import { openPicked } from '../../files/file-source.ts';
import { openRecording } from '../../formats/registry.ts';
import { groupReports, MAPPINGS, recordGroups } from '../beats/score-beats.ts';
import { classScores } from '../ec57.ts';
import { readRecords } from '../read-records.ts';
import { beatFigures, type BeatsResult, classFigures } from './results.ts';
import { dataFor, entriesFor } from './task-data.ts';
import { counting, type TaskContext } from './task-context.ts';
import type { ScoreTask } from './task.ts';

const REFERENCE = 'atr';

/** Scores an annotator's files against the reference beat by beat, as `bxb` of WFDB does. */
export async function runAnnotatorScore(task: ScoreTask, context: TaskContext): Promise<BeatsResult> {
  const entries = entriesFor(dataFor(task.data, 'beats'), task.split);
  const mapping = MAPPINGS[task.mapping];
  const scores = await readRecords(
    entries,
    ({ data, name, id }) => {
      const { rate, samples, reference, test } = readBoth(join(data.folder, `${name}.hea`), name, task.annotator);
      return { record: id, comparison: compareBeats(reference, test, { rate, to: samples, mapping }) };
    },
    counting(context, 'comparing'),
  );
  const records = entries.map(({ id, name, data }) => ({ id, record: name, set: data.set }));
  return {
    kind: 'beats',
    model: `annotator ${task.annotator}`,
    seeds: [],
    trainedOn: [],
    reports: [
      {
        mapping: task.mapping,
        groups: groupReports(scores, recordGroups(records)).map(({ group, report }) => beatFigures(group, [report])),
        perRecord: scores.map(({ record, comparison }) => ({
          record,
          byClass: classFigures([classScores(comparison.matrix)]),
        })),
      },
    ],
  };
}

interface BothReadings {
  readonly rate: number;
  readonly samples: number;
  readonly reference: AnnotationColumns;
  readonly test: AnnotationColumns;
}

function readBoth(path: string, name: string, annotator: string): BothReadings {
  const picked = openPicked(path);
  const reader = openRecording(picked);
  try {
    const { rate, samples } = reader.header;
    const sets = reader.annotations();
    const by = (wanted: string): AnnotationColumns => {
      const found = sets.find((set) => set.annotator === wanted);
      if (found) return found.annotations;
      throw new Problem('not-found', `${name} has no annotations of that name (${name}.${wanted}).`);
    };
    return { rate, samples, reference: by(REFERENCE), test: by(annotator) };
  } finally {
    reader.close();
    picked.close();
  }
}
