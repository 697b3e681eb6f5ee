import type { shortcuts as english } from '../en/shortcuts.ts';

export const shortcuts: typeof english = {
  shortcuts: {
    title: 'Tastenkürzel',
    close: 'Schließen',
    anywhere: 'Überall',
    inWorklist: 'In der Arbeitsliste',
    inTrace: 'Auf der Kurve',
    trace: [
      ['← →', 'Ein Zehntel des Bildschirms weiter'],
      ['Shift ← →', 'Ein Hundertstel des Bildschirms weiter'],
      ['PgUp PgDn', 'Einen Bildschirm weiter'],
      ['Home End', 'Anfang und Ende der Aufzeichnung'],
      ['+ −', 'Zeitmaßstab'],
      ['↑ ↓', 'Verstärkung'],
      ['N P', 'Nächster und voriger nicht normaler Schlag'],
      ['Shift N P', 'Nächste und vorige Rhythmusepisode'],
      ['C', 'Zirkel'],
      ['W', 'Zeigen oder ausblenden, warum der Schlag so gelesen wurde'],
    ],
    entries: {
      search: 'Arbeitsliste durchsuchen',
      import: 'Dateien importieren',
      importFolder: 'Ordner importieren',
      worklist: 'Arbeitsliste ein- oder ausblenden',
      inspector: 'Inspektor ein- oder ausblenden',
      next: 'Nächste Studie öffnen',
      previous: 'Vorige Studie öffnen',
      print: 'Drucken oder als PDF speichern',
      palette: 'Befehle und Studien nach Namen',
      help: 'Diese Liste',
      move: 'Durch die Liste gehen',
      open: 'Studie öffnen',
      status: 'Status setzen: neu, in Befundung, signiert',
      leave: 'Begründung ausblenden; Studie verlassen, zurück zu allen Studien',
    },
  },
};
