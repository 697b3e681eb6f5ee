import { mnemonicOf } from '../../../../src/shared/annotation-codes.ts';
import { compareBeats, COMPARISON_LABELS } from '../../../../src/main/signal/beat-comparison.ts';
import { type DetectionInput, detectBeats, type LeadBlocks } from '../../../../src/main/signal/detect-beats.ts';
import { BeatMorphology } from '../../../../src/main/signal/reading/beat-morphology.ts';
import { type FirstReading, firstReading } from '../../../../src/main/signal/reading/first-reading.ts';
import { rhythmAnnotations } from '../../../../src/main/signal/rhythm/rhythm-annotations.ts';
import { rhythmEpisodes } from '../../../../src/main/signal/rhythm/rhythm-episodes.ts';
import { presetScenario, type PresetOptions } from '../../../../src/main/simulator/presets.ts';
import { simulate, type SimulatedRecording } from '../../../../src/main/simulator/simulate.ts';

export async function read(input: DetectionInput, blocks: LeadBlocks, channels?: number[]): Promise<FirstReading> {
  const morphology = new BeatMorphology(input);
  for await (const batch of detectBeats(input, morphology.watch(blocks))) morphology.add(batch);
  return firstReading(morphology, channels ?? input.leads.map((_, index) => index));
}

export interface Simulated {
  readonly recording: SimulatedRecording;
  readonly input: DetectionInput;
  readonly leads: readonly Int32Array[];
}

export function simulated(id: string, options: PresetOptions): Simulated {
  const recording = simulate(presetScenario(id, options));
  const { header } = recording;
  const leads = header.leads.map(({ samples }) => new Int32Array(samples));
  for (const { lead, start, samples } of recording.signal()) leads[lead]?.set(samples, start);
  return { recording, input: { rate: header.rate, leads: header.leads }, leads };
}

/** The beats' mnemonics in a row: `NNVN`. */
export const letters = ({ code }: FirstReading): string => Array.from(code, (each) => mnemonicOf(each)).join('');

/** The rhythms that are told from the beats, as a file states them. */
export function rhythms({ header }: Pick<SimulatedRecording, 'header'>, { sample, code }: FirstReading): string[] {
  const { rate, samples } = header;
  return [...rhythmAnnotations(rhythmEpisodes({ rate, samples, sample, code })).aux];
}

/** How many beats of one class (rows) were read as another. */
export function confusion({ recording }: Simulated, reading: FirstReading): (truth: string, read: string) => number {
  const { header, annotations } = recording;
  const { matrix } = compareBeats(annotations, reading, { rate: header.rate, from: 0, to: header.samples });
  const labels: readonly string[] = COMPARISON_LABELS;
  return (truth, readAs) => matrix[labels.indexOf(truth) * labels.length + labels.indexOf(readAs)] ?? NaN;
}

/** The numbers of the beats with a letter. */
export const placesOf = (letter: string, found: string): number[] =>
  Array.from(found, (each, beat) => (each === letter ? beat : -1)).filter((beat) => beat >= 0);
