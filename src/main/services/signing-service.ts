import type { WorkstationHandlers } from '../../shared/contract.ts';
import { Problem } from '../../shared/problem.ts';
import { outdated } from '../library/annotation-change.ts';
import type { Library } from '../library/open-library.ts';
import type { StudyChanges } from './changes.ts';
import type { EditDesk } from './editing/edit-desk.ts';

export type SigningHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `sign.${string}`>>;

/** Signatures under what a reader says of a study. */
export const signingHandlers = (library: Library, desk: EditDesk, changes: StudyChanges): SigningHandlers => ({
  'sign.study': async ({ studyId, sets, note }) => {
    const signed = await library.whenFree(() => {
      const at = new Date().toISOString();
      const recordings = new Set(library.studies.detail(studyId).recordings.map(({ id }) => id));
      return library.transaction(() => {
        const setIds = sets.map(({ setId, revision }) => {
          const set = desk.open(setId);
          if (library.annotations.revision(setId) !== revision) throw outdated();
          if (!recordings.delete(set.recordingId)) {
            throw new Problem('bad-input', 'Each recording of the study is signed once, by one set of annotations.');
          }
          if (set.next === 'version') {
            throw new Problem(
              'bad-input',
              'This version is signed already. Edit it first, or open the signed version.',
            );
          }
          return set.next === 'own' ? setId : desk.copy(set, at);
        });
        if (recordings.size > 0) {
          throw new Problem('bad-input', 'All recordings of a study are signed together. Look at the others first.');
        }
        const signer = desk.reader();
        return library.signOffs.sign({ studyId, signer, at, note, setIds });
      });
    });
    changes.changed(studyId);
    return signed;
  },
  'sign.versions': ({ studyId }) => {
    library.studies.row(studyId);
    return { versions: library.signOffs.versions(studyId) };
  },
  'sign.version': ({ studyId, version }) => library.signOffs.version(studyId, version),
});
