import { annotationCode, codeOfMnemonic } from '../../src/shared/annotation-codes.ts';
import type {
  AnalysisEvent,
  DevicesInfo,
  Episode,
  EpisodeKind,
  FindingRow,
  ModelInfo,
  ReadingProgress,
  ReadingResult,
  ReadingStage,
  SignalQuality,
} from '../../src/shared/contract/analysis.ts';
import type { StudyRow } from '../../src/shared/contract/library.ts';
import { type RhythmThresholdChanges, rhythmThresholds } from '../../src/shared/rhythm-thresholds.ts';
import { type FakeBeats, generator } from './fake-recording.ts';

/** A made-up reading of a made-up recording, for the page under test: every kind of event, the same on every run. */
export const FAKE_MODEL = 'ecg-nat-base 1';
const NORMAL = codeOfMnemonic('N')?.code ?? 1;

export interface FakeReading {
  readonly row: StudyRow;
  readonly beats: FakeBeats;
  readonly rate: number;
  readonly samples: number;
}

/** Episodes of a recording longer than a minute: some of each urgency, and the rhythms they lie in. */
export function fakeEpisodes({ rate, samples, row }: FakeReading, to = samples): readonly Episode[] {
  const episode = (kind: EpisodeKind, share: number, seconds: number, bpm: number, confidence = 0.9): Episode => {
    const from = Math.round(share * samples);
    const end = Math.min(samples, from + Math.round(seconds * rate));
    const beats = Math.round((seconds * (Number.isNaN(bpm) ? 0 : bpm)) / 60);
    return { kind, from, to: end, beats, rate: bpm, confidence };
  };
  const seconds = samples / rate;
  if (seconds < 60) return [episode('sinus-rhythm', 0, seconds, row.meanHeartRate ?? 72)];
  const background = (kind: EpisodeKind, from: number, end: number): Episode =>
    episode(kind, from, (end - from) * seconds, row.meanHeartRate ?? 72, 0.95);
  const couplets = Array.from({ length: 14 }, (_, i) => episode('ventricular-couplet', 0.05 + 0.06 * i, 1.4, 112, NaN));
  const all = [
    background('sinus-rhythm', 0, 0.7),
    background('atrial-fibrillation', 0.7, 0.82),
    background('sinus-rhythm', 0.82, 1),
    episode('bradycardia', 0.3, Math.min(70, 0.03 * seconds), 44, NaN),
    episode('ventricular-tachycardia', 0.012, 4.2, 148, 0.83),
    episode('ventricular-tachycardia', 0.44, 6.8, 171, 0.91),
    episode('ventricular-tachycardia', 0.66, 2.9, 139, 0.71),
    episode('ventricular-tachycardia', 0.9, 3.1, 152, 0.64),
    episode('pause', 0.52, 3.2, NaN, NaN),
    episode('ventricular-run', 0.6, 2.2, 122, 0.77),
    episode('ventricular-bigeminy', 0.2, Math.min(48, 0.04 * seconds), 78, NaN),
    ...couplets,
  ];
  return all.filter(({ from }) => from < to).map((found) => ({ ...found, to: Math.min(found.to, to) }));
}

export function fakeQuality(
  { row, samples, rate }: FakeReading,
  fromSecond = 0,
  seconds = Math.ceil(samples / rate),
): SignalQuality {
  const leads = row.leadNames.map((_, lead) => lead);
  const values = new Uint8Array(leads.length * seconds).fill(2);
  const whole = samples / rate;
  const spoil = (lead: number, share: number, length: number, value: number): void => {
    const start = Math.floor(share * whole);
    for (let second = start; second < start + length; second++) {
      const column = second - fromSecond;
      if (column >= 0 && column < seconds && lead < leads.length) values[lead * seconds + column] = value;
    }
  };
  if (whole > 60) {
    spoil(0, 0.008, 5, 0);
    spoil(1, 0.35, 40, 1);
    spoil(0, 0.62, 30, 0);
    for (const lead of leads) spoil(lead, 0.62, 12, 0);
  } else spoil(leads.length - 1, 0.4, 2, 0);
  return { fromSecond, seconds, leads, values };
}

