import { AAMI_CLASSES, annotationCode, codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import type { AdaptationOffer } from '../../../shared/contract/learning.ts';
import type { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import { Problem } from '../../../shared/problem.ts';
import { calibrateClasses } from '../../inference/models/calibration.ts';
import type { UsableModel } from '../../inference/models/read-model.ts';
import { AdaptedPredictor, unseenClasses } from '../../learning/clinic/adapt-recording.ts';
import { classAt } from '../../learning/clinic/scored-beats.ts';
import type { TrainedModel } from '../../learning/trained-model.ts';
import { confirmedBlocks } from './confirmed-records.ts';
import type { LearningContext } from './learning-context.ts';

const CODE_OF_CLASS = AAMI_CLASSES.map((name) => codeOfMnemonic(name)?.code ?? 0);

/** What the adapted model says of the beats of its recording that nobody has confirmed: offered, never applied. */
export async function offerAdaptation(
  context: LearningContext,
  snapshot: SnapshotInfo,
  parent: UsableModel,
  adapted: TrainedModel,
): Promise<AdaptationOffer> {
  const { library, request, control, report } = context;
  const [recording] = snapshot.recordings;
  const labels = recording && library.learning.snapshots.labels(snapshot.id, recording.recordingId);
  if (!labels || recording.setId === undefined) {
    throw new Problem('bad-input', 'The recording has no labels of a reader. Label its first minutes, then adapt.');
  }
  const { rate, samples } = library.signals.recording(recording.recordingId);
  const until = snapshot.scope.adaptSeconds * rate;
  const learned = [...confirmedBlocks(library, recording, labels, { counts: (sample) => sample < until })];
  const unseen = unseenClasses(learned);
  const predictor = await AdaptedPredictor.create(parent.beats, adapted, unseen, request.spec.threads);
  const rows: { row: number; code: number; confidence: number }[] = [];
  let unconfirmed = 0;
  try {
    for (const { record, own, row } of confirmedBlocks(library, recording, labels, { all: true })) {
      await control.pass();
      const open = own.map((one, beat) => (one === 1 && labels.standing[row[beat] ?? -1] === STANDING.source ? 1 : 0));
      unconfirmed += open.reduce((sum, one) => sum + one, 0);
      const probabilities = await predictor.predict(record, open);
      calibrateClasses(probabilities, AAMI_CLASSES.length, parent.card.calibration.beats);
      for (const [beat, one] of open.entries()) {
        const said = classAt(probabilities, beat);
        const was = annotationCode(labels.code[row[beat] ?? -1] ?? 0)?.aami;
        if (one !== 1 || was === AAMI_CLASSES[said]) continue;
        const confidence = probabilities[beat * AAMI_CLASSES.length + said] ?? 0;
        rows.push({ row: row[beat] ?? -1, code: CODE_OF_CLASS[said] ?? 0, confidence });
      }
      report({ kind: 'stage', stage: 'comparing', fraction: (record.sample.at(-1) ?? 0) / samples });
    }
  } finally {
    await predictor.release();
  }
  return {
    jobId: request.jobId,
    recordingId: recording.recordingId,
    setId: recording.setId,
    revision: recording.revision ?? 0,
    id: Int32Array.from(rows, ({ row }) => labels.id[row] ?? 0),
    sample: Int32Array.from(rows, ({ row }) => labels.sample[row] ?? 0),
    fromCode: Uint8Array.from(rows, ({ row }) => labels.code[row] ?? 0),
    toCode: Uint8Array.from(rows, ({ code }) => code),
    confidence: Float32Array.from(rows, ({ confidence }) => confidence),
    unconfirmed,
    guarded: AAMI_CLASSES.filter((_, c) => unseen[c] === 1),
  };
}
