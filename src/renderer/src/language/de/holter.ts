import { count } from './numbers.ts';

export const holter = {
  pages: {
    label: 'Seite',
    trace: 'EKG',
    median: 'Medianschläge',
    disclosure: 'Übersicht',
    clusters: 'Formen',
    compare: 'Vergleich',
    titles: {
      trace: 'Das EKG auf seinem Papier',
      median: 'Medianschlag jeder Ableitung mit seinen Messwerten',
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

  events: {
    kinds: 'Arten von Ereignissen',
    all: 'Alle',
    list: 'Ereignisse',
    found: (n: string) => `Ereignisse: ${n}`,
    none: 'Keine Ereignisse.',
    unknown: 'Noch keine Schläge. Lassen Sie die Aufzeichnung zuerst auswerten.',
    next: 'Nächstes Ereignis',
    previous: 'Voriges Ereignis',
    noFurther: 'Kein weiteres Ereignis dieser Art.',
    noEarlier: 'Kein früheres Ereignis dieser Art.',
    names: {
      ventricular: 'Ventrikuläre Schläge',
      supraventricular: 'Supraventrikuläre Schläge',
      fusion: 'Fusionsschläge',
      'paced-or-unknown': 'Stimulierte oder unbekannte Schläge',
      couplet: 'Ventrikuläre Couplets',
      run: 'Ventrikuläre Salven, drei Schläge oder mehr',
      pause: 'Pausen von 2 s oder mehr',
      rhythm: 'Rhythmuswechsel',
      quality: 'Wechsel der Signalqualität',
      note: 'Notizen',
      strip: 'Streifen und Lesezeichen',
      doubtful: 'Schläge mit unsicherer Klasse',
    },
    short: {
      ventricular: 'V',
      supraventricular: 'S',
      fusion: 'F',
      'paced-or-unknown': 'Q',
      couplet: 'Couplets',
      run: 'Salven',
      pause: 'Pausen',
      rhythm: 'Rhythmus',
      quality: 'Qualität',
      note: 'Notizen',
      strip: 'Streifen',
      doubtful: 'Unsicher',
    },
    one: { couplet: 'Ventrikuläres Couplet', run: 'Ventrikuläre Salve', pause: 'Pause' },
    bookmark: 'Lesezeichen',
    strip: 'Streifen',
    quality: (letters: string): string =>
      letters.includes('u') ? 'Signal nicht lesbar' : letters.includes('n') ? 'Signal verrauscht' : 'Signal sauber',
  },

  strips: {
    list: 'Streifen und Lesezeichen',
    bookmark: 'Lesezeichen',
    saveStrip: 'Streifen',
    stretch: (from: string, length: string) => `Ab ${from}, ${length}`,
    text: 'Was zu sehen ist',
    leads: 'Ableitungen des Streifens',
    save: 'Streifen sichern',
    cancel: 'Abbrechen',
    saved: 'Der Streifen wurde für den Bericht gesichert.',
    bookmarked: 'Die Stelle hat ein Lesezeichen.',
    rename: (name: string) => `${name} umbenennen`,
    renameShort: 'Umbenennen',
    remove: (name: string) => `${name} entfernen`,
    removeShort: 'Entfernen',
  },

  tabs: {
    label: 'Inspektor',
    findings: 'Befund',
    events: 'Ereignisse',
    review: 'Prüfung',
    history: 'Verlauf',
  },
};
