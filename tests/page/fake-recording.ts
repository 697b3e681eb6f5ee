import { codeOfMnemonic } from '../../src/shared/annotation-codes.ts';
import { DERIVED_FROM_LIMB, STANDARD_LEADS, standardLead } from '../../src/shared/leads.ts';

/**
 * A made-up recording for the page under test: beats with their classes, and a signal that follows them. It is not a
 * model of the heart (the simulator is); it only has to look like leads on paper and be the same on every run.
 */
export interface FakeBeats {
  readonly sample: Int32Array<ArrayBuffer>;
  readonly code: Uint8Array<ArrayBuffer>;
  readonly confidence: Float32Array<ArrayBuffer>;
}

/** A small deterministic generator (mulberry32), so that screenshots repeat. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const code = (mnemonic: string): number => codeOfMnemonic(mnemonic)?.code ?? 13;

export function makeBeats(seed: number, rate: number, samples: number, heartRate: number): FakeBeats {
  const random = generator(seed);
  const at: number[] = [];
  const codes: number[] = [];
  const confidence: number[] = [];
  const regular = (60 / heartRate) * rate;
  let next = regular * 0.6;
  while (next < samples - 0.2 * rate) {
    const draw = random();
    const kind = draw < 0.06 ? 'V' : draw < 0.085 ? 'A' : draw < 0.09 ? 'F' : draw < 0.094 ? 'Q' : 'N';
    const early = kind === 'V' || kind === 'F' ? 0.3 : kind === 'A' ? 0.22 : 0;
    at.push(Math.round(next - early * regular));
    codes.push(code(kind));
    confidence.push(kind === 'N' ? 0.9 + 0.1 * random() : 0.55 + 0.4 * random());
    next += regular * (0.97 + 0.06 * random());
  }
  return { sample: Int32Array.from(at), code: Uint8Array.from(codes), confidence: Float32Array.from(confidence) };
}

/** Wave of one beat in millivolts: `t` seconds from the R peak. */
function wave(t: number, ventricular: boolean, weight: readonly number[]): number {
  const bump = (centre: number, width: number): number => Math.exp(-0.5 * ((t - centre) / width) ** 2);
  const [p = 0, q = 0, r = 0, s = 0, tt = 0] = weight;
  if (ventricular) return 1.5 * r * bump(0.02, 0.045) - 0.55 * bump(0.24, 0.08) * Math.sign(r || 1);
  return (
    p * bump(-0.16, 0.025) +
    q * bump(-0.025, 0.009) +
    r * bump(0, 0.011) +
    s * bump(0.028, 0.012) +
    tt * bump(0.27, 0.05)
  );
}

/** P, Q, R, S, T amplitudes in mV of the leads that are not derived. */
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  I: [0.08, -0.05, 0.55, -0.08, 0.2],
  II: [0.14, -0.07, 1.05, -0.16, 0.3],
  V1: [0.05, 0, 0.2, -0.95, -0.08],
  V2: [0.07, 0, 0.4, -1.3, 0.42],
  V3: [0.08, 0, 0.8, -0.9, 0.45],
  V4: [0.09, -0.05, 1.45, -0.45, 0.42],
  V5: [0.09, -0.08, 1.25, -0.2, 0.34],
  V6: [0.08, -0.08, 0.95, -0.08, 0.26],
  MLII: [0.13, -0.07, 1.1, -0.18, 0.28],
};

function shapeOf(name: string): readonly number[] {
  const own = SHAPES[name];
  if (own) return own;
  const standard = standardLead(name);
  const weights = standard && DERIVED_FROM_LIMB[standard];
  if (!weights) return SHAPES['V5'] ?? [];
  return (SHAPES['I'] ?? []).map((value, wave) => weights.I * value + weights.II * (SHAPES['II']?.[wave] ?? 0));
}

export const FAKE_GAIN = 200;

/** Samples [from, to) of a lead in integer steps of 1 / FAKE_GAIN mV. */
export function makeSignal(
  leadName: string,
  beats: FakeBeats,
  rate: number,
  from: number,
  to: number,
): Int32Array<ArrayBuffer> {
  const values = new Int32Array(Math.max(0, to - from));
  const shape = shapeOf(leadName);
  const ventricularCode = code('V');
  const reach = Math.round(0.6 * rate);
  let nearest = 0;
  const lane = STANDARD_LEADS.findIndex((name) => name === leadName) + 2;
  for (let i = 0; i < values.length; i++) {
    const sample = from + i;
    while (nearest < beats.sample.length && (beats.sample[nearest] ?? 0) < sample - reach) nearest += 1;
    let millivolts = 0.05 * Math.sin((2 * Math.PI * 0.22 * sample) / rate + lane);
    for (let beat = nearest; beat < beats.sample.length; beat++) {
      const distance = sample - (beats.sample[beat] ?? 0);
      if (distance < -reach) break;
      millivolts += wave(distance / rate, beats.code[beat] === ventricularCode, shape);
    }
    const noise = (((sample * 2_654_435_761 + lane * 40_503) >>> 0) % 1000) / 1000 - 0.5;
    values[i] = Math.round((millivolts + 0.025 * noise) * FAKE_GAIN);
  }
  return values;
}
