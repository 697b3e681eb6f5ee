import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type AamiClass, annotationCode, isLabelCode } from '../../../shared/annotation-codes.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import type {
  ClassCounts,
  LearnableData,
  LearnablePatient,
  LearnableRecording,
  LearningScope,
  SnapshotInfo,
} from '../../../shared/contract/learning-data.ts';
import { Problem } from '../../../shared/problem.ts';
import { pickRows, type StoredAnnotations } from '../../library/annotation-columns.ts';
import { codesById } from '../../library/editing/edit-rows.ts';
import type { LabelSource, PatientRecording } from '../../library/learning-loop/label-sources.ts';
import type { Library } from '../../library/open-library.ts';
import { leadsOf } from '../../jobs/learning/confirmed-records.ts';
import { readSnapshot } from '../../jobs/learning/learning-context.ts';
import { remarksOn, totalOf } from './learning-remarks.ts';
import { countedFrom, isShort } from '../../learning/clinic/scored-beats.ts';
import { splitPatients } from './patient-split.ts';

export interface LearnableOptions {
  /** Id of the model in use. */
  readonly parentModel: string;
  /** Whether its files are as they were made. */
  readonly isSound: boolean;
  /** Whether there is a rehearsal set. */
  readonly rehearses: boolean;
}

/** What was counted of a set, as long as it stays at its revision. */
interface Counted {
  readonly revision: number;
  readonly until: number;
  readonly labels: ClassCounts;
  /** Of these, what would count in a comparison. */
  readonly judging: ClassCounts;
  readonly corrected: number;
  readonly unconfirmed: number;
  readonly own: number;
  readonly others: number;
}

const nothing = (): Record<AamiClass, number> => ({ N: 0, S: 0, V: 0, F: 0, Q: 0 });
const sum = (all: readonly ClassCounts[]): ClassCounts =>
  all.reduce<ClassCounts>(
    (total, { N, S, V, F, Q }) => ({ N: total.N + N, S: total.S + S, V: total.V + V, F: total.F + F, Q: total.Q + Q }),
    nothing(),
  );

/** Finds out what can be learned from, and keeps it as a snapshot. */
export class LearnableLabels {
  private readonly library: Library;
  private readonly counted = new Map<string, Counted>();
  private readonly trainedOn = new Map<string, readonly string[]>();

  constructor(library: Library) {
    this.library = library;
  }

  /** Lets other work in between two recordings. */
  async preview(scope: LearningScope, options: LearnableOptions): Promise<LearnableData> {
    return (await this.gather(scope, options)).data;
  }

  /** @throws Problem `bad-input` where nothing can be learned */
  async snapshot(scope: LearningScope, options: LearnableOptions, by: string): Promise<SnapshotInfo> {
    const { data, labels } = await this.gather(scope, options, true);
    const stop = data.remarks.find(({ severity }) => severity === 'stops');
    if (stop) throw new Problem('bad-input', stop.text);
    const content = { ...data, scope };
    const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    const same = this.library.learning.snapshots.withHash(hash);
    if (same !== undefined) return readSnapshot(this.library, same);
    const head = { id: randomUUID(), hash, madeBy: by, madeAt: new Date().toISOString(), content };
    await this.library.whenFree(() => this.library.learning.snapshots.add(head, labels));
    return readSnapshot(this.library, head.id);
  }

  private async gather(
    scope: LearningScope,
    { parentModel, isSound, rehearses }: LearnableOptions,
    keep = false,
  ): Promise<{ data: LearnableData; labels: Map<string, StoredAnnotations> }> {
    if (scope.kind === 'adapt' && scope.recordingIds?.length !== 1) {
      throw new Problem('bad-input', 'A model is adapted to one recording. Name it.');
    }
    const wanted = scope.recordingIds && new Set(scope.recordingIds);
    await this.library.learning.patients.prepare();
    const standing = this.library.learning.patients.standing();
    const all = this.library.learning.sources
      .recordings()
      .map((one) => ({ ...one, patient: standing.get(one.patient) ?? one.patient }))
      .filter(({ recordingId }) => wanted?.has(recordingId) ?? true);
    if (wanted && all.length < wanted.size) {
      throw new Problem('not-found', 'A recording of this selection is not in the library. Choose again.');
    }
    const recordings: LearnableRecording[] = [];
    const labels = new Map<string, StoredAnnotations>();
    const judging = new Map<string, ClassCounts>();
    for (const recording of all) {
      await setImmediate();
      if (scope.kind === 'pretrain') {
        recordings.push(this.describe(recording, undefined));
        continue;
      }
      const { source, recordingId } = recording;
      if (!source) continue;
      const { rate, samples } = this.library.signals.recording(recordingId);
      const until = scope.kind === 'adapt' ? scope.adaptSeconds * rate : Infinity;
      const judgesFrom = countedFrom({ rate, countedWhole: isShort({ rate, samples }) });
      // Rows and hash of one moment: nothing is awaited between them.
      const rows = keep ? this.library.annotations.read(source.setId) : undefined;
      const revision = this.library.annotations.revision(source.setId);
      const counted = this.count({ ...source, revision }, { until, judgesFrom }, rows);
      judging.set(recordingId, counted.judging);
      const described = this.describe(recording, { source: { ...source, revision }, counted });
      if (counted.own + counted.others === 0) continue;
      if (rows) {
        const kept = Int32Array.from(rows.code.keys()).filter((row) => isLabelCode(rows.code[row] ?? 0));
        labels.set(recordingId, pickRows(rows, kept));
        const leads = leadsOf(this.library, recordingId).map(({ index }) => index);
        recordings.push({ ...described, logHash: this.library.learning.sources.logHash(source.setKey), leads });
      } else recordings.push(described);
    }
    const patients = this.patients(scope, all, recordings, judging);
    const of = (side: LearnablePatient['side']): ClassCounts =>
      sum(patients.filter((patient) => patient.side === side).map((patient) => patient.labels));
    const found = { patients, recordings, train: of('train'), heldOut: of('held-out') };
    const learned = new Set(recordings.map(({ recordingId }) => recordingId));
    const unstated = all.filter((one) => !one.statesPatient && learned.has(one.recordingId)).length;
    const heldOut = new Set(patients.filter(({ side }) => side === 'held-out').map(({ key }) => key));
    const labelled = sum(recordings.filter(({ patient }) => heldOut.has(patient)).map((one) => one.labels));
    const early = totalOf(labelled) - totalOf(found.heldOut);
    const remarks = remarksOn(scope, found, { isSound, rehearses, unstated, early });
    const canStart = !remarks.some(({ severity }) => severity === 'stops');
    return { data: { ...found, parentModel, remarks, canStart }, labels };
  }

