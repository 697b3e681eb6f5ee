import type { AnnotationColumns, AnnotationSet, RecordingHeader } from '../../../shared/recording.ts';
import { Problem } from '../../../shared/problem.ts';
import type { ByteSource, SourceFolder } from '../format.ts';
import { pick, looksLikeAnnotations, readAnnotations, type AnnotationFile } from './annotation-reader.ts';

/** The annotation files that lie beside a record, read. */
export interface AnnotationSiblings {
  readonly sets: readonly AnnotationSet[];
  readonly sources: readonly ByteSource[];
  readonly warnings: readonly string[];
}

/** A month of beats is 4 million annotations of 2 to 6 bytes. */
const MAX_ANNOTATION_BYTES = 32 * 1024 * 1024;
const PROBE_BYTES = 16 * 1024;

/** Extensions that are never annotations, whatever their bytes happen to look like. */
const OTHER_KINDS = new Set([
  'hea',
  'dat',
  'mat',
  'csv',
  'tsv',
  'txt',
  'json',
  'xml',
  'edf',
  'bdf',
  'dcm',
  'scp',
  'zip',
  'gz',
  'pdf',
  'png',
  'jpg',
  'md',
  'html',
]);
/** Names of reference annotations and of WFDB's own detectors: what bears one should be readable. */
const WELL_KNOWN = new Set(['atr', 'ari', 'qrs', 'wqrs', 'gqrs', 'ann']);

/**
 * Reads every `<record>.<annotator>` that holds MIT annotations. What does not is left out; where its name says that it
 * should, a warning says why.
 */
export function annotationSiblings(
  folder: SourceFolder,
  header: Pick<RecordingHeader, 'name' | 'rate' | 'samples'>,
  signalFiles: ReadonlySet<string>,
): AnnotationSiblings {
  const sets: AnnotationSet[] = [];
  const sources: ByteSource[] = [];
  const warnings: string[] = [];
  for (const fileName of folder.list()) {
    const annotator = annotatorOf(fileName, header.name);
    if (annotator === undefined || signalFiles.has(fileName)) continue;
    const source = folder.open(fileName);
    if (source === undefined || source.size < 2 || source.size > MAX_ANNOTATION_BYTES) continue;
    try {
      const file = readSibling(source, WELL_KNOWN.has(annotator));
      if (file === undefined) continue;
      const { columns, dropped } = atRecordRate(file, header);
      sets.push({
        annotator,
        annotations: columns,
        ...(file.definitions.length > 0 ? { definitions: file.definitions } : {}),
      });
      sources.push(source);
      if (dropped > 0) {
        const lie = dropped === 1 ? '1 annotation lies' : `${String(dropped)} annotations lie`;
        warnings.push(`${fileName}: ${lie} outside the recording; left out.`);
      }
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      warnings.push(`${thrown.message} It was left out.`);
    }
  }
  return { sets, sources, warnings };
}

/** `atr` of `101.atr`, where the file may be one of annotations: an annotator's name is letters, digits, `_` and `-`. */
export function annotatorOf(fileName: string, record: string): string | undefined {
  if (!fileName.startsWith(`${record}.`)) return undefined;
  const extension = fileName.slice(record.length + 1);
  if (!/^[A-Za-z_][\w-]*$/.test(extension) || extension.endsWith('-')) return undefined;
  return OTHER_KINDS.has(extension.toLowerCase()) ? undefined : extension;
}

/** Whether a file holds annotations, by content. */
export function holdsAnnotations(source: ByteSource): boolean {
  return source.size >= 2 && looksLikeAnnotations(source.read(0, PROBE_BYTES), source.size <= PROBE_BYTES);
}

/** @throws Problem when the file is expected to be annotations, but is not */
function readSibling(source: ByteSource, expected: boolean): AnnotationFile | undefined {
  if (!expected && !holdsAnnotations(source)) return undefined;
  const bytes = source.read(0, source.size);
  if (isAha(bytes)) {
    if (!expected) return undefined;
    throw new Problem('unsupported', `${source.name} is an annotation file in the AHA format, which is not read yet.`);
  }
  try {
    return readAnnotations(source.name, bytes);
  } catch (thrown) {
    if (expected || !(thrown instanceof Problem)) throw thrown;
    return undefined;
  }
}

/** AHA annotation files begin with a zero byte and the letter of a beat; no MIT file does (annot(5)). */
const isAha = (bytes: Uint8Array): boolean =>
  bytes[0] === 0 && 'NVFEPQUOR'.includes(String.fromCharCode(bytes[1] ?? 0));

/** Times brought from the file's own resolution to the record's rate; annotations outside the record taken out. */
function atRecordRate(
  file: AnnotationFile,
  { rate, samples }: Pick<RecordingHeader, 'rate' | 'samples'>,
): { readonly columns: AnnotationColumns; readonly dropped: number } {
  const factor = file.timeResolution === undefined ? 1 : rate / file.timeResolution;
  const columns =
    factor === 1 ? file.columns : { ...file.columns, sample: file.columns.sample.map((at) => Math.round(at * factor)) };
  const inside = Uint32Array.from(columns.sample.keys()).filter((i) => {
    const at = columns.sample[i]!;
    return at >= 0 && at < samples;
  });
  const dropped = columns.sample.length - inside.length;
  return dropped === 0 ? { columns, dropped } : { columns: pick(columns, inside), dropped };
}
