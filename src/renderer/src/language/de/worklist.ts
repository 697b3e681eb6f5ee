import type { worklist as english } from '../en/worklist.ts';
import { count, number } from './numbers.ts';

export const worklist: typeof english = {
  worklist: {
    label: 'Arbeitsliste',
    search: 'Patient oder Aufzeichnung suchen',
    clear: 'Suche leeren',
    filter: 'Nach Status filtern',
    all: 'Alle',
    columns: {
      study: 'Studie',
      status: 'Status',
      patientId: 'Patienten-ID',
      age: 'Alter, Geschl.',
      leads: 'Ableitungen',
      duration: 'Dauer',
      recorded: 'Aufgezeichnet',
      imported: 'Importiert',
      rate: 'HF',
      rateLong: 'Mittlere Herzfrequenz in Schlägen pro Minute',
      beats: 'Schläge',
      ectopy: 'VES',
      ectopyLong: 'Ventrikuläre Extrasystolen',
      format: 'Format',
    },
    loading: 'Arbeitsliste wird geladen…',
    found: (n: number) => count(n, 'Studie', 'Studien'),
    noMatch: 'Keine Studie passt.',
    noMatchHint: 'Gesucht wird in Patientennamen, Patienten-IDs und Namen der Aufzeichnungen.',
    showAll: 'Alle Studien zeigen',
    emptyTitle: 'Die Bibliothek ist leer',
    emptyText:
      'Legen Sie Aufzeichnungen irgendwo in diesem Fenster ab oder wählen Sie sie aus. Gelesen werden WFDB- und CSV-Dateien; die Originale bleiben unverändert, und nichts verlässt diesen Computer.',
    chooseFiles: 'Dateien wählen…',
    chooseFolder: 'Ordner wählen…',
    failed: 'Die Arbeitsliste konnte nicht geladen werden.',
    tryAgain: 'Noch einmal versuchen',
    held: {
      added: (n: number) => `${number(n)} neu`,
      changed: 'Aktualisieren',
      long: 'Die Liste hat sich geändert. Zeigen, wie sie jetzt ist.',
    },
    sort: {
      byPriority: 'Dringendste zuerst',
      byTime: 'Neueste zuerst',
    },
  },

  priority: {
    column: 'Priorität',
    names: ['Nichts Dringendes gefunden', 'Erhöhte Priorität', 'Hohe Priorität', 'Dringend'],
    why: 'Priorität nach dem, was die automatische Auswertung fand; unbestätigt.',
  },

  quarantine: {
    title: 'Diese Datei konnte nicht gelesen werden',
    file: 'Datei',
    imported: 'Versucht',
    kept: 'Sie bleibt in der Arbeitsliste, bis Sie sie entfernen, damit keine Aufzeichnung still verloren geht.',
    dismiss: 'Aus der Arbeitsliste entfernen',
  },
};
