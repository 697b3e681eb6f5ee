import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isBeatCode, mnemonicOf } from '../../shared/annotation-codes.ts';
import { Problem } from '../../shared/problem.ts';
import type { RecordingHeader, SignalBlock } from '../../shared/recording.ts';
import { openPicked } from '../files/file-source.ts';
import type { RecordingReader } from '../formats/format.ts';
import { openRecording } from '../formats/registry.ts';
import { writeAnnotations } from '../formats/wfdb/annotation-writer.ts';
import { recordNameOf } from '../formats/wfdb/record-writer.ts';
import type { DeviceOptions } from '../inference/devices/device-options.ts';
import { findModel } from '../inference/models/find-model.ts';
import { readModel } from '../inference/models/read-model.ts';
import { OpenModel } from '../inference/reading/open-model.ts';
import { readRecording } from '../inference/reading/read-recording.ts';
import type { FinishedReading } from '../inference/reading/reading-step.ts';
import { ecgLeads } from '../inference/reading/recording-source.ts';
import { SequentialSource } from '../inference/reading/sequential-source.ts';
import { SignalThread } from '../inference/reading/signal-thread.ts';
import type { FileModel, FileReadingRequest, FileReadingStep, FileSummary } from './file-reading-contract.ts';
import { readingJson } from './reading-json.ts';
import { summaryOf } from './store-reading.ts';
import type { Watchdog } from './watchdog.ts';

export interface FileReadingSurroundings {
  readonly signal: AbortSignal;
  readonly watchdog: Watchdog;
  /** The module that threads of this process are started with. */
  readonly entry: URL;
}

/** What a file may cost between two signs of life: a batch of the model, or the end of a recording of two weeks. */
const LIMITS = { processorMilliseconds: 60_000, memoryMebibytes: 2_048 } as const;

/**
 * Reads a recording from its file as the workstation reads one of its library, and writes an annotation file.
 * @throws Problem `not-found` | `unreadable` | `unsupported` | `needs-mapping` | `disk` | `cancelled`
 */
export async function* readFile(
  request: FileReadingRequest,
  { signal, watchdog, entry }: FileReadingSurroundings,
): AsyncGenerator<FileReadingStep, void, undefined> {
  const { model, notice } = await modelFor(request.model, request.device);
  if (notice !== undefined) yield { kind: 'notice', text: notice };
  const picked = openPicked(request.path);
  watchdog.guard(LIMITS);
  try {
    const reader = openRecording(picked, { mapping: request.mapping });
    try {
      const { header } = reader;
      if (ecgLeads(header).length === 0) {
        throw new Problem(
          'unsupported',
          `${header.name}: no lead is an ECG: none is measured in volts at 50 Hz or more.`,
        );
      }
      const source = new SequentialSource({ header, signal: () => watched(reader, watchdog) });
      const work = (): SignalThread => new SignalThread(entry);
      for await (const step of readRecording(source, model, { signal, work, thresholds: request.thresholds })) {
        watchdog.beat();
        if (step.kind === 'progress') yield { kind: 'progress', record: header.name, fraction: step.fraction };
        else if (step.kind === 'notice') yield step;
        else if (step.kind === 'finished') yield finish(request, header, step.reading, reader.warnings);
      }
    } finally {
      reader.close();
    }
  } finally {
    watchdog.rest();
    picked.close();
  }
}

/** Every piece of signal that is read is a sign of life. */
function* watched(reader: RecordingReader, watchdog: Watchdog): Generator<SignalBlock, void, undefined> {
  for (const block of reader.signal()) {
    watchdog.beat();
    yield block;
  }
}

function finish(
  { folder, annotator, json }: FileReadingRequest,
  header: RecordingHeader,
  reading: FinishedReading,
  warnings: readonly string[],
): FileReadingStep {
  const file = join(folder, `${recordNameOf(header.name)}.${annotator}`);
  const resolution = header.format === 'WFDB' ? {} : { timeResolution: header.rate };
  writeWhole(file, writeAnnotations(reading.annotations, resolution));
  const summary = summarise(reading, header, file);
  return { kind: 'read', summary, ...(json ? { json: readingJson(header, reading, summary, warnings) } : {}) };
}

/** The file is there whole or not at all, whenever the process is ended. */
function writeWhole(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    const why = 'the disk is full, or you may not write there. Make room or name another folder with --out.';
    throw new Problem('disk', `${basename(path)} could not be written: ${why}`, { cause });
  }
}

function summarise({ annotations, madeBy, origin, findings }: FinishedReading, header: RecordingHeader, file: string) {
  const byCode: Record<string, number> = {};
  for (const code of annotations.code) {
    if (isBeatCode(code)) byCode[mnemonicOf(code)] = (byCode[mnemonicOf(code)] ?? 0) + 1;
  }
  const { beatCount, meanHeartRate } = summaryOf(annotations, header.rate);
  return {
    record: header.name,
    file,
    madeBy,
    model: origin === 'model' ? madeBy : null,
    beatCount,
    byCode,
    rhythms: [...annotations.aux].map(([row, rhythm]) => ({ sample: annotations.sample[row] ?? 0, rhythm })),
    meanHeartRate: meanHeartRate ?? null,
    suggested: findings.filter(({ suggested }) => suggested).map(({ finding }) => finding),
  } satisfies FileSummary;
}

interface ModelForFiles {
  readonly model: OpenModel | undefined;
  readonly notice: string | undefined;
}

/** The model of this process: files of one command line are all read by the same. */
let opened: { readonly key: string; readonly found: Promise<ModelForFiles> } | undefined;

async function modelFor(wanted: FileModel | undefined, device: DeviceOptions): Promise<ModelForFiles> {
  if (!wanted) return { model: undefined, notice: undefined };
  const key = JSON.stringify([wanted, device]);
  if (opened?.key !== key) opened = { key, found: open(wanted, device) };
  return opened.found;
}

async function open(wanted: FileModel, device: DeviceOptions): Promise<ModelForFiles> {
  if ('shipped' in wanted) {
    const { model, notice } = await findModel({ shipped: wanted.shipped, local: undefined }, []);
    return { model: model && new OpenModel(model, device), notice };
  }
  try {
    return { model: new OpenModel(await readModel(wanted.folder, wanted.origin), device), notice: undefined };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return { model: undefined, notice: `${thrown.message} Rules read instead.` };
  }
}
