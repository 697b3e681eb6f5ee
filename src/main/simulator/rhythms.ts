import { conductedInterval, nodeForMeanInterval } from './av-node.ts';
import { CODE, type Heart } from './heart.ts';
import { ATRIAL_WAVE, MORPHOLOGY } from './morphology.ts';
import type {
  AtrialFibrillationSegment,
  AtrialFlutterSegment,
  PauseSegment,
  Segment,
  SinusSegment,
  VentricularTachycardiaSegment,
} from './scenario.ts';

/** A sinus impulse that would arrive sooner than this after a ventricular beat finds the way blocked: seconds, share of RR. */
const REFRACTORY = 0.5;
const REFRACTORY_SHARE = 0.9;
/** Coupling of premature beats as a share of the sinus interval, and the earliest moment in seconds: after the T wave. */
const VENTRICULAR_COUPLING = 0.58;
const ATRIAL_COUPLING = 0.7;
const EARLIEST_COUPLING = 0.46;
const LATEST_COUPLING = 0.85;
/** After an atrial premature beat the reset sinus node takes a little longer than usual, far from a full compensation. */
const SINUS_RESET = 0.08;
const FLUTTER_CYCLE = 0.2;
const FLUTTER_CONDUCTION = 0.16;

/** Lets the heart beat in the segment's rhythm until the given moment in seconds. */
export function play(heart: Heart, segment: Segment, until: number): void {
  switch (segment.rhythm) {
    case 'sinus':
      playSinus(heart, segment, until);
      break;
    case 'atrial-fibrillation':
      playFibrillation(heart, segment, until);
      break;
    case 'atrial-flutter':
      playFlutter(heart, segment, until);
      break;
    case 'ventricular-tachycardia':
      playVentricularTachycardia(heart, segment, until);
      break;
    case 'pause':
      playPause(heart, segment);
      break;
  }
}

const SINUS_RHYTHMS: ReadonlySet<string> = new Set(['(N', '(SBR', '(B', '(T']);
/** Time constant of a change of the sinus rate in seconds: 20 to 40 at the onset of light exercise (Linnarsson 1974). */
const RATE_KINETICS = 25;

/**
 * The sinus node goes on undisturbed by ventricular beats, so what follows one is a compensatory pause; an atrial
 * premature beat resets it, so the pause after one is shorter.
 */
function playSinus(heart: Heart, segment: SinusSegment, until: number): void {
  const { random } = heart;
  const conduction = segment.conduction ?? 'normal';
  const morphology = MORPHOLOGY[conduction];
  const ectopic = MORPHOLOGY[segment.focus ?? 'right-outflow-tract'];
  const everyBeats = segment.pattern === 'bigeminy' ? 1 : segment.pattern === 'trigeminy' ? 2 : 0;
  const goesOn = SINUS_RHYTHMS.has(heart.rhythm) && heart.time > 0;
  heart.rhythm = { bigeminy: '(B', trigeminy: '(T', none: segment.rate < 60 ? '(SBR' : '(N' }[
    segment.pattern ?? 'none'
  ];
  const began = heart.sinus;
  // The node does not leap from one rate to another; after another rhythm, or at the beginning, nothing is known of it.
  const rateBefore = goesOn ? 60 / heart.sinusCycle : segment.rate;
  let conducted = 0;
  for (;;) {
    const change = Math.exp((began - heart.sinus) / RATE_KINETICS);
    heart.sinusCycle = 60 / (segment.rate + (rateBefore - segment.rate) * change);
    const interval = heart.nextSinusInterval(segment.variability ?? 1);
    const due = heart.sinus + interval;
    if (due >= until) return;
    const chance = random.uniform() * 60;
    const singles = everyBeats > 0 ? 0 : (segment.pvcPerMinute ?? 0) * interval;
    const couplets = singles + (segment.coupletsPerMinute ?? 0) * interval;
    const atrial = couplets + (segment.pacPerMinute ?? 0) * interval;
    const patterned = everyBeats > 0 && conducted >= everyBeats;
    if (conducted > 0 && (patterned || chance < couplets)) {
      const coupling = Math.max(EARLIEST_COUPLING, VENTRICULAR_COUPLING * heart.sinusCycle) + 0.008 * random.gaussian();
      heart.beat(heart.time + Math.min(coupling, LATEST_COUPLING * interval), ectopic, CODE.ventricular);
      if (!patterned && chance >= singles)
        heart.beat(heart.time + random.between(0.42, 0.48), ectopic, CODE.ventricular);
      conducted = 0;
    } else if (conducted > 0 && chance < atrial) {
      const coupling = Math.max(EARLIEST_COUPLING, (ATRIAL_COUPLING + 0.03 * random.gaussian()) * interval);
      const time = heart.time + Math.min(coupling, LATEST_COUPLING * interval);
      heart.atrialWaves.add(time - heart.conductionTime(morphology), ATRIAL_WAVE.ectopic, 1);
      heart.beat(time, morphology, CODE.atrial);
      heart.sinus = time + SINUS_RESET * interval;
      conducted = 0;
      continue;
    }
    heart.sinusImpulse(due, morphology);
    if (heart.ectopicLast && due - heart.time < Math.min(REFRACTORY, REFRACTORY_SHARE * heart.sinusCycle)) continue;
    heart.beat(due, morphology, CODE[conduction]);
    conducted++;
  }
}