  private patients(
    { kind, heldOutShare, seed }: LearningScope,
    all: readonly PatientRecording[],
    recordings: readonly LearnableRecording[],
    judging: ReadonlyMap<string, ClassCounts>,
  ): LearnablePatient[] {
    const byPatient = Map.groupBy(recordings, ({ patient }) => patient);
    const split = splitPatients([...byPatient.keys()], {
      heldOutShare: kind === 'adapt' ? 0 : heldOutShare,
      seed,
      learnedBefore: this.learnedBefore(),
    });
    return [...byPatient].map(([key, own]): LearnablePatient => {
      const name = all.find(({ patient, patientName }) => patient === key && patientName !== undefined)?.patientName;
      const placed = split.get(key) ?? { side: 'train' };
      return {
        key,
        ...(name === undefined ? {} : { name }),
        recordings: own.length,
        ...placed,
        labels: sum(
          own.map(({ recordingId, labels }) =>
            placed.side === 'held-out' ? (judging.get(recordingId) ?? labels) : labels,
          ),
        ),
      };
    });
  }

  /** Patients of the training side of every snapshot a training was started on, unless it was given up without a model. */
  private learnedBefore(): Set<string> {
    const { jobs, snapshots } = this.library.learning;
    return this.library.learning.patients.withOthers(
      jobs.learnedSnapshots().flatMap((id) => {
        // A snapshot never changes.
        const known = this.trainedOn.get(id) ?? snapshots.sides(id).train;
        this.trainedOn.set(id, known);
        return known;
      }),
    );
  }

  private describe(
    { recordingId, studyId, name, patient, seconds }: PatientRecording,
    labelled: { readonly source: LabelSource; readonly counted: Counted } | undefined,
  ): LearnableRecording {
    const base = { recordingId, studyId, name, patient, seconds };
    if (!labelled) {
      return { ...base, confirmedBy: [], signed: false, labels: nothing(), corrected: 0, unconfirmed: 0 };
    }
    const { source, counted } = labelled;
    const { labels, corrected, unconfirmed, own, others } = counted;
    const second = others > 0 ? this.readerBefore(source.setId) : undefined;
    return {
      ...base,
      setId: source.setId,
      revision: source.revision,
      signed: source.signed,
      confirmedBy: [
        ...(own > 0 ? [{ reader: source.author, labels: own }] : []),
        ...(others > 0 ? [{ reader: second ?? 'another reader', labels: others }] : []),
      ],
      labels,
      corrected,
      unconfirmed,
    };
  }

  /** Whose set a set was copied from. */
  private readerBefore(setId: string): string | undefined {
    const set = this.library.readerSets.find(setId);
    const before = set && this.library.readerSets.find(set.copiedId);
    return before?.author === set?.author ? before && this.readerBefore(before.id) : before?.author;
  }

  private count(
    source: LabelSource,
    { until, judgesFrom }: { readonly until: number; readonly judgesFrom: number },
    known?: StoredAnnotations,
  ): Counted {
    const before = this.counted.get(source.setId);
    if (before?.revision === source.revision && before.until === until) return before;
    const rows = known ?? this.library.annotations.read(source.setId);
    const sourceId = this.library.readerSets.find(source.setId)?.sourceId;
    const sourceCodes = sourceId === undefined ? undefined : codesById(this.library.annotations.read(sourceId));
    const labels = nothing();
    const judging = nothing();
    let corrected = 0;
    let unconfirmed = 0;
    let own = 0;
    let others = 0;
    for (const [row, code] of rows.code.entries()) {
      const aami = annotationCode(code)?.aami;
      if (aami === undefined || (rows.sample[row] ?? 0) >= until) continue;
      const standing = rows.standing[row];
      if (standing === STANDING.source) {
        unconfirmed++;
        continue;
      }
      labels[aami]++;
      if ((rows.sample[row] ?? 0) >= judgesFrom) judging[aami]++;
      if (standing === STANDING.reader) own++;
      else others++;
      if (sourceCodes?.[rows.id[row] ?? -1] !== code) corrected++;
    }
    const counted = { revision: source.revision, until, labels, judging, corrected, unconfirmed, own, others };
    this.counted.set(source.setId, counted);
    return counted;
  }
}
