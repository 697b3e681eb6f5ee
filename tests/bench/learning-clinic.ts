import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { forkJob } from '../../src/main/hosts/browser/fork-job.ts';
import { rehearsalFileIn } from '../../src/main/hosts/workstation/open-workstation.ts';
import { locateProgramFiles } from '../../src/main/hosts/workstation/program-files.ts';
import { importRecording } from '../../src/main/jobs/import-recording.ts';
import { JobProcess } from '../../src/main/jobs/job-process.ts';
import { noWatchdog } from '../../src/main/jobs/watchdog.ts';
import type { Library } from '../../src/main/library/open-library.ts';
import { StudyChanges } from '../../src/main/services/changes.ts';
import { EditDesk } from '../../src/main/services/editing/edit-desk.ts';
import { editingHandlers } from '../../src/main/services/editing-service.ts';
import { LearningService } from '../../src/main/services/learning-service.ts';
import { isBeatCode } from '../../src/shared/annotation-codes.ts';
import { writeSimulatedRecord } from '../integration/library/generated-record.ts';

/** Half hours of two leads as MIT-BIH has them, of hearts that differ. */
const HEARTS = ['holter', 'ventricular-ectopy', 'atrial-ectopy', 'bigeminy', 'left-bundle-branch-block', 'trigeminy'];
const HALF_HOUR = { seconds: 1_800, rate: 360, leads: ['II', 'V1'] } as const;
const READER = 'Bench';
const NEVER = new AbortController().signal;

/** Steps that no bench waits for the end of. */
export const ENDLESS = 100_000;

/** Patients of `addPatients`, at most. */
export const MOST_PATIENTS = HEARTS.length;

/** Which of a patient's beats a reader confirms: so many, or those of the first seconds. */
export type Confirmed = { readonly beats: number } | { readonly seconds: number };

/**
 * Puts simulated half hours of two leads at 360 Hz into a library, a patient each, and has a reader confirm the beginning
 * of what came with them.
 * @returns ids of the recordings
 */
export async function addPatients(
  library: Library,
  scratch: string,
  patients: number,
  confirmed: Confirmed,
): Promise<string[]> {
  library.settings.save('preferences', { readerName: READER });
  const edit = editingHandlers(library, new EditDesk(library, new StudyChanges()));
  const folder = mkdtempSync(join(scratch, 'patients-'));
  const found: string[] = [];
  for (const heart of HEARTS.slice(0, patients)) {
    const path = writeSimulatedRecord(folder, heart, HALF_HOUR);
    const recordingId = await imported(library, path);
    found.push(recordingId);
    const [set] = library.annotations.sets(recordingId);
    if (!set) throw new Error('a simulated record came without its beats');
    const { revision, rows } = await edit['edit.rows']({ setId: set.id }, NEVER);
    const beats = rows.sample.filter((_, row) => isBeatCode(rows.code[row] ?? 0));
    const to = 'beats' in confirmed ? (beats[confirmed.beats] ?? NaN) : confirmed.seconds * HALF_HOUR.rate;
    await edit['edit.apply'](
      { setId: set.id, revision, edit: { kind: 'confirm', target: { by: 'range', from: 0, to } } },
      NEVER,
    );
  }
  return found;
}

/** Imports a file in this process. @returns the id of its first recording */
export async function imported(library: Library, path: string): Promise<string> {
  let studyId: string | undefined;
  for await (const step of importRecording(library, { path }, noWatchdog, NEVER)) {
    if (step.kind === 'quarantined' || step.kind === 'needs-mapping') throw new Error(step.reason);
    if (step.kind === 'imported') studyId = step.studyId;
  }
  const recording = studyId === undefined ? undefined : library.studies.detail(studyId).recordings[0];
  if (!recording) throw new Error('the recording was not imported');
  return recording.id;
}

/** The learning loop over a library, with what it rehearses and a real job process. */
export interface LearningBench {
  readonly learning: LearningService;
  readonly close: () => Promise<void>;
}

/**
 * @param modelsFolder of `benchModel`
 * @param checkpointSeconds work of a training between two times that it keeps itself; the usual when absent
 */
export function openLearning(library: Library, modelsFolder: string, checkpointSeconds?: number): LearningBench {
  const files = locateProgramFiles();
  const job = new JobProcess(() => forkJob(files.jobEntry));
  const learning = new LearningService({
    ...{ library, job, changes: new StudyChanges(), version: files.version },
    ...{ modelsFolder, checkpointSeconds },
    rehearsalFile: rehearsalFileIn(files.resources),
    log: () => {},
    requireSound: () => {},
  });
  return {
    learning,
    close: async () => {
      await learning.close();
      await job.close();
    },
  };
}
