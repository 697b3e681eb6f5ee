import { STANDARD_LEADS } from '../../src/shared/leads.ts';
import type { StudyRow } from '../../src/shared/contract/library.ts';

/** A worklist as a clinic has it: resting 12-leads, Holters, strips, one file that could not be read. */
const row = (id: number, fields: Partial<StudyRow> & Pick<StudyRow, 'recordName'>): StudyRow => ({
  id: `study-${String(id)}`,
  status: 'new',
  format: 'WFDB',
  importedAt: `2026-11-${String(22 - Math.floor(id / 6)).padStart(2, '0')}T0${String(9 - (id % 6))}:1${String(id % 10)}:00Z`,
  durationSeconds: 10,
  leadNames: [...STANDARD_LEADS],
  synthetic: false,
  ...fields,
});

const mitbih = (id: number, record: string, fields: Partial<StudyRow> = {}): StudyRow =>
  row(id, {
    recordName: record,
    durationSeconds: 1805.6,
    leadNames: ['MLII', 'V5'],
    beatCount: 2273,
    ventricularCount: 138,
    meanHeartRate: 76,
    sex: 'male',
    ageYears: 69,
    ...fields,
  });

export const FAKE_STUDIES: readonly StudyRow[] = [
  row(1, {
    recordName: 'sinus-rhythm-12',
    patientName: 'Synthetic sinus rhythm',
    synthetic: true,
    meanHeartRate: 72,
    beatCount: 12,
    ventricularCount: 0,
  }),
  row(2, {
    recordName: 'atrial-fibrillation-12',
    patientName: 'Synthetic atrial fibrillation',
    synthetic: true,
    meanHeartRate: 98,
    priority: 3,
    beatCount: 16,
    ventricularCount: 0,
  }),
  row(3, {
    recordName: 'bigeminy-holter',
    patientName: 'Synthetic bigeminy',
    synthetic: true,
    durationSeconds: 1800,
    leadNames: ['I', 'II', 'V5'],
    meanHeartRate: 74,
    beatCount: 2211,
    ventricularCount: 1054,
    priority: 2,
  }),
  mitbih(4, '100', { status: 'in-review', ageYears: 69, ventricularCount: 1, priority: 0 }),
  mitbih(5, '106', { ageYears: 24, sex: 'female', ventricularCount: 520, priority: 3, leadNames: ['MLII', 'V1'] }),
  mitbih(6, '119', { ageYears: 51, sex: 'female', ventricularCount: 444, priority: 1, leadNames: ['MLII', 'V1'] }),
  row(7, {
    recordName: '00017_hr',
    patientId: '9456',
    ageYears: 56,
    sex: 'female',
    recordedAt: '1984-11-18T09:17:34',
    beatCount: 11,
    ventricularCount: 0,
    meanHeartRate: 63,
  }),
  row(8, {
    recordName: '00039_hr',
    patientId: '20372',
    ageYears: 37,
    sex: 'female',
    recordedAt: '1984-12-05T10:02:11',
    beatCount: 14,
    ventricularCount: 2,
    meanHeartRate: 84,
    status: 'signed',
  }),
  row(9, {
    recordName: 'holter-truncated.dat',
    status: 'quarantined',
    durationSeconds: 0,
    leadNames: [],
    reason:
      'holter-truncated.dat ends at byte 1,204,224, but its header promises 61,344,000 bytes. Copy the file again from the recorder and import it once more.',
  }),
  row(10, {
    recordName: 'ward-3-monitor',
    patientName: 'van der Meulen-Oosterhuis, Wilhelmina Adriana Geertruida',
    patientId: 'MRN-00412-77',
    birthDate: '1941-03-02',
    ageYears: 85,
    sex: 'female',
    format: 'CSV',
    durationSeconds: 86_400,
    leadNames: ['ECG1', 'ECG2', 'ECG3'],
    recordedAt: '2026-11-20T07:45:00',
  }),
  ...['201', '203', '205', '207', '208', '209', '215', '220', '223', '230', '112', '114', '115', '116', '118'].map(
    (record, i) => mitbih(11 + i, record, { ageYears: 30 + ((i * 17) % 55), ventricularCount: (i * i * 13) % 460 }),
  ),
];
