import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { Library } from '../library/open-library.ts';
import type { StudyChanges } from './changes.ts';

export type LibraryHandlers = Pick<
  WorkstationHandlers,
  'library.search' | 'library.study' | 'library.changes' | 'library.setStatus' | 'library.dismiss'
>;

/** The worklist and the studies behind it. */
export const libraryHandlers = (library: Library, changes: StudyChanges): LibraryHandlers => ({
  'library.search': (query) => library.studies.search(query),
  'library.study': ({ studyId }) => library.studies.detail(studyId),
  'library.changes': (_input, signal) => changes.listen(signal),
  'library.setStatus': async ({ studyId, status }) => {
    await library.whenFree(() => library.studies.setStatus(studyId, status));
    changes.changed(studyId);
    return { ok: true };
  },
  'library.dismiss': async ({ studyId }) => {
    await library.whenFree(() => library.studies.dismiss(studyId));
    changes.changed(studyId);
    return { ok: true };
  },
});