export function fakeFindings(row: StudyRow): readonly FindingRow[] {
  if (row.leadNames.length !== 12 || row.durationSeconds > 20) return [];
  const fibrillation = row.recordName.includes('fibrillation');
  const finding = (name: string, group: FindingRow['group'], probability: number, threshold = 0.5): FindingRow => ({
    finding: name,
    group,
    probability,
    suggested: probability >= threshold,
  });
  return [
    finding('NORM', 'superclass', 0.043),
    finding('MI', 'superclass', 0.8637, 0.4),
    finding('STTC', 'superclass', 0.6112),
    finding('CD', 'superclass', 0.2245),
    finding('HYP', 'superclass', 0.1132),
    finding('SR', 'rhythm', fibrillation ? 0.03 : 0.988),
    finding('AFIB', 'rhythm', fibrillation ? 0.962 : 0.012),
    finding('STACH', 'rhythm', 0.05),
    finding('SBRAD', 'rhythm', 0.02),
    finding('SARRH', 'rhythm', 0.16),
    finding('PACE', 'rhythm', 0.004),
  ];
}

/** Of the thresholds the fake heeds one: how long a pause lasts. */
export function fakeResult(reading: FakeReading, setId: string, changes: RhythmThresholdChanges = {}): ReadingResult {
  const thresholds = rhythmThresholds(changes);
  const lasts = ({ kind, from, to }: Episode): boolean =>
    kind !== 'pause' || (to - from) / reading.rate >= thresholds.pauseSeconds;
  return {
    setId,
    madeBy: FAKE_MODEL,
    device: 'webgpu',
    leads: reading.row.leadNames.length === 12 ? [1, 6] : reading.row.leadNames.map((_, lead) => lead).slice(0, 2),
    episodes: fakeEpisodes(reading).filter(lasts),
    thresholds,
    quality: fakeQuality(reading),
    findings: [...fakeFindings(reading.row)],
  };
}

