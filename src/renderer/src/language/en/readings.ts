import { count, number } from './numbers.ts';

export const readings = {
  beat: {
    none: 'Point at a beat, or press N or P, to see what it was read as.',
    provisional: 'provisional',
    detected: 'not classified yet',
    corrected: (before: string) => `was ${before}`,
    interval: (milliseconds: number) => `RR ${milliseconds} ms`,
    probability: 'probability',
    why: 'Show why',
    whyNot: 'Hide why',
  },

  explanation: {
    label: 'Why',
    ofBeat: (letter: string, time: string) => `Why ${letter} at ${time}`,
    ofFinding: (name: string) => `Why ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    loading: 'Computing…',
    rising: 'speaks for it',
    hanging: 'speaks against it',
    leads: (names: string) => `looked at ${names}`,
    close: 'Hide why',
  },

  findings: {
    title: 'Suggestions',
    by: (madeBy: string) => `Suggested by ${madeBy}. Not confirmed by a reader.`,
    none: 'Nothing is suggested.',
    below: 'Below the threshold',
    probability: (value: string) => `Probability ${value}`,
    why: (name: string) => `Show why: ${name}`,
    names: {
      NORM: 'Normal ECG',
      MI: 'Myocardial infarction',
      STTC: 'ST-T change',
      CD: 'Conduction disturbance',
      HYP: 'Hypertrophy',
      SR: 'Sinus rhythm',
      AFIB: 'Atrial fibrillation',
      STACH: 'Sinus tachycardia',
      SBRAD: 'Sinus bradycardia',
      SARRH: 'Sinus arrhythmia',
      PACE: 'Paced rhythm',
    },
  },

  episodes: {
    title: 'Rhythm episodes',
    none: 'No episode was found.',
    soFar: 'No episode so far.',
    held: 'Held while you point here',
    longest: 'longest',
    fastest: 'fastest',
    perMinute: (rate: number) => `${Math.round(rate)}/min`,
    all: (n: number) => `Show all ${number(n)}`,
    fewer: 'Show fewer',
    more: (n: number) => `${number(n)} more: step through them with Shift N and Shift P on the trace.`,
    next: (name: string) => `${name}: go to the next one`,
    toggle: (name: string) => `${name}: list the episodes`,
    beats: (n: number) => count(n, 'beat', 'beats'),
    share: (percent: string) => `${percent} of the time`,
  },
};
