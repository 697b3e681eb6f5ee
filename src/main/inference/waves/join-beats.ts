import { SAMPLES_PER_WAVE_POSITION } from '../../nat/heads/waves.ts';
import { CONTEXT_SAMPLES, WINDOW_STRIDE } from '../../nat/inputs/beat-windows.ts';
import { type LeadBatch, leadBatch, leadFeeds, placeWindow, slotStart } from '../../nat/inputs/lead-batch.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { modelPosition } from '../blocks/block-plan.ts';

/** Runs the wave model on windows of several leads; what `run` is fed is of this size, always. */
export interface WaveSession {
  readonly windows: number;
  readonly leads: number;
  /** @returns `probabilities` [windows, leads, positions, waves] */
  run(feeds: Readonly<Record<string, Float32Array>>): Promise<Readonly<Record<string, Float32Array>>>;
}

/** Where the classical detector sees a beat, perhaps. Columns in the order of the detector. */
export interface BeatCandidates {
  /** At the recording's rate. */
  readonly sample: Int32Array;
  /** Probability of a beat; one half and above is the detector's own yes. */
  readonly confidence: Float32Array;
}

/** Any stretch of the leads to be asked, in the model's band. */
export interface WaveSignal {
  /** Samples per second of the recording: the time base of the candidates. */
  readonly rate: number;
  /** LEAD_NAMES index of each lead. */
  readonly leadName: Uint8Array;
  /** Positions [from, to) of each lead at 250 Hz; zeros outside the recording. */
  readonly read: (from: number, to: number) => readonly Float32Array[];
}

export interface JoinedBeats extends BeatCandidates {
  /** Windows the wave model was asked about. */
  readonly windows: number;
}

/** Log-odds within which the detector is not left to decide alone. */
const DOUBT = 3;
/** Candidates to ask the detector for (`leastConfidence`): those it would rather not take, but not without doubt. */
export const LEAST_CONFIDENCE = 1 / (1 + Math.exp(DOUBT));

/*
 * The log-odds of a doubtful candidate from those of both: a logistic regression over the candidates of 26 records of the
 * MIT-BIH Arrhythmia Database, as they are and with muscle noise and baseline wander at 6 and 0 dB. Fitted on four fifths
 * of the records it does as well on the last fifth (tests/accuracy/wave-join.ts).
 */
const BIAS = -0.58;
const DETECTOR_WEIGHT = 0.52;
const WAVE_WEIGHT = 0.57;

/** QRS so near a candidate counts for it: the fiducial lies within the complex. */
const REACH_POSITIONS = Math.round((0.04 * MODEL_RATE) / SAMPLES_PER_WAVE_POSITION);
/** Probabilities are taken as no surer than this. */
const SURE = 0.999;
/** Place of QRS among the waves. */
const QRS = 2;

/**
 * Decides the detector's doubtful candidates with the wave model: those near its own border are kept or dropped by what
 * both say, the leads' log-odds of QRS averaged. Positions stay the detector's. Windows lie on a fixed grid and only those
 * that hold a doubtful candidate are looked at, in the order of time.
 * @returns beats in order of time with the probability by both
 */
export async function joinBeats(
  session: WaveSession,
  { sample, confidence }: BeatCandidates,
  signal: WaveSignal,
): Promise<JoinedBeats> {
  const evidence = Float64Array.from(confidence, logOdds);
  const position = sample.map((at) => modelPosition(at, signal.rate));
  const byWindow = doubtfulByWindow(evidence, position);
  const windows = [...byWindow.keys()].sort((a, b) => a - b);
  const batch = leadBatch(session.windows, session.leads);
  for (let at = 0; at < windows.length; at += session.windows) {
    const some = windows.slice(at, at + session.windows);
    for (let slot = 0; slot < session.windows; slot++) place(batch, slot, startOf(some[slot] ?? some[0]!), signal);
    const { probabilities } = await session.run(leadFeeds(batch));
    if (!probabilities) throw new Error('the wave model gave no probabilities');
    for (const [slot, window] of some.entries()) {
      for (const candidate of byWindow.get(window) ?? []) {
        const seen = qrsLogOdds(batch, probabilities, slot, position[candidate]! - startOf(window));
        if (seen === undefined) continue;
        evidence[candidate] = BIAS + DETECTOR_WEIGHT * evidence[candidate]! + WAVE_WEIGHT * seen;
      }
    }
  }
  const kept = Array.from(sample.keys())
    .filter((candidate) => evidence[candidate]! >= 0)
    .sort((a, b) => sample[a]! - sample[b]!);
  return {
    sample: Int32Array.from(kept, (candidate) => sample[candidate]!),
    confidence: Float32Array.from(kept, (candidate) => 1 / (1 + Math.exp(-evidence[candidate]!))),
    windows: windows.length,
  };
}

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));

const startOf = (window: number): number => window * WINDOW_STRIDE - CONTEXT_SAMPLES;

/** Candidates that need a second opinion, by the window they are seen best in. */
function doubtfulByWindow(evidence: Float64Array, position: Int32Array): Map<number, number[]> {
  const byWindow = new Map<number, number[]>();
  for (let candidate = 0; candidate < evidence.length; candidate++) {
    if (Math.abs(evidence[candidate]!) > DOUBT) continue;
    const window = Math.floor(position[candidate]! / WINDOW_STRIDE);
    const own = byWindow.get(window);
    if (own) own.push(candidate);
    else byWindow.set(window, [candidate]);
  }
  return byWindow;
}

function place(batch: LeadBatch, slot: number, from: number, { read, leadName }: WaveSignal): void {
  const leads = read(from, from + WINDOW_SAMPLES);
  const order = leads.map((_, lead) => lead).slice(0, batch.leads);
  placeWindow(batch, slot, { leads, leadName }, 0, order, 'lead');
}

/** Mean over the leads that show anything of the log-odds of QRS at a position of a window; undefined where none does. */
function qrsLogOdds(
  batch: LeadBatch,
  probabilities: Float32Array,
  window: number,
  position: number,
): number | undefined {
  const perLead = probabilities.length / (batch.windows * batch.leads);
  const positions = WINDOW_SAMPLES / SAMPLES_PER_WAVE_POSITION;
  const waves = perLead / positions;
  const middle = Math.round(position / SAMPLES_PER_WAVE_POSITION);
  let sum = 0;
  let leads = 0;
  for (let slot = 0; slot < batch.leads; slot++) {
    if (isSilent(batch, window, slot)) continue;
    const row = (window * batch.leads + slot) * perLead;
    let most = 1 - SURE;
    const last = Math.min(positions - 1, middle + REACH_POSITIONS);
    for (let at = Math.max(0, middle - REACH_POSITIONS); at <= last; at++) {
      most = Math.max(most, probabilities[row + at * waves + QRS]!);
    }
    sum += logOdds(Math.min(SURE, most));
    leads++;
  }
  return leads > 0 ? sum / leads : undefined;
}

function isSilent(batch: LeadBatch, window: number, slot: number): boolean {
  const at = slotStart(batch, window, slot);
  return batch.signal.subarray(at, at + WINDOW_SAMPLES).every((value) => value === 0);
}
