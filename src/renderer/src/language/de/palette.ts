import type { palette as english } from '../en/palette.ts';

export const palette: typeof english = {
  palette: {
    title: 'Befehle',
    placeholder: 'Was soll geschehen, oder wessen Studie öffnen?',
    nothing: 'Nichts hier tut das.',
    found: (n) => (n === 1 ? '1 Befehl' : `${String(n)} Befehle`),
    open: (title) => `${title} öffnen`,
    groups: { show: 'Zeigen', measure: 'Messen', study: 'Studie', trace: 'Kurve', window: 'Fenster' },
    pages: [
      ['trace', 'Kurve'],
      ['median', 'Medianschläge'],
      ['disclosure', 'Übersicht (ganze Aufzeichnung)'],
      ['clusters', 'Schlagformen'],
      ['compare', 'Befunder vergleichen'],
    ],
    tabs: [
      ['findings', 'Befunde'],
      ['events', 'Ereignisse, Lesezeichen und Streifen'],
      ['review', 'Durchsicht und Signatur'],
      ['history', 'Verlauf der Bearbeitung'],
    ],
    layouts: [
      ['3x4', 'Anordnung: drei Zeilen, vier Spalten'],
      ['6x2', 'Anordnung: sechs Zeilen, zwei Spalten'],
      ['12x1', 'Anordnung: zwölf Zeilen'],
      ['cabrera', 'Anordnung: Cabrera'],
      ['strip', 'Anordnung: Streifen'],
    ],
    calipers: 'Zirkel',
    learning: 'Lernen: Modell trainieren, vergleichen, wählen',
    edit: 'Schläge bearbeiten',
    print: 'Drucken oder als PDF speichern',
    sign: 'Diese Studie signieren',
    faster: 'Schnellerer Vorschub',
    slower: 'Langsamerer Vorschub',
    higher: 'Höhere Verstärkung',
    lower: 'Niedrigere Verstärkung',
    start: 'Anfang der Aufzeichnung',
    end: 'Ende der Aufzeichnung',
    why: 'Warum der Schlag im Fokus so gelesen wurde',
  },
};
