import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { BeatRecord } from '../../learning/beats/beat-record.ts';
import {
  REHEARSAL_PARTS,
  readRehearsal,
  type RehearsalPart,
  rehearsalRecord,
} from '../../learning/clinic/rehearsal-file.ts';

export interface Rehearsal extends Readonly<Record<RehearsalPart, readonly BeatRecord[]>> {
  /** SHA-256 of the file, hexadecimal; undefined where there is none. */
  readonly hash: string | undefined;
}

const NOTHING: Rehearsal = { train: [], watch: [], reference: [], hash: undefined };

/** What comes with the program to rehearse; nothing where it does not. @throws Problem `unreadable` when damaged */
export function readRehearsalRecords(file: string | undefined): Rehearsal {
  if (file === undefined || !existsSync(file)) return NOTHING;
  const bytes = new Uint8Array(readFileSync(file));
  const stretches = readRehearsal(bytes);
  const records = stretches.map((stretch, index) => ({ part: stretch.part, record: rehearsalRecord(stretch, index) }));
  const of = (part: RehearsalPart): BeatRecord[] =>
    records.filter((one) => one.part === part).map(({ record }) => record);
  const [train, watch, reference] = REHEARSAL_PARTS.map(of);
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { train: train ?? [], watch: watch ?? [], reference: reference ?? [], hash };
}
