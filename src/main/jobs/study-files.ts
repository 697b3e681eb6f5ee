import { mnemonicOf } from '../../shared/annotation-codes.ts';
import type { AnnotationSetInfo, RecordingInfo, StudyDetail } from '../../shared/contract/library.ts';
import { MISSING_SAMPLE, type RecordingHeader, type SignalBlock } from '../../shared/recording.ts';
import { writeCsv } from '../formats/csv/csv-writer.ts';
import { writeAnnotations } from '../formats/wfdb/annotation-writer.ts';
import { recordNameOf, writeRecord } from '../formats/wfdb/record-writer.ts';
import type { StoredAnnotations } from '../library/annotation-columns.ts';
import type { Library } from '../library/open-library.ts';
import type { ExportFormat } from './job-contract.ts';

/** A file of an export. Files must be taken in order, each to its end: a WFDB header is known after its signal. */
export interface StudyFile {
  readonly name: string;
  content(): Iterable<Uint8Array | string>;
}

/** The range of 16-bit WFDB samples; −32,768 stands for a missing one. */
const LARGEST_16_BIT = 32_767;
/** Samples of a lead at a time. */
const BLOCK_SAMPLES = 32_768;
const ROWS_PER_PIECE = 2_048;

/**
 * The files of a study in a format. `onSamples` hears how many samples, over all leads, have been written.
 * @throws Problem `not-found`, and what the writers of the formats throw
 */
export function studyFiles(
  library: Library,
  studyId: string,
  format: ExportFormat,
  onSamples: (samples: number) => void,
): readonly StudyFile[] {
  const study = library.studies.detail(studyId);
  const names = uniqueNames(study.recordings.map(({ name }) => recordNameOf(name)));
  if (format === 'json') {
    const name = `${recordNameOf(study.row.recordName)}.json`;
    return [{ name, content: () => jsonOf(library, study) }];
  }
  return study.recordings.flatMap((recording, index) => {
    const name = names[index] ?? '';
    const header = headerOf(study, recording, name);
    const blocks = function* (): Generator<SignalBlock, void, undefined> {
      for (const block of blocksOf(library, recording)) {
        yield block;
        onSamples(block.samples.length);
      }
    };
    const sets = recording.annotationSets.filter(({ complete }) => complete);
    return format === 'wfdb'
      ? wfdbFiles(library, header, recording, sets, blocks())
      : csvFiles(library, header, recording, sets, blocks());
  });
}

/** How many samples there are to write, over all leads. */
export const totalSamples = (library: Library, studyId: string): number =>
  library.studies
    .detail(studyId)
    .recordings.reduce((sum, { leads }) => sum + leads.reduce((all, { samples }) => all + samples, 0), 0);

function wfdbFiles(
  library: Library,
  header: RecordingHeader,
  recording: RecordingInfo,
  sets: readonly AnnotationSetInfo[],
  blocks: Iterable<SignalBlock>,
): StudyFile[] {
  const { name, rate } = header;
  const record = writeRecord(header, blocks, { name, format: fits16Bits(library, recording) ? 16 : 32 });
  const timeResolution = record.frameRate === rate ? undefined : rate;
  const annotators = uniqueNames(sets.map(({ annotator }) => annotatorNameOf(annotator)));
  return [
    { name: record.signalFileName, content: () => record.signal() },
    { name: record.headerFileName, content: () => [record.header()] },
    ...sets.map(({ id }, index) => ({
      name: `${name}.${annotators[index] ?? ''}`,
      content: () => {
        const definitions = library.annotations.definitions(id);
        return [writeAnnotations(library.annotations.read(id), { timeResolution, definitions })];
      },
    })),
  ];
}

function csvFiles(
  library: Library,
  header: RecordingHeader,
  recording: RecordingInfo,
  sets: readonly AnnotationSetInfo[],
  blocks: Iterable<SignalBlock>,
): StudyFile[] {
  const annotators = uniqueNames(sets.map(({ annotator }) => annotatorNameOf(annotator)));
  return [
    { name: `${header.name}.csv`, content: () => writeCsv(header, blocks) },
    ...sets.map(({ id }, index) => ({
      name: `${header.name}-${annotators[index] ?? ''}.csv`,
      content: () => annotationTable(library.annotations.read(id), recording.rate),
    })),
  ];
}

