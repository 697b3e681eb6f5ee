import type { calipers as english } from '../en/calipers.ts';

/** Messen auf der Kurve. */
export const calipers: typeof english = {
  calipers: {
    button: 'Zirkel',
    toggle: 'Auf der Kurve messen (C)',
    label: 'EKG-Zirkel',
    tool: 'Misst',
    tools: { time: 'Zeit', amplitude: 'Amplitude', both: 'Beides', march: 'Abstände abtragen' },
    toolTitles: {
      time: 'Abstand zweier Punkte in ms und als Frequenz',
      amplitude: 'Höhe zwischen zwei Punkten in mV',
      both: 'Abstand und Höhe zwischen zwei Punkten',
      march: 'Trägt den Abstand die Kurve entlang ab: Sind die Schläge gleich weit voneinander entfernt?',
    },
    help: 'Zum Messen auf der Kurve ziehen. Tab wählt das nächste Ende, Pfeiltasten bewegen es, mit Umschalt zehnmal so weit.',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    removeAll: 'Alle entfernen',
    done: 'Fertig',
    milliseconds: (value) => `${String(Math.round(value))} ms`,
    perMinute: (value) => `${String(Math.round(value))}/min`,
    millivolts: (value) => `${value.toFixed(2).replace('-', '\u2212').replace('.', ',')} mV`,
    spoken: (lead, reading) => `${lead}: ${reading}`,
    spokenEnd: { from: 'Erstes Ende', to: 'Zweites Ende' },
    removed: 'Messung entfernt',
  },
};
