import { Problem } from '../../../shared/problem.ts';
import { MISSING_SAMPLE, type Lead, type RecordingHeader, type SignalBlock } from '../../../shared/recording.ts';
import { alignLeads } from '../align.ts';
import { unsupported } from '../unreadable.ts';
import { patientOfNotes } from './patient-notes.ts';
import { SAMPLE_ENCODERS, type EncodedFormat, type SampleEncoder } from './sample-encoders.ts';
import { formatStart } from './start-time.ts';

export interface RecordWriting {
  /** Record name: letters, digits, `_` and `-`; see `recordNameOf`. */
  readonly name: string;
  /** Storage format; 16 where absent. */
  readonly format?: EncodedFormat | undefined;
}

/** A record on its way out: the signal file in pieces, and the header once they have all been taken. */
export interface WrittenRecord {
  readonly signalFileName: string;
  readonly headerFileName: string;
  /** Rate of frames; annotations at another rate need its resolution in their file. */
  readonly frameRate: number;
  /**
   * The bytes of the signal file, in pieces of bounded size; to be taken once.
   * @throws Problem `unsupported` when a sample does not fit the format
   */
  signal(): Generator<Uint8Array, void, undefined>;
  /** The text of the header. Throws when the signal has not been written to its end: it holds its checksums. */
  header(): string;
}

/** Two rates are the same when they differ by less: a rate may be the result of a division. */
const RATE_TOLERANCE = 1e-9;

/**
 * Writes a recording as a WFDB record: one header, one signal file.
 * @param blocks all samples, as `RecordingReader.signal()` yields them
 * @throws Problem `unsupported` when the leads' rates are no whole multiples of the slowest
 */
export function writeRecord(
  recording: RecordingHeader,
  blocks: Iterable<SignalBlock>,
  { name, format = 16 }: RecordWriting,
): WrittenRecord {
  if (recordNameOf(name) !== name) throw new RangeError(`"${name}" cannot be the name of a WFDB record.`);
  if (recording.leads.length === 0) throw unsupported(name, 'holds no leads', 'There is nothing to write.');
  const frameRate = Math.min(...recording.leads.map((lead) => lead.rate));
  const samplesPerFrame = recording.leads.map((lead) => {
    const ratio = Math.round(lead.rate / frameRate);
    if (Math.abs(lead.rate / frameRate - ratio) <= RATE_TOLERANCE * ratio) return ratio;
    const what = `cannot be written as WFDB: ${String(lead.rate)} Hz (lead ${lead.name}) is no multiple of ${String(frameRate)} Hz`;
    throw unsupported(name, what, 'Export the leads of each rate on their own.');
  });
  const frames = Math.max(...recording.leads.map((lead, i) => Math.ceil(lead.samples / samplesPerFrame[i]!)));
  const encoder = SAMPLE_ENCODERS[format]();
  const totals = recording.leads.map((): Total => ({ first: undefined, checksum: 0 }));
  let done = false;

  const signal = function* (): Generator<Uint8Array, void, undefined> {
    for (const { leads, frames: count } of alignLeads({ samplesPerFrame, frames }, blocks)) {
      const row = new Int32Array(count * samplesPerFrame.reduce((sum, each) => sum + each, 0));
      let offset = 0;
      for (const [i, samples] of leads.entries()) {
        const misfit = weave(samples, samplesPerFrame[i]!, row, offset, row.length / count, encoder, totals[i]!);
        if (misfit !== undefined) throw tooLarge(recording.leads[i]!, misfit, format);
        offset += samplesPerFrame[i]!;
      }
      yield encoder.encode(row);
    }
    const rest = encoder.end();
    if (rest.length > 0) yield rest;
    done = true;
  };

  return {
    signalFileName: `${name}.dat`,
    headerFileName: `${name}.hea`,
    frameRate,
    signal,
    header: () => {
      if (!done) throw new Error('The header of a record is known once its signal has been written.');
      const lines = recording.leads.map((lead, i) => {
        const perFrame = samplesPerFrame[i] === 1 ? '' : `x${String(samplesPerFrame[i])}`;
        return `${name}.dat ${String(format)}${perFrame} ${signalFields(lead, encoder, totals[i]!)}`;
      });
      return [recordLine(recording, name, frameRate, frames), ...lines, ...infoLines(recording), ''].join('\n');
    },
  };
}

/** What the header says of a signal's samples. */
interface Total {
  first: number | undefined;
  /** Sum of the stored samples modulo 65,536. */
  checksum: number;
}

/**
 * Puts one lead's samples into the frames, missing ones as the format marks them.
 * @returns the first sample that the format cannot hold
 */
function weave(
  samples: Int32Array,
  perFrame: number,
  row: Int32Array,
  offset: number,
  frameSamples: number,
  { missing, largest }: SampleEncoder,
  total: Total,
): number | undefined {
  let sum = total.checksum;
  for (let from = 0, at = offset; from < samples.length; at += frameSamples - perFrame) {
    for (const end = from + perFrame; from < end; from++, at++) {
      const sample = samples[from]!;
      if (sample !== MISSING_SAMPLE && (sample <= missing || sample > largest)) return sample;
      const stored = sample === MISSING_SAMPLE ? missing : sample;
      row[at] = stored;
      sum = (sum + stored) & 0xffff;
    }
  }
  total.first ??= row[offset];
  total.checksum = sum;
  return undefined;
}

const tooLarge = (lead: Lead, sample: number, format: EncodedFormat): Problem =>
  new Problem(
    'unsupported',
    `Lead ${lead.name} holds the sample ${String(sample)}, which WFDB format ${String(format)} cannot store. Please export it in format 32.`,
  );

/** `200(1024)/mV 16 0 995 -3712 0 MLII`. WFDB's baseline is a whole number: one that is not is rounded, by half a step at most. */
function signalFields(lead: Lead, { bits }: SampleEncoder, { first = 0, checksum }: Total): string {
  const gain = lead.uncalibrated === true ? 0 : lead.gain;
  const unit = lead.unit.replace(/\s+/g, '_') || 'mV';
  const signed = checksum > 0x7fff ? checksum - 0x1_0000 : checksum;
  const numbers = [bits, 0, first, signed, 0].join(' ');
  return `${String(gain)}(${String(Math.round(lead.baseline))})/${unit} ${numbers} ${oneLine(lead.name)}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A name made fit for a WFDB record. */
export const recordNameOf = (name: string): string => name.replace(/[^A-Za-z0-9_-]+/g, '_') || 'record';

function recordLine({ leads, start }: RecordingHeader, name: string, frameRate: number, frames: number): string {
  const since = start === undefined ? '' : ` ${formatStart(start)}`;
  return `${name} ${String(leads.length)} ${String(frameRate)} ${String(frames)}${since}`.trimEnd();
}

/** The notes, and age and sex in the words of the PhysioNet challenges where no note says them. */
function infoLines({ notes, patient }: RecordingHeader): string[] {
  const said = patientOfNotes(notes);
  const lines = notes.map((note) => `# ${oneLine(note)}`);
  if (patient.ageYears !== undefined && said.ageYears === undefined) lines.push(`# Age: ${String(patient.ageYears)}`);
  if ((patient.sex === 'female' || patient.sex === 'male') && said.sex === undefined) {
    lines.push(`# Sex: ${patient.sex === 'female' ? 'Female' : 'Male'}`);
  }
  return lines;
}
