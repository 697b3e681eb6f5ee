import type { NewAnnotations } from '../../../src/main/library/annotation-store.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { headerOf, importStudy, leadOf, recordingIdOf, temporaryFolder } from '../library/temporary-library.ts';
import { openWorkbenchIn, type Workbench } from './open-workbench.ts';

export * from './open-workbench.ts';

/** A workbench with a library of its own, or that of a folder. */
export const openWorkbench = (folder = temporaryFolder()): Workbench => openWorkbenchIn(folder);

/** A study of one lead, 360 Hz, with a complete set of a model; beats of the given codes a second apart. */
export function studyWithBeats(
  library: Library,
  codes: readonly number[],
  set: { readonly origin?: 'model' | 'file'; readonly confidence?: readonly number[] } = {},
): { studyId: string; recordingId: string; setId: string } {
  const samples = 360 * (codes.length + 2);
  const lead = leadOf(samples, { rate: 360 });
  const studyId = importStudy(library, { header: headerOf([lead]), signals: [new Int32Array(samples)] });
  const recordingId = recordingIdOf(studyId);
  const origin = set.origin ?? 'model';
  const setId = library.annotations.create(recordingId, {
    annotator: origin === 'model' ? 'ecgnat' : 'atr',
    origin,
    madeBy: 'model 1',
    createdAt: '2026-11-22T10:00:00Z',
  });
  library.annotations.add(setId, beatRows(codes, set.confidence), { author: 'model 1', at: '2026-11-22T10:00:00Z' });
  library.annotations.complete(setId);
  return { studyId, recordingId, setId };
}

export const beatRows = (codes: readonly number[], confidence?: readonly number[]): NewAnnotations => ({
  sample: Int32Array.from(codes, (_, beat) => 360 * (beat + 1)),
  code: Uint8Array.from(codes),
  subtype: new Int8Array(codes.length),
  channel: new Uint8Array(codes.length),
  num: new Int8Array(codes.length),
  aux: new Map(),
  ...(confidence ? { confidence: Float32Array.from(confidence) } : {}),
});
