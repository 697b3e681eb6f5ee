import type { GateSentence } from './contract/learning-gate.ts';

const MEASURES = { f1: 'F1', sensitivity: 'sensitivity', predictivity: 'predictivity' } as const;
const GROUPS = { clinic: 'held-out patients of this library', reference: 'the reference set' } as const;

/** A reason of the gate in English, for the terminal and the English window. */
export function gateWords(sentence: GateSentence): string {
  switch (sentence.code) {
    case 'falls': {
      const { group, aamiClass, measure, candidate, incumbent, difference, margin, beside } = sentence;
      const whose = beside === undefined ? '' : 'of the model that came with the program ';
      return (
        `${aamiClass} ${MEASURES[measure]} on ${GROUPS[group]} falls from ${incumbent.toFixed(1)} ${whose}to ` +
        `${candidate.toFixed(1)} %, by ${Math.abs(difference).toFixed(1)} points; ${margin} ${margin === 1 ? 'is' : 'are'} allowed.`
      );
    }
    case 'too-few-beats':
      return 'There are too few held-out beats to compare the models. Have more beats of more patients confirmed.';
    case 'not-worse':
      return `The candidate is not worse than the model in use on any guarded figure${
        sentence.shipped ? ', nor than the one that came with the program' : ''
      }.`;
    case 'reference-alone':
      return 'No held-out patient of this library could judge it: the reference set alone speaks for it.';
    case 'not-better':
      return 'On held-out patients of this library it is not better either.';
    case 'reference-missing':
      return (
        'Whether it has forgotten other patients was not looked at: the reference set that comes with the program is ' +
        'missing or too small. Install Einthoven again and compare anew.'
      );
    case 'taken-out': {
      const { patients } = sentence;
      return `${patients} held-out ${patients === 1 ? 'patient does' : 'patients do'} not judge: one of the models has learned from them. A new snapshot holds out others.`;
    }
    case 'learned-elsewhere': {
      const { whose, recordings } = sentence;
      const learned = `learned elsewhere from ${recordings} ${recordings === 1 ? 'recording' : 'recordings'} that this library cannot name`;
      return whose === 'candidate'
        ? `The candidate has ${learned}. Held-out patients may be among them: that they find it good proves nothing, that they find it worse does.`
        : `The model in use has ${learned}. Held-out patients may be among them, and then favour it.`;
    }
    case 'refused-before': {
      const { incumbentId, at, patients, patientsBefore } = sentence;
      return (
        `By itself this comparison, on ${held(patients)}, would let it pass. But an earlier comparison with ` +
        `${incumbentId}, of ${at.slice(0, 10)}${patientsBefore === undefined ? '' : ` on ${held(patientsBefore)}`}, refused ` +
        'it, and that stays: whoever compares until it passes proves nothing. What was said then:'
      );
    }
    case 'go-on':
      return (
        'How to go on: make a new snapshot and train with it, the new candidate is judged afresh; or promote this one ' +
        'all the same with a written reason, which stays in the history.'
      );
    case 'margins-between-seeds':
      return (
        'Margins: two standard deviations between trainings that differ in their seed alone, on MIT-BIH DS1 in five ' +
        'folds (docs/results.md), rounded up; 95 % intervals by bootstrap over patients (Efron 1979).'
      );
    case 'text':
      return sentence.text;
  }
}

const held = (patients: number): string =>
  patients === 0 ? 'no held-out patient' : `${patients} held-out ${patients === 1 ? 'patient' : 'patients'}`;
