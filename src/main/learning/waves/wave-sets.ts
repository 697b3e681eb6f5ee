import { join } from 'node:path';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { recordNames } from '../beats/beat-sets.ts';
import type { WindowRecord } from '../../nat/inputs/window-record.ts';
import type { WaveMarks } from '../../nat/outputs/wave-marks.ts';
import { readWindowRecord } from '../window-record.ts';

export interface WaveRecord extends WindowRecord {
  /** LUDB has one record of each patient. */
  readonly patient: string;
  /** Per lead. */
  readonly marks: readonly WaveMarks[];
}

/** Records of the Lobachevsky University database (Kalyakulina et al. 2020, doi 10.1109/ACCESS.2020.3029211). */
export function readLudb(folder: string): WaveRecord[] {
  const data = join(folder, 'data');
  return recordNames(data).map((name) => readLudbRecord(data, name));
}

export function readLudbRecord(data: string, name: string): WaveRecord {
  const { source, record } = readWindowRecord(data, name, `ludb/${name}`);
  const { rate, leads } = source.header;
  const marks = leads.map((lead) => {
    const own = source.annotationSets.find(({ annotator }) => annotator.toLowerCase() === lead.name.toLowerCase());
    return own ? waveMarks(own.annotations, rate) : NO_MARKS;
  });
  return { ...record, patient: record.id, marks };
}

const NO_MARKS: WaveMarks = {
  wave: new Uint8Array(0),
  onset: new Float32Array(0),
  peak: new Float32Array(0),
  offset: new Float32Array(0),
};

const ONSET = codeOfMnemonic('(')?.code;
const OFFSET = codeOfMnemonic(')')?.code;
const WAVE_OF_CODE = new Map([
  [codeOfMnemonic('p')?.code, 1],
  [codeOfMnemonic('N')?.code, 2],
  [codeOfMnemonic('t')?.code, 3],
]);

/** Triples `(`, peak, `)`; a wave that lacks one of its bounds is left out. */
function waveMarks({ sample, code }: AnnotationColumns, rate: number): WaveMarks {
  const wave: number[] = [];
  const bounds: number[][] = [[], [], []];
  const position = (index: number): number => ((sample[index] ?? 0) * MODEL_RATE) / rate;
  for (let i = 1; i + 1 < code.length; i++) {
    const kind = WAVE_OF_CODE.get(code[i]);
    if (kind === undefined || code[i - 1] !== ONSET || code[i + 1] !== OFFSET) continue;
    wave.push(kind);
    for (let bound = 0; bound < 3; bound++) bounds[bound]?.push(position(i - 1 + bound));
  }
  const [onset = [], peak = [], offset = []] = bounds;
  return {
    wave: Uint8Array.from(wave),
    onset: Float32Array.from(onset),
    peak: Float32Array.from(peak),
    offset: Float32Array.from(offset),
  };
}
