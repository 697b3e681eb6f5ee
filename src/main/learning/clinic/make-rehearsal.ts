import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { firstAtOrAfter } from '../../nat/inputs/first-at-or-after.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { RR_FEATURES } from '../../nat/inputs/rr-features.ts';
import { randomStream } from '../../nat/random.ts';
import type { BeatRecord } from '../beats/beat-record.ts';
import type { RehearsalPart, RehearsalStretch } from './rehearsal-file.ts';

const STRETCH_SECONDS = 30;
/** What a beat of a class is worth when stretches are chosen: the rare ones are what is forgotten first. */
const WORTH: Readonly<Record<(typeof AAMI_CLASSES)[number], number>> = { N: 0.01, S: 1, V: 0.7, F: 0.7, Q: 0 };
const ORDINARY_SHARE = 1 / 3;

/**
 * Stretches of one record: a third drawn anywhere, so that the patient's usual rhythm is among them, the others where
 * the rare classes are. One lead each, in turn.
 */
export function rehearsalStretches(record: BeatRecord, part: RehearsalPart, count: number): RehearsalStretch[] {
  const length = STRETCH_SECONDS * MODEL_RATE;
  const samples = record.leads[0]?.signal.length ?? 0;
  const random = randomStream(1, `rehearsal ${record.id}`);
  const worths = Array.from({ length: Math.floor(samples / length) }, (_, place) => {
    const first = firstAtOrAfter(record.position, place * length);
    const last = firstAtOrAfter(record.position, (place + 1) * length);
    const tally = [0, 0, 0, 0, 0];
    for (let beat = first; beat < last; beat++) tally[record.label[beat]!]!++;
    // Of one class the first beats of a stretch say most.
    const worth = AAMI_CLASSES.reduce((sum, name, c) => sum + WORTH[name] * Math.sqrt(tally[c]!), 0);
    return { place, worth: worth * (0.9 + 0.2 * random.uniform()), draw: random.uniform() };
  });
  const ordinary = worths.toSorted((a, b) => a.draw - b.draw).slice(0, Math.round(count * ORDINARY_SHARE));
  const rare = worths
    .filter((one) => !ordinary.includes(one))
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, count - ordinary.length);
  return [...ordinary, ...rare]
    .toSorted((a, b) => a.place - b.place)
    .map(({ place }, index) => cut(record, part, place * length, length, index % record.leads.length));
}

function cut(record: BeatRecord, part: RehearsalPart, from: number, length: number, index: number): RehearsalStretch {
  const lead = record.leads[index]!;
  const first = firstAtOrAfter(record.position, from);
  const last = firstAtOrAfter(record.position, from + length);
  const { sample, code } = record.reference.annotations;
  const codeAt = new Map(Array.from(sample, (at, row): [number, number] => [at, code[row]!]));
  return {
    part,
    record: record.id,
    lead: lead.nameIndex,
    signal: lead.signal.slice(from, from + length),
    median: { ...lead.median, shift: lead.median.shift.slice(first, last) },
    position: record.position.slice(first, last).map((at) => at - from),
    code: Uint8Array.from(record.sample.subarray(first, last), (at) => codeAt.get(at) ?? 0),
    rhythm: record.rhythm.slice(first * RR_FEATURES, last * RR_FEATURES),
  };
}
