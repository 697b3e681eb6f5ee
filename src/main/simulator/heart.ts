import type { Autonomic } from './autonomic.ts';
import { AtrialWaves, Beats, type Fibrillation, type HeartEvents, type Remark } from './events.ts';
import { ATRIAL_WAVE, BEAT_MORPHOLOGIES } from './morphology.ts';
import type { Random } from './random.ts';

/** WFDB annotation codes used here, see src/shared/annotation-codes.ts. */
export const CODE = {
  normal: 1,
  'left-bundle-branch-block': 2,
  'right-bundle-branch-block': 3,
  ventricular: 5,
  atrial: 8,
  junctionalEscape: 11,
  comment: 22,
  rhythm: 28,
} as const;

/** Half a P wave, from its onset to its middle. */
const HALF_P_SECONDS = 0.05;
/** A rhythm change is marked this long before the peak of its first beat. */
const RHYTHM_MARK_LEAD = 0.1;
/** How fast QT follows the rate, per beat: ventricular repolarisation adapts over about a minute at first-order. */
const QT_MEMORY = 0.12;

/** The state of a beating heart while its rhythms are played one after the other, and the record of what it did. */
export class Heart implements HeartEvents {
  readonly beats = new Beats();
  readonly atrialWaves = new AtrialWaves();
  readonly fibrillations: Fibrillation[] = [];
  readonly remarks: Remark[] = [];
  readonly random: Random;
  readonly autonomic: Autonomic;

  /** The moment of the last ventricular beat. */
  time: number;
  /** The moment at which the last impulse of the sinus node reached, or should have reached, the ventricles. */
  sinus: number;
  /** Whether the last beat arose in the ventricles. */
  ectopicLast = false;
  /** The sinus node's present mean interval in seconds. */
  sinusCycle = 0.8;
  /** WFDB rhythm text of the beats to come. */
  rhythm = '(N';
  #marked = '';
  #repolarisationCycle = Number.NaN;

  constructor(random: Random, autonomic: Autonomic, start: number) {
    this.random = random;
    this.autonomic = autonomic;
    this.time = start;
    this.sinus = start;
  }

  /** The sinus node's next interval in seconds, of the given mean. */
  nextSinusInterval(variability: number): number {
    const factor = this.autonomic.intervalFactor(this.sinus, variability * Math.sqrt(Math.min(1.2, this.sinusCycle)));
    return this.sinusCycle * Math.max(0.6, factor);
  }

  /** From P-wave middle to the beat's reference moment: PR shortens by 4 ms for every 10 beats a minute. */
  conductionTime(morphology: number): number {
    const rate = 60 / this.sinusCycle;
    const pr = Math.min(0.18, Math.max(0.12, 0.16 - 0.0004 * (rate - 60)));
    return pr - HALF_P_SECONDS - BEAT_MORPHOLOGIES[morphology]!.onset;
  }

  /** An impulse of the sinus node that reaches the ventricles at `due`; it leaves a P wave whether or not it is conducted. */
  sinusImpulse(due: number, morphology: number): void {
    this.atrialWaves.add(due - this.conductionTime(morphology), ATRIAL_WAVE.sinus, 1 + 0.04 * this.random.gaussian());
    this.sinus = due;
  }

  beat(time: number, morphology: number, code: number): void {
    const interval = time - this.time;
    if (Number.isNaN(this.#repolarisationCycle)) this.#repolarisationCycle = Math.min(1.5, interval);
    this.#repolarisationCycle += QT_MEMORY * (Math.min(1.5, interval) - this.#repolarisationCycle);
    // Fridericia's relation (1920): QT = QTc · ∛RR; an early beat repolarises sooner.
    const cycle = Math.min(this.#repolarisationCycle, 1.25 * interval);
    const qt = BEAT_MORPHOLOGIES[morphology]!.referenceQt * Math.cbrt(cycle);
    if (this.rhythm !== this.#marked) {
      this.remarks.push({ time: time - RHYTHM_MARK_LEAD, code: CODE.rhythm, text: this.rhythm });
      this.#marked = this.rhythm;
    }
    this.beats.add(time, morphology, 1 + 0.015 * this.random.gaussian(), code, qt);
    this.time = time;
    this.ectopicLast = code === CODE.ventricular;
  }

  comment(time: number, text: string): void {
    this.remarks.push({ time, code: CODE.comment, text });
  }
}