/** The reading as it is made: detection runs ahead, what is looked at is named provisionally, blocks are refined behind. */
export async function* playReading(
  reading: FakeReading,
  control: {
    readonly pause: () => Promise<void>;
    readonly focus: () => readonly [from: number, to: number];
    readonly paused: () => boolean;
  },
): AsyncGenerator<AnalysisEvent> {
  const { beats, samples, rate } = reading;
  const steps = 40;
  const step = Math.max(samples / steps, rate);
  const lag = Math.min(6, Math.ceil(samples / step) / 2);
  let refinedTo = 0;
  let looked: readonly [number, number] = [0, 0];
  for (let from = 0, index = 0; refinedTo < samples; from += step, index++) {
    await control.pause();
    while (control.paused()) {
      yield progress(reading, Math.min(samples, from), refinedTo, 'paused');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const to = Math.round(Math.min(samples, from + step));
    if (from < samples) {
      const start = Math.round(from);
      // What was named already stays named: a stage never falls back.
      const [lookedFrom, lookedTo] = looked;
      for (const [a, b] of [
        [start, Math.min(to, Math.max(start, lookedFrom))],
        [Math.max(start, Math.min(to, lookedTo)), to],
      ] as const) {
        if (b > a) yield told(beats, 'detected', a, b);
      }
      yield {
        kind: 'quality',
        quality: fakeQuality(reading, Math.floor(start / rate), Math.ceil((to - start) / rate)),
      };
    }
    const [focusFrom, focusTo] = control.focus();
    const wanted = [Math.max(refinedTo, focusFrom), Math.min(samples, focusTo)] as const;
    if (wanted[1] > wanted[0] && (wanted[0] < looked[0] || wanted[1] > looked[1])) {
      looked = wanted;
      yield told(beats, 'provisional', wanted[0], wanted[1]);
    }
    const behind = Math.round(Math.min(samples, Math.max(0, (index - lag) * step)));
    if (behind > refinedTo) {
      yield told(beats, 'refined', refinedTo, behind);
      refinedTo = behind;
      yield { kind: 'episodes', episodes: [...fakeEpisodes(reading, refinedTo)] };
    }
    yield progress(reading, to, refinedTo, 'running');
  }
}

function progress(
  { samples, rate }: FakeReading,
  analysedTo: number,
  refinedTo: number,
  state: ReadingProgress['state'],
): ReadingProgress {
  const fraction = (0.2 * analysedTo + 0.8 * refinedTo) / samples;
  const secondsLeft = ((1 - fraction) * samples) / rate / 1240;
  return {
    kind: 'progress',
    state,
    fraction,
    analysedTo,
    samples,
    device: 'webgpu',
    madeBy: FAKE_MODEL,
    speed: 1240,
    secondsLeft,
  };
}

/** Beats as a stage tells them: a first impression takes every fifth ectopic beat for a normal one, and is less sure. */
function told(beats: FakeBeats, stage: ReadingStage, from: number, to: number): AnalysisEvent {
  const first = beats.sample.findIndex((sample) => sample >= from);
  const after = beats.sample.findIndex((sample) => sample >= to);
  const start = first < 0 ? beats.sample.length : first;
  const end = after < 0 ? beats.sample.length : Math.max(start, after);
  const code = beats.code.slice(start, end);
  const confidence = beats.confidence.slice(start, end);
  const random = generator(start + 1);
  for (let beat = 0; beat < code.length; beat++) {
    const ectopic = code[beat] !== NORMAL;
    if (stage === 'detected' || (stage === 'provisional' && ectopic && random() < 0.2)) code[beat] = NORMAL;
    if (stage === 'provisional') confidence[beat] = (confidence[beat] ?? 1) * 0.85;
  }
  return { kind: 'beats', stage, from, to, sample: beats.sample.slice(start, end), code, confidence };
}

export const countVentricular = ({ code }: FakeBeats): number =>
  Array.from(code).filter((value) => annotationCode(value)?.aami === 'V').length;

/** Saliency that follows the beats: the QRS speaks for, some T waves against. */
export function fakeSaliency({ beats, rate, samples, row }: FakeReading, at: number | undefined) {
  const step = Math.round(rate / 50);
  const from = at === undefined ? 0 : Math.max(0, at - 2 * rate);
  const to = at === undefined ? Math.min(samples, 10 * rate) : Math.min(samples, at + 2 * rate);
  const columns = Math.ceil((to - from) / step);
  const leads = row.leadNames.map((_, lead) => lead);
  const values = new Float32Array(leads.length * columns);
  const bump = (t: number, centre: number, width: number): number => Math.exp(-0.5 * ((t - centre) / width) ** 2);
  for (const lead of leads) {
    const weight = 0.35 + 0.65 * Math.abs(Math.sin(lead + 1));
    for (let column = 0; column < columns; column++) {
      const sample = from + column * step;
      let value = 0;
      for (const beat of beats.sample) {
        const t = (sample - beat) / rate;
        if (t < -0.5 || t > 0.6) continue;
        const near = at === undefined ? 1 : Math.exp(-(((beat - at) / rate) ** 2));
        value += near * (bump(t, 0, 0.04) + 0.5 * bump(t, 0.12, 0.05) - 0.55 * bump(t, 0.3, 0.06));
      }
      values[lead * columns + column] = Math.max(-1, Math.min(1, weight * value));
    }
  }
  return { from, step, leads, values, columns, method: 'gradient × input, smoothed', madeBy: FAKE_MODEL };
}

export const FAKE_DEVICES: DevicesInfo = {
  devices: [
    { device: 'cpu', verdict: 'agrees', difference: 0, windowsPerSecond: 212 },
    { device: 'webgpu', verdict: 'agrees', difference: 0.000_031, windowsPerSecond: 1840 },
    {
      device: 'cuda',
      verdict: 'differs',
      difference: 0.0214,
      windowsPerSecond: 5210,
      reason:
        'It gives probabilities that differ from the processor by up to 0.02, and is not used. A newer driver may mend this.',
    },
    { device: 'dml', verdict: 'absent', reason: 'DirectML exists on Windows only.' },
    { device: 'coreml', verdict: 'absent', reason: 'CoreML exists on macOS only.' },
  ],
  chosen: 'auto',
  used: 'webgpu',
  tolerance: 0.001,
};

export const FAKE_MODELS: readonly ModelInfo[] = [
  {
    id: 'ecg-nat-base-1',
    name: 'ECG-NAT base 1',
    origin: 'shipped',
    active: true,
    heads: ['beats', 'findings', 'waves'],
    parameters: 163_482,
    bytes: 2_140_000,
  },
  {
    id: 'ward-7',
    name: 'Ward 7, November',
    origin: 'local',
    active: false,
    heads: ['beats'],
    parameters: 163_482,
    bytes: 671_000,
    problem:
      'beats.nat is not the file that the card describes: it was changed after the training. Import the model again.',
  },
];
