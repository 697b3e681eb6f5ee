import type { Workstation } from '../../../shared/contract.ts';
import type { ReadingResult } from '../../../shared/contract/analysis.ts';
import type { AnnotationSetInfo } from '../../../shared/contract/library.ts';
import { toProblem } from '../../../shared/problem.ts';

/** Id of the reader's own set among those of a recording, or of a signed study what was signed; undefined for neither. */
export async function readersSet(
  api: Workstation,
  sets: readonly AnnotationSetInfo[],
  isSigned: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  const last = sets.findLast(({ origin }) => origin === 'reader');
  if (!last) return undefined;
  try {
    const { ownSetId } = await api['edit.state']({ setId: last.id }, signal);
    return ownSetId ?? (isSigned ? last.id : undefined);
  } catch {
    return undefined; // What is there is shown; that editing cannot be asked about is told when somebody edits.
  }
}

/**
 * Beside an automatic set there may be a result; older sets, made by rules, have none. A reader's set has that of the
 * reading it goes back to; where it goes back to a file, the latest still tells of the signal's quality.
 */
export async function resultBeside(
  api: Workstation,
  recordingId: string,
  { id: setId, origin }: AnnotationSetInfo,
  signal: AbortSignal,
): Promise<ReadingResult | undefined> {
  if (origin === 'file') return undefined;
  for (const wanted of origin === 'reader' ? [{ setId }, {}] : [{ setId }]) {
    try {
      return await api['analysis.result']({ recordingId, ...wanted }, signal);
    } catch (thrown) {
      if (toProblem(thrown).code !== 'not-found') throw thrown;
    }
  }
  return undefined;
}
