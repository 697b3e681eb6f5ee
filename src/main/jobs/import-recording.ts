import { createHash } from 'node:crypto';
import type { ColumnMapping } from '../../shared/contract/library.ts';
import { Problem } from '../../shared/problem.ts';
import type { RecordingHeader } from '../../shared/recording.ts';
import { openPicked } from '../files/file-source.ts';
import { previewColumns } from '../formats/csv/csv.ts';
import type { PickedFile, RecordingReader } from '../formats/format.ts';
import { openRecording } from '../formats/registry.ts';
import type { Library } from '../library/open-library.ts';
import type { SourceFile } from '../library/source-store.ts';
import type { StudyImport } from '../library/study-import.ts';
import { SYNTHETIC_NOTE } from '../simulator/simulate.ts';
import { Breathing } from './breathing.ts';
import { fileFingerprint, piecesOf, studyIdOf } from './fingerprint.ts';
import type { ImportStep } from './job-contract.ts';
import type { Watchdog } from './watchdog.ts';

export interface ImportRequest {
  readonly path: string;
  readonly mapping?: ColumnMapping | undefined;
}

/** What a file may cost between two signs of life: enough for the largest to be opened, little for a small bad one. */
const PROCESSOR_MILLISECONDS = 1_500;
const PROCESSOR_MILLISECONDS_PER_MEBIBYTE = 60;
const MEMORY_MEBIBYTES = 1_024;
/** The parts of an import that its progress is told in: reading the files for their hashes, storing them, the signals. */
const SHARE = { hashing: 0.1, sources: 0.2 } as const;

/** What becomes of a file that cannot be read; anything else that goes wrong is no fault of the file. */
const isFaultOfFile = (problem: Problem): boolean =>
  problem.code === 'unreadable' || problem.code === 'unsupported' || problem.code === 'not-found';

/**
 * Reads one recording into the library. A file that cannot be read is set aside with its reason; one that does not say
 * what its columns mean is asked about. Cancelled or failed, it leaves nothing.
 * @throws Problem `disk` | `cancelled` | `locked`
 */
export async function* importRecording(
  library: Library,
  request: ImportRequest,
  watchdog: Watchdog,
  signal: AbortSignal,
): AsyncGenerator<ImportStep, void, undefined> {
  library.removeUnfinishedImports();
  const name = request.path.slice(Math.max(request.path.lastIndexOf('/'), request.path.lastIndexOf('\\')) + 1);
  let fingerprint = '';
  try {
    const picked = openPicked(request.path);
    try {
      const mebibytes = picked.file.size / (1024 * 1024);
      watchdog.guard({
        processorMilliseconds: PROCESSOR_MILLISECONDS + mebibytes * PROCESSOR_MILLISECONDS_PER_MEBIBYTE,
        memoryMebibytes: MEMORY_MEBIBYTES,
      });
      fingerprint = fileFingerprint(picked.file);
      watchdog.beat();
      yield* importPicked(library, picked, request.mapping, fingerprint, watchdog, signal);
    } finally {
      watchdog.rest();
      picked.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof Problem) || !isFaultOfFile(thrown)) throw thrown;
    const at = new Date().toISOString();
    const studyId = library.studies.quarantine({ name, fingerprint, reason: thrown.message, at });
    yield { kind: 'quarantined', studyId, reason: thrown.message };
  }
}

async function* importPicked(
  library: Library,
  picked: PickedFile,
  mapping: ColumnMapping | undefined,
  fingerprint: string,
  watchdog: Watchdog,
  signal: AbortSignal,
): AsyncGenerator<ImportStep, void, undefined> {
  let reader: RecordingReader;
  try {
    reader = openRecording(picked, { mapping });
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'needs-mapping') throw thrown;
    const { columns, rows } = previewColumns(picked);
    yield { kind: 'needs-mapping', columns, rows, reason: thrown.message };
    return;
  }
  const work = new ReaderImport(library, reader, watchdog, signal);
  try {
    yield* work.run(mapping, fingerprint);
  } finally {
    work.abandon();
    reader.close();
  }
}

