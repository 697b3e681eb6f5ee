import type { readings as english } from '../en/readings.ts';
import { count, number } from './numbers.ts';

export const readings: typeof english = {
  beat: {
    none: 'Zeigen Sie auf einen Schlag oder drücken Sie N oder P, um zu sehen, als was er gelesen wurde.',
    provisional: 'vorläufig',
    detected: 'noch nicht klassifiziert',
    corrected: (before: string) => `war ${before}`,
    interval: (milliseconds: number) => `RR ${milliseconds} ms`,
    probability: 'Wahrscheinlichkeit',
    why: 'Warum?',
    whyNot: 'Begründung ausblenden',
  },

  explanation: {
    label: 'Warum',
    ofBeat: (letter: string, time: string) => `Warum ${letter} bei ${time}`,
    ofFinding: (name: string) => `Warum ${name}`,
    loading: 'Wird berechnet…',
    rising: 'spricht dafür',
    hanging: 'spricht dagegen',
    leads: (names: string) => `betrachtet: ${names}`,
    close: 'Begründung ausblenden',
  },

  findings: {
    title: 'Vorschläge',
    by: (madeBy: string) => `Vorgeschlagen von ${madeBy}. Von keinem Befunder bestätigt.`,
    none: 'Nichts wird vorgeschlagen.',
    below: 'Unter der Schwelle',
    probability: (value: string) => `Wahrscheinlichkeit ${value}`,
    why: (name: string) => `Warum? ${name}`,
    names: {
      NORM: 'Normales EKG',
      MI: 'Myokardinfarkt',
      STTC: 'ST-T-Veränderung',
      CD: 'Erregungsleitungsstörung',
      HYP: 'Hypertrophie',
      SR: 'Sinusrhythmus',
      AFIB: 'Vorhofflimmern',
      STACH: 'Sinustachykardie',
      SBRAD: 'Sinusbradykardie',
      SARRH: 'Sinusarrhythmie',
      PACE: 'Schrittmacherrhythmus',
    },
  },

  episodes: {
    title: 'Rhythmusepisoden',
    none: 'Keine Episode gefunden.',
    soFar: 'Bisher keine Episode.',
    held: 'Steht still, solange Sie hierher zeigen',
    longest: 'längste',
    fastest: 'schnellste',
    perMinute: (rate: number) => `${Math.round(rate)}/min`,
    all: (n: number) => `Alle ${number(n)} zeigen`,
    fewer: 'Weniger zeigen',
    more: (n: number) => `${number(n)} weitere: mit Umschalt N und Umschalt P auf der Kurve durchgehen.`,
    next: (name: string) => `${name}: zur nächsten`,
    toggle: (name: string) => `${name}: Episoden auflisten`,
    beats: (n: number) => count(n, 'Schlag', 'Schläge'),
    share: (percent: string) => `${percent} der Zeit`,
  },
};
