import { AAMI_CLASSES, annotationCode } from '../../../shared/annotation-codes.ts';
import type { LearnableRecording } from '../../../shared/contract/learning-data.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import { type Block, planBlocks } from '../../inference/blocks/block-plan.ts';
import { prepareBlock, requestBlock } from '../../inference/blocks/prepare-block.ts';
import { type EcgLead, ecgLeads } from '../../inference/reading/recording-source.ts';
import type { ConfirmedRecord } from '../../learning/clinic/clinic-batches.ts';
import type { StoredAnnotations } from '../../library/annotation-columns.ts';
import type { Library } from '../../library/open-library.ts';
import { NO_LABEL } from '../../nat/inputs/beat-batch.ts';
import { librarySource } from '../library-source.ts';

/** More leads of a recording are not learned from. */
const MOST_LEADS = 3;

/** A block of a recording, prepared as a reading prepares it, with what persons said of its beats. */
export interface ConfirmedBlock extends ConfirmedRecord {
  /** Per beat of the record: its row in the labels. */
  readonly row: Int32Array;
  /** 1 for the beats that belong to this block; others belong to its neighbours. */
  readonly own: Uint8Array;
}

export interface BlockChoice {
  /** Whether a label counts, of those a person confirmed. */
  readonly counts?: ((sample: number) => boolean) | undefined;
  /** Also blocks without a label that counts. */
  readonly all?: boolean | undefined;
}

/** The leads a reading of the recording used, or its first ones. */
export function leadsOf(library: Library, recordingId: string): EcgLead[] {
  const leads = ecgLeads(library.signals.recording(recordingId));
  const reading = library.annotations
    .sets(recordingId)
    .findLast(({ complete, origin }) => complete && origin === 'model');
  const used = reading && library.readings.result(reading.id)?.leads;
  const chosen = used ? leads.filter(({ index }) => used.includes(index)) : leads;
  return (chosen.length > 0 ? chosen : leads).slice(0, MOST_LEADS);
}

/** The leads that a snapshot names; of one that names none, those of the latest reading. */
function leadsToLearn(library: Library, recordingId: string, named: readonly number[] | undefined): EcgLead[] {
  if (!named) return leadsOf(library, recordingId);
  return ecgLeads(library.signals.recording(recordingId)).filter(({ index }) => named.includes(index));
}

/**
 * A recording block by block, only those in which a label counts, unless all are asked for.
 * @param labels of a snapshot: all labels of the set, those that a person set or confirmed by their standing
 */
export function* confirmedBlocks(
  library: Library,
  { recordingId, patient, name, leads: named }: Pick<LearnableRecording, 'recordingId' | 'patient' | 'name' | 'leads'>,
  labels: StoredAnnotations,
  { counts = () => true, all = false }: BlockChoice = {},
): Generator<ConfirmedBlock, void, undefined> {
  const source = librarySource(library, recordingId);
  const leads = leadsToLearn(library, recordingId, named);
  if (leads.length === 0) return;
  const rows = Int32Array.from(labels.code.keys()).filter((row) => aamiOf(labels.code[row]) !== undefined);
  const beats = Int32Array.from(rows, (row) => labels.sample[row] ?? 0);
  const confirmed = Uint8Array.from(rows, (row) =>
    labels.standing[row] !== STANDING.source && counts(labels.sample[row] ?? 0) ? 1 : 0,
  );
  for (const block of planBlocks(source)) {
    const holds = rows.some((_, beat) => confirmed[beat] === 1 && isIn(block, beats[beat] ?? -1));
    if (!holds && !all) continue;
    const request = requestBlock(source, leads, [], block, beats);
    const prepared = prepareBlock(request);
    const first = beats.indexOf(request.beats[0] ?? -1) + request.first - prepared.first;
    const own = Uint8Array.from(prepared.position, (_, beat) =>
      beat >= prepared.first && beat < prepared.last ? 1 : 0,
    );
    const usable = own.map((one, beat) => one & (confirmed[first + beat] ?? 0));
    const row = Int32Array.from(prepared.position, (_, beat) => rows[first + beat] ?? -1);
    const sample = Int32Array.from(row, (one) => labels.sample[one] ?? 0);
    const code = Uint8Array.from(row, (one) => labels.code[one] ?? 0);
    const count = sample.length;
    yield {
      record: {
        ...prepared,
        id: `clinic/${recordingId}#${block.index}`,
        record: name,
        set: 'clinic',
        patient,
        sample,
        label: Uint8Array.from(code, (one, beat) => (usable[beat] === 1 ? classIndex(one) : NO_LABEL)),
        reference: {
          rate: source.rate,
          samples: source.samples,
          annotations: {
            ...{ sample, code, subtype: new Int8Array(count), channel: new Uint8Array(count) },
            ...{ num: new Int8Array(count), aux: new Map<number, string>() },
          },
        },
      },
      usable,
      row,
      own,
    };
  }
}

const isIn = ({ fromSample, toSample }: Block, sample: number): boolean => sample >= fromSample && sample < toSample;
const aamiOf = (code: number | undefined) => annotationCode(code ?? 0)?.aami;
const classIndex = (code: number): number => {
  const aami = aamiOf(code);
  return aami === undefined ? NO_LABEL : AAMI_CLASSES.indexOf(aami);
};
