import { Problem } from '../../../shared/problem.ts';
import type { ByteSource, Format, PickedFile, RecordingReader, SourceFolder } from '../format.ts';
import { extensionOf, stemOf } from '../sibling-name.ts';
import { annotationSiblings, annotatorOf, holdsAnnotations } from './annotation-siblings.ts';
import { looksLikeHeader, parseHeader, type WfdbHeader } from './header.ts';
import { openRecord } from './record.ts';

const PROBE_BYTES = 4096;
/** Headers looked through for the one that names a picked signal file. */
const MAX_HEADERS_SEARCHED = 200;

/** PhysioNet's WFDB: a text header, signal files, annotation files. Any of them may be picked. */
export const wfdb: Format = {
  name: 'WFDB',
  sniff: (picked) => headerOf(picked) !== undefined,
  isRecord: ({ file }) => isHeader(file),
  parts: partsOf,
  open: openWfdb,
};

function openWfdb(picked: PickedFile): RecordingReader {
  const headerFile = headerOf(picked);
  if (headerFile === undefined) {
    const advice = 'Pick the record’s .hea file, or put it in the same folder.';
    throw new Problem('unsupported', `${picked.file.name} belongs to no WFDB header beside it. ${advice}`);
  }
  const record = openRecord(headerFile, picked.folder);
  const { header } = record;
  const signalFiles = new Set(record.sources.map((source) => source.name));
  const siblings = annotationSiblings(picked.folder, header, signalFiles);
  const sources = [...record.sources, ...siblings.sources];
  const warnings = new Set([...header.warnings, ...siblings.warnings]);
  return {
    header: { ...header, warnings: [...warnings] },
    sources,
    get warnings() {
      return [...warnings];
    },
    annotations: () => siblings.sets,
    signal: () => record.signal((sentence) => warnings.add(sentence)),
    close: () => {
      for (const source of sources) source.close?.();
    },
  };
}

/** The header through which a picked file is opened: itself, the one that names it, or the one it annotates. */
function headerOf({ file, folder }: PickedFile): ByteSource | undefined {
  if (isHeader(file)) return file;
  const own = folder.open(`${stemOf(file.name)}.hea`);
  if (own !== undefined && belongsTo(file, own, folder)) return own;
  if (!isSignalFileName(file.name)) return undefined;
  return headersNear(file.name, folder).find((header) => storesIn(readableHeader(header), file.name, folder));
}

/** Whether the header of the same name is that of the picked file. A header that cannot be read is, to say why. */
function belongsTo(file: ByteSource, own: ByteSource, folder: SourceFolder): boolean {
  const header = readableHeader(own);
  if (header === undefined) return isSignalFileName(file.name);
  if (storesIn(header, file.name, folder)) return true;
  return annotatorOf(file.name, stemOf(file.name)) !== undefined && holdsAnnotations(file);
}

/** `.dat`, `.mat`, and `.d0`, `.d1`, … of records with a file per signal. */
const isSignalFileName = (name: string): boolean => /^(dat|mat|bin|d\d+)$/.test(extensionOf(name));

/** By content; what is called `.hea` counts too, so that what is wrong with it is said. */
const isHeader = (file: ByteSource): boolean =>
  extensionOf(file.name) === 'hea' || looksLikeHeader(file.read(0, PROBE_BYTES));

/** The signal files a header names, and the headers of its segments. */
function partsOf({ file }: PickedFile): string[] {
  const header = readableHeader(file);
  if (header === undefined) return [];
  return [
    ...header.signals.map((signal) => signal.fileName),
    ...header.segments.map((segment) => `${segment.name}.hea`),
  ];
}

/** Other headers of the folder, those whose name begins like the file's first. */
function headersNear(fileName: string, folder: SourceFolder): ByteSource[] {
  const headers = folder.list().filter((name) => extensionOf(name) === 'hea');
  const near = headers.filter((name) => fileName.startsWith(stemOf(name)) || name.startsWith(stemOf(fileName)));
  const names = [...new Set([...near, ...headers])].slice(0, MAX_HEADERS_SEARCHED);
  return names.flatMap((name) => folder.open(name) ?? []);
}

/** Whether a header, or a segment of it, stores a signal in the file. */
function storesIn(header: WfdbHeader | undefined, fileName: string, folder: SourceFolder): boolean {
  if (header === undefined) return false;
  if (header.signals.some((signal) => signal.fileName === fileName)) return true;
  return header.segments.slice(0, MAX_HEADERS_SEARCHED).some((segment) => {
    const source = folder.open(`${segment.name}.hea`);
    return source !== undefined && readableHeader(source)?.signals.some((signal) => signal.fileName === fileName);
  });
}

function readableHeader(source: ByteSource): WfdbHeader | undefined {
  try {
    return parseHeader(source);
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
