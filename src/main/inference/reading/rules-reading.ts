import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import type { SignalQuality } from '../../../shared/contract/analysis.ts';
import { Problem } from '../../../shared/problem.ts';
import { rhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import type { BeatBatch } from '../../signal/detect-beats.ts';
import { detectBeats } from '../../signal/detect-beats.ts';
import { leadQuality, QUALITY_MARGIN_SECONDS } from '../../signal/quality/signal-quality.ts';
import { unreadableStretches } from '../../signal/quality/unreadable-stretches.ts';
import { BeatMorphology } from '../../signal/reading/beat-morphology.ts';
import { firstReading } from '../../signal/reading/first-reading.ts';
import { rhythmEpisodes } from '../../signal/rhythm/rhythm-episodes.ts';
import { withRhythm } from './finish-reading.ts';
import { ProgressClock } from './progress-clock.ts';
import type { ReadingOptions } from './reading-options.ts';
import type { ReadingStep } from './reading-step.ts';
import { type EcgLead, millivoltsOf, type RecordingSource } from './recording-source.ts';
import { RULES } from './rules.ts';
import { signalBlocks } from './signal-blocks.ts';

/** Beats whose kind is not known yet are shown as WFDB's own detectors (gqrs, sqrs) write them: N. */
const DETECTED_CODE = codeOfMnemonic('N')?.code ?? 1;

/** Beats of batches that follow each other, their kind not known yet. */
export function detectedStep(batches: readonly BeatBatch[]): ReadingStep {
  const count = batches.reduce((sum, { sample }) => sum + sample.length, 0);
  const sample = new Int32Array(count);
  const confidence = new Float32Array(count);
  let at = 0;
  for (const batch of batches) {
    sample.set(batch.sample, at);
    confidence.set(batch.confidence, at);
    at += batch.sample.length;
  }
  const code = new Uint8Array(count).fill(DETECTED_CODE);
  const [from, to] = [batches[0]?.from ?? 0, batches.at(-1)?.to ?? 0];
  return { kind: 'beats', stage: 'detected', from, to, sample, code, confidence };
}

/** Reads a recording without a model: beats by the detector, their kind by rules once all are known. */
export async function* readByRules(
  source: RecordingSource,
  leads: readonly EcgLead[],
  { signal, thresholds }: ReadingOptions,
): AsyncGenerator<ReadingStep, void, undefined> {
  const { rate, samples } = source;
  const clock = new ProgressClock(source);
  const input = { rate, leads: leads.map(({ lead }) => lead) };
  const morphology = new BeatMorphology(input);
  const judge = new QualityInPassing(source, leads);
  const seconds = { from: 0, to: Infinity };
  const blocks = signalBlocks(source, leads, seconds, async () => {
    if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
    return Promise.resolve();
  });
  const untold: BeatBatch[] = [];
  for await (const batch of detectBeats(input, morphology.watch(blocks), { signal })) {
    morphology.add(batch);
    judge.advance(batch.to);
    untold.push(batch);
    clock.detected = clock.classified = batch.to / samples;
    if (!clock.isDue) continue;
    yield detectedStep(untold.splice(0));
    yield clock.report(RULES, undefined);
  }
  if (untold.length > 0) yield detectedStep(untold);
  const quality = judge.finish();
  yield { kind: 'quality', quality };
  const beats = firstReading(
    morphology,
    leads.map(({ index }) => index),
  );
  const unreadable = unreadableStretches(quality, { rate, samples });
  const episodes = rhythmEpisodes(
    { rate, samples, sample: beats.sample, code: beats.code, unreadable },
    { thresholds },
  );
  yield { kind: 'episodes', episodes };
  yield {
    kind: 'finished',
    reading: {
      origin: 'rules',
      madeBy: RULES,
      device: undefined,
      // The rhythm changes are those of the episodes: one engine, whose thresholds a reader may change.
      annotations: withRhythm(beats, episodes),
      probabilities: undefined,
      leads: leads.map(({ index }) => index),
      episodes,
      thresholds: rhythmThresholds(thresholds),
      quality,
      findings: [],
    },
  };
}

/** Judges the signal while it passes, so that a recording that is read from a file is read once. */
class QualityInPassing {
  readonly #source: RecordingSource;
  readonly #leads: readonly EcgLead[];
  readonly #seconds: number;
  readonly #values: Uint8Array<ArrayBuffer>;
  #judged = 0;

  constructor(source: RecordingSource, leads: readonly EcgLead[]) {
    this.#source = source;
    this.#leads = leads;
    this.#seconds = Math.ceil(source.samples / source.rate);
    this.#values = new Uint8Array(leads.length * this.#seconds);
  }

  /** All samples before this one have passed. */
  advance(sample: number): void {
    const known = Math.floor(sample / this.#source.rate) - QUALITY_MARGIN_SECONDS;
    if (known >= this.#judged + STEP_SECONDS) this.#judge(known);
  }

  finish(): SignalQuality {
    if (this.#judged < this.#seconds) this.#judge(this.#seconds);
    return {
      fromSecond: 0,
      seconds: this.#seconds,
      leads: this.#leads.map(({ index }) => index),
      values: this.#values,
    };
  }

  #judge(to: number): void {
    const from = this.#judged;
    const start = Math.max(0, from - QUALITY_MARGIN_SECONDS);
    for (const [row, { index, lead }] of this.#leads.entries()) {
      const first = Math.floor(start * lead.rate);
      const samples = this.#source.readSamples(index, first, Math.ceil((to + QUALITY_MARGIN_SECONDS) * lead.rate));
      const gain = (lead.gain === 0 ? 1 : lead.gain) / millivoltsOf(lead);
      const own = leadQuality({ samples, first, rate: lead.rate, gain, baseline: lead.baseline }, from, to);
      this.#values.set(own, row * this.#seconds + from);
    }
    this.#judged = to;
  }
}

/** Seconds that are judged at a time. */
const STEP_SECONDS = 60;
