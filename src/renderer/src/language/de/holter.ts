import { count } from './numbers.ts';

export const holter = {
  pages: {
    label: 'Seite',
    trace: 'EKG',
    disclosure: 'Übersicht',
    clusters: 'Formen',
    compare: 'Vergleich',
    titles: {
      trace: 'Das EKG auf seinem Papier',
      disclosure: 'Vollausschrieb: die ganze Aufzeichnung in Zeilen',
      clusters: 'Schläge nach ihrer Form gruppiert',
      compare: 'Zwei Befunder nebeneinander',
    },
  },

  disclosure: {
    lead: 'Ableitung',
    rowLength: 'Zeile',
    rowLengthLong: 'Zeit in einer Zeile',
    rowHeight: 'Höhe',
    rowHeightLong: 'Höhe einer Zeile',
    heights: { low: 'Niedrig', usual: 'Mittel', high: 'Hoch' },
    scale: (amplitude: string, unit: string) => `Zeilenhöhe ${amplitude} ${unit}, ungefiltert`,
    pointed: 'Zeit unter dem Zeiger',
    perMinute: '/min',
    label: (lead: string, rows: number, length: string) =>
      `Vollausschrieb, Ableitung ${lead}, ${count(rows, 'Zeile', 'Zeilen')} zu ${length}`,
    keys:
      'Pfeile nach oben und unten gehen eine Zeile weiter, nach links und rechts innerhalb der Zeile, mit Umschalt fein; ' +
      'Bild auf und Bild ab eine Bildschirmseite; Pos1 und Ende an die Enden; Plus und Minus ändern die Länge der Zeile; ' +
      'N und P gehen zum nächsten und vorigen nicht normalen Schlag; Enter öffnet die Stelle im EKG.',
  },

  tabs: {
    label: 'Inspektor',
    findings: 'Befund',
    events: 'Ereignisse',
    review: 'Prüfung',
    history: 'Verlauf',
  },
};
