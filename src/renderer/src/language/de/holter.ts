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

  tabs: {
    label: 'Inspektor',
    findings: 'Befund',
    events: 'Ereignisse',
    review: 'Prüfung',
    history: 'Verlauf',
  },
};