/** No P waves; RR intervals of the atrioventricular node's making. */
function playFibrillation(heart: Heart, segment: AtrialFibrillationSegment, until: number): void {
  const { random } = heart;
  const conduction = segment.conduction ?? 'normal';
  const ectopic = MORPHOLOGY[segment.focus ?? 'right-outflow-tract'];
  const node = nodeForMeanInterval(60 / segment.rate);
  const from = heart.time + 0.3;
  heart.rhythm = '(AFIB';
  for (;;) {
    const next = heart.time + conductedInterval(node, random);
    if (next >= until) break;
    if (random.uniform() * 60 < (segment.pvcPerMinute ?? 0) * (next - heart.time)) {
      heart.beat(heart.time + random.between(EARLIEST_COUPLING, 0.54), ectopic, CODE.ventricular);
      continue;
    }
    heart.beat(next, MORPHOLOGY[conduction], CODE[conduction]);
  }
  const before = heart.fibrillations.at(-1);
  const to = heart.time + 0.3;
  if (before && before.to >= from) heart.fibrillations.splice(-1, 1, { from: before.from, to });
  else heart.fibrillations.push({ from, to });
  heart.sinus = heart.time + 0.3;
}

/** Flutter waves without a pause between them; every second to fifth is conducted. */
function playFlutter(heart: Heart, segment: AtrialFlutterSegment, until: number): void {
  const { random } = heart;
  const conduction = segment.conduction ?? 'normal';
  const usual = Math.max(2, Math.round(60 / segment.rate / FLUTTER_CYCLE));
  heart.rhythm = '(AFL';
  let wave = Math.max(heart.time, heart.atrialWaves.lastTime) + FLUTTER_CYCLE;
  let toConduct = usual;
  for (; wave + FLUTTER_CONDUCTION < until; wave += FLUTTER_CYCLE * (1 + 0.01 * random.gaussian())) {
    heart.atrialWaves.add(wave, ATRIAL_WAVE.flutter, 1 + 0.05 * random.gaussian());
    if (--toConduct > 0) continue;
    heart.beat(wave + FLUTTER_CONDUCTION, MORPHOLOGY[conduction], CODE[conduction]);
    const change = usual > 2 && random.uniform() < 0.3 ? (random.uniform() < 0.5 ? -1 : 1) : 0;
    toConduct = usual + change;
  }
  heart.sinus = Math.max(heart.time, wave);
}

function playVentricularTachycardia(heart: Heart, segment: VentricularTachycardiaSegment, until: number): void {
  const { random } = heart;
  const ectopic = MORPHOLOGY[segment.focus ?? 'right-outflow-tract'];
  const cycle = 60 / segment.rate;
  heart.rhythm = '(VT';
  for (let time = heart.time + Math.max(EARLIEST_COUPLING, cycle); time < until;) {
    for (;;) {
      const due = heart.sinus + heart.nextSinusInterval(1);
      if (due >= time) break;
      heart.sinusImpulse(due, MORPHOLOGY.normal);
    }
    heart.beat(time, ectopic, CODE.ventricular);
    time += cycle * (1 + 0.012 * random.gaussian());
  }
}

function playPause(heart: Heart, segment: PauseSegment): void {
  heart.comment(heart.time + segment.seconds / 2, 'PSE');
  const end = heart.time + segment.seconds;
  if (segment.endedBy === 'junctional-escape') {
    heart.beat(end, MORPHOLOGY.normal, CODE.junctionalEscape);
    heart.sinus = end + 0.2;
  } else {
    heart.sinus = end - heart.sinusCycle;
  }
}
