import { randomStream } from '../nat/random.ts';
import { shuffle } from './label-fraction.ts';

/** Share of the patients that are held out to look at while training. */
const HELD_OUT = 0.1;

/** Parts records by patient: none has recordings on both sides. */
export function holdOutPatients<R extends { readonly patient: string }>(
  records: readonly R[],
  seed: number,
): { readonly train: R[]; readonly heldOut: R[] } {
  const patients = [...new Set(records.map(({ patient }) => patient))];
  shuffle(patients, randomStream(seed, 'patients held out'));
  const out = new Set(patients.slice(0, Math.max(1, Math.round(HELD_OUT * patients.length))));
  return {
    train: records.filter(({ patient }) => !out.has(patient)),
    heldOut: records.filter(({ patient }) => out.has(patient)),
  };
}
