import type { StudyRow } from '../../shared/contract/library.ts';
import type { Sex } from '../../shared/recording.ts';

/** The columns of a study `s` with its patient `p`, as `StudyRecord` names them. */
export const STUDY_COLUMNS = `s.key, s.id, s.status, p.name AS patientName, p.stated_id AS patientId, p.sex,
  p.birth_date AS birthDate, s.age_years AS ageYears, s.record_name AS recordName, s.format, s.recorded_at AS recordedAt,
  s.imported_at AS importedAt, s.duration_seconds AS durationSeconds, s.lead_names AS leadNames, s.synthetic,
  s.notes, s.warnings, s.reason, s.beat_count AS beatCount, s.ventricular_count AS ventricularCount,
  s.mean_heart_rate AS meanHeartRate, s.priority`;

export interface StudyRecord {
  readonly key: number;
  readonly id: string;
  readonly status: StudyRow['status'];
  readonly patientName: string | null;
  readonly patientId: string | null;
  readonly sex: Sex | null;
  readonly birthDate: string | null;
  readonly ageYears: number | null;
  readonly recordName: string;
  readonly format: string;
  readonly recordedAt: string | null;
  readonly importedAt: string;
  readonly durationSeconds: number;
  /** JSON array of texts, like `notes` and `warnings`. */
  readonly leadNames: string;
  readonly synthetic: 0 | 1;
  readonly notes: string;
  readonly warnings: string;
  readonly reason: string | null;
  readonly beatCount: number | null;
  readonly ventricularCount: number | null;
  readonly meanHeartRate: number | null;
  readonly priority: number | null;
}

/** What is not known is absent, never null or zero. */
export function studyRow(record: StudyRecord): StudyRow {
  const leadNames: unknown = JSON.parse(record.leadNames);
  return {
    id: record.id,
    status: record.status,
    recordName: record.recordName,
    format: record.format,
    importedAt: record.importedAt,
    durationSeconds: record.durationSeconds,
    leadNames: Array.isArray(leadNames) ? leadNames.map(String) : [],
    synthetic: record.synthetic === 1,
    ...(record.patientName === null ? {} : { patientName: record.patientName }),
    ...(record.patientId === null ? {} : { patientId: record.patientId }),
    ...(record.sex === null ? {} : { sex: record.sex }),
    ...(record.birthDate === null ? {} : { birthDate: record.birthDate }),
    ...(record.ageYears === null ? {} : { ageYears: record.ageYears }),
    ...(record.recordedAt === null ? {} : { recordedAt: record.recordedAt }),
    ...(record.beatCount === null ? {} : { beatCount: record.beatCount }),
    ...(record.ventricularCount === null ? {} : { ventricularCount: record.ventricularCount }),
    ...(record.meanHeartRate === null ? {} : { meanHeartRate: record.meanHeartRate }),
    ...(record.priority === null ? {} : { priority: record.priority }),
    ...(record.reason === null ? {} : { reason: record.reason }),
  };
}