function* annotationTable(rows: StoredAnnotations, rate: number): Generator<string, void, undefined> {
  yield 'sample,seconds,code,subtype,channel,num,confidence,text\n';
  for (let from = 0; from < rows.sample.length; from += ROWS_PER_PIECE) {
    let piece = '';
    for (let row = from; row < Math.min(rows.sample.length, from + ROWS_PER_PIECE); row++) {
      const sample = rows.sample[row] ?? 0;
      const confidence = rows.confidence[row] ?? Number.NaN;
      const cells = [
        String(sample),
        String(Number((sample / rate).toFixed(6))),
        quoted(mnemonicOf(rows.code[row] ?? 0)),
        String(rows.subtype[row] ?? 0),
        String(rows.channel[row] ?? 0),
        String(rows.num[row] ?? 0),
        Number.isNaN(confidence) ? '' : String(Number(confidence.toFixed(4))),
        quoted(rows.aux.get(row) ?? ''),
      ];
      piece += `${cells.join(',')}\n`;
    }
    yield piece;
  }
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Everything but the samples, as one object; annotations as columns. */
function* jsonOf(library: Library, { row, recordings, ...study }: StudyDetail): Generator<string, void, undefined> {
  const head = JSON.stringify({ einthovenStudy: 1, ...row, ...study });
  yield `${head.slice(0, -1)},"recordings":[`;
  for (const [index, { annotationSets, ...recording }] of recordings.entries()) {
    yield `${index > 0 ? ',' : ''}${JSON.stringify(recording).slice(0, -1)},"annotationSets":[`;
    for (const [number, set] of annotationSets.filter(({ complete }) => complete).entries()) {
      const rows = library.annotations.read(set.id);
      yield `${number > 0 ? ',' : ''}${JSON.stringify(set).slice(0, -1)},"annotations":{`;
      yield `"sample":[${rows.sample.join(',')}],`;
      yield `"code":${JSON.stringify(Array.from(rows.code, mnemonicOf))},`;
      yield `"subtype":[${rows.subtype.join(',')}],"channel":[${rows.channel.join(',')}],"num":[${rows.num.join(',')}],`;
      // NaN, for none, is null in JSON.
      yield `"confidence":${JSON.stringify(Array.from(rows.confidence, (value) => Number(value.toFixed(4))))},`;
      yield `"text":${JSON.stringify(Object.fromEntries(rows.aux))}}}`;
    }
    yield ']}';
  }
  yield ']}\n';
}

/** All samples of a recording as a reader would yield them: the leads advance together in time. */
function* blocksOf(
  library: Library,
  { id, leads, rate, samples }: RecordingInfo,
): Generator<SignalBlock, void, undefined> {
  const done = leads.map(() => 0);
  for (let at = 0; at < samples; at += BLOCK_SAMPLES) {
    const end = Math.min(samples, at + BLOCK_SAMPLES);
    for (const [lead, info] of leads.entries()) {
      const start = done[lead] ?? 0;
      const to = end === samples ? info.samples : Math.min(info.samples, Math.floor((end * info.rate) / rate));
      for (let from = start; from < to; from += BLOCK_SAMPLES) {
        const block = library.signals.readSamples(id, lead, from, Math.min(to, from + BLOCK_SAMPLES));
        yield { lead, start: from, samples: block };
      }
      done[lead] = Math.max(start, to);
    }
  }
}

function headerOf({ row, notes, warnings }: StudyDetail, recording: RecordingInfo, name: string): RecordingHeader {
  const { patientId: id, patientName, birthDate, ageYears, sex } = row;
  return {
    format: row.format,
    name,
    rate: recording.rate,
    samples: recording.samples,
    start: recording.start,
    patient: { id, name: patientName, birthDate, ageYears, sex },
    leads: recording.leads,
    notes,
    warnings,
  };
}

/** By the envelope of the whole recording: reading its samples for it would double the work. */
function fits16Bits(library: Library, { id, leads, samples }: RecordingInfo): boolean {
  return leads.every((_, lead) => {
    const { values } = library.signals.window({ recordingId: id, lead, from: 0, to: samples, columns: 1 });
    return values.every((value) => value === MISSING_SAMPLE || Math.abs(value) <= LARGEST_16_BIT);
  });
}

const annotatorNameOf = (annotator: string): string => annotator.replace(/[^A-Za-z0-9_]+/g, '_') || 'annotations';

/** Names that no two share: the second `rules` becomes `rules2`. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name}${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