/** One opened recording on its way into the library. */
class ReaderImport {
  private readonly library: Library;
  private readonly reader: RecordingReader;
  private readonly watchdog: Watchdog;
  private readonly breathing: Breathing;
  private study: StudyImport | undefined;

  constructor(library: Library, reader: RecordingReader, watchdog: Watchdog, signal: AbortSignal) {
    this.library = library;
    this.reader = reader;
    this.watchdog = watchdog;
    this.breathing = new Breathing(signal);
  }

  async *run(mapping: ColumnMapping | undefined, fingerprint: string): AsyncGenerator<ImportStep, void, undefined> {
    const { library, reader } = this;
    const { header } = reader;
    const sources: SourceFile[] = [];
    yield* this.hashSources(sources);
    const studyId = studyIdOf(
      sources.map(({ sha256 }) => sha256),
      mapping,
    );
    if (library.studies.has(studyId)) {
      yield { kind: 'imported', studyId, recordingId: `${studyId}-1`, alreadyThere: true };
      return;
    }
    const importedAt = new Date().toISOString();
    const synthetic = header.notes.some((note) => note.includes(SYNTHETIC_NOTE));
    const study = library.importStudy({ id: studyId, header, synthetic, sources, importedAt });
    this.study = study;
    yield* this.storeSources(study, sources);
    this.storeAnnotations(study, importedAt);
    yield* this.storeSignal(study, header);
    study.finish(reader.warnings, fingerprint);
    this.study = undefined;
    library.checkpoint();
    yield { kind: 'imported', studyId, recordingId: study.recordingId, alreadyThere: false };
  }

  /** Leaves nothing of an import that did not end. */
  abandon(): void {
    const { study } = this;
    this.study = undefined;
    study?.abandon();
  }

  private async *hashSources(sources: SourceFile[]): AsyncGenerator<ImportStep, void, undefined> {
    const total = totalBytes(this.reader);
    let done = 0;
    for (const file of this.reader.sources) {
      const hash = createHash('sha256');
      for (const piece of piecesOf(file)) {
        hash.update(piece);
        done += piece.length;
        yield* this.pause((SHARE.hashing * done) / total);
      }
      sources.push({ name: file.name, bytes: file.size, sha256: hash.digest('hex') });
    }
  }

  private async *storeSources(
    study: StudyImport,
    sources: readonly SourceFile[],
  ): AsyncGenerator<ImportStep, void, undefined> {
    const total = totalBytes(this.reader);
    let done = 0;
    for (const [position, file] of this.reader.sources.entries()) {
      const hash = createHash('sha256');
      for (const piece of piecesOf(file)) {
        study.addSourcePiece(position, piece);
        hash.update(piece);
        done += piece.length;
        yield* this.pause(SHARE.hashing + ((SHARE.sources - SHARE.hashing) * done) / total);
      }
      if (hash.digest('hex') !== sources[position]?.sha256) {
        throw new Problem('unreadable', `${file.name} changed while it was being imported. Import it again.`);
      }
    }
  }

  private storeAnnotations(study: StudyImport, createdAt: string): void {
    for (const { annotator, annotations, definitions } of this.reader.annotations()) {
      const set = { annotator, origin: 'file', madeBy: annotator, createdAt, definitions } as const;
      study.addAnnotations(set, annotations, () => this.watchdog.beat());
    }
  }

  private async *storeSignal(study: StudyImport, header: RecordingHeader): AsyncGenerator<ImportStep, void, undefined> {
    const total = header.leads.reduce((sum, { samples }) => sum + samples, 0);
    let done = 0;
    for (const block of this.reader.signal()) {
      study.addSignal(block);
      done += block.samples.length;
      yield* this.pause(SHARE.sources + ((1 - SHARE.sources) * done) / Math.max(1, total));
    }
  }

  private async *pause(fraction: number): AsyncGenerator<ImportStep, void, undefined> {
    this.watchdog.beat();
    await this.breathing.breathe();
    if (this.breathing.reportIsDue()) yield { kind: 'progress', fraction };
  }
}

const totalBytes = (reader: RecordingReader): number =>
  Math.max(
    1,
    reader.sources.reduce((sum, { size }) => sum + size, 0),
  );
