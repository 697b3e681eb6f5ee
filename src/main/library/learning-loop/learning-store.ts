import type { Connection } from '../connection.ts';
import { type AnswerWeek, answerWeeks } from './answer-weeks.ts';
import { CandidateStore } from './candidate-store.ts';
import { differingAnswers, type StoredDifference } from './differing-answers.ts';
import { countingSets } from './counting-sets.ts';
import { JobStore } from './job-store.ts';
import { type LatestReading, latestReadings } from './latest-readings.ts';
import { LabelSources } from './label-sources.ts';
import { PatientGroups } from './patient-groups.ts';
import { SnapshotStore } from './snapshot-store.ts';

/** What the library keeps of the learning loop. */
export class LearningStore {
  readonly sources: LabelSources;
  readonly patients: PatientGroups;
  readonly snapshots: SnapshotStore;
  readonly jobs: JobStore;
  readonly candidates: CandidateStore;
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
    this.sources = new LabelSources(connection);
    this.patients = new PatientGroups(connection);
    this.snapshots = new SnapshotStore(connection);
    this.jobs = new JobStore(connection);
    this.candidates = new CandidateStore(connection);
  }

  /** What reads each recording at present: of at most `limit` behind a recording's key. */
  latestReadings(afterKey: number, limit: number): LatestReading[] {
    return latestReadings(this.connection, afterKey, limit);
  }

  /** Of every recording that somebody has edited, the id of the readers' set that counts, by the recording's. */
  countingSets(): ReadonlyMap<string, string> {
    return countingSets(this.connection);
  }

  /** Readers' answers to models' labels since a day, by week. */
  answerWeeks(since: string): AnswerWeek[] {
    return answerWeeks(this.connection, since);
  }

  /** The latest of those that say another class than the model, newest first. */
  differingAnswers(most: number): StoredDifference[] {
    return differingAnswers(this.connection, most);
  }
}
