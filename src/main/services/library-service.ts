import type { WorkstationHandlers } from '../../shared/contract.ts';
import { Problem } from '../../shared/problem.ts';
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
    await library.whenFree(() => {
      if (status === 'signed' && !isSignatureInForce(library, studyId)) {
        throw new Problem('bad-input', 'A study is signed with a name, in its review. Open it and sign it there.');
      }
      if (
        status !== 'signed' &&
        library.studies.row(studyId).status === 'signed' &&
        isSignatureInForce(library, studyId)
      ) {
        throw new Problem('bad-input', 'This study is signed, and stays so. An edit begins its next version.');
      }
      library.studies.setStatus(studyId, status);
    });
    changes.changed(studyId);
    return { ok: true };
  },
  'library.dismiss': async ({ studyId }) => {
    await library.whenFree(() => library.studies.dismiss(studyId));
    changes.changed(studyId);
    return { ok: true };
  },
});

/** Whether what was signed last is still all that its signer says: no version has been begun since. */
function isSignatureInForce(library: Library, studyId: string): boolean {
  const [last] = library.signOffs.versions(studyId);
  return (
    last?.sets.every(({ recordingId, setId }) => library.readerSets.latest(recordingId, last.signer)?.id === setId) ===
    true
  );
}
