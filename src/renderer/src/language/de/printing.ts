import type { printing as english } from '../en/printing.ts';

/** Anordnungen der Ableitungen, und Seiten auf Papier. */
export const printing: typeof english = {
  layouts: {
    '3x4': { text: '3×4', title: 'Drei Zeilen mit vier Spalten und eine Rhythmusableitung' },
    '6x2': { text: '6×2', title: 'Sechs Zeilen mit zwei Spalten' },
    '12x1': { text: '12×1', title: 'Zwölf Zeilen' },
    cabrera: { text: 'Cabrera', title: 'Extremitätenableitungen nach ihren Winkeln, mit \u2212aVR; zwei Spalten' },
    strip: { text: 'Streifen', title: 'Alle Ableitungen, fortlaufend' },
  },

  printing: {
    title: 'Drucken',
    item: 'Drucken oder als PDF speichern…',
    openLong: 'Drucken oder als PDF speichern (Strg P)',
    part: 'Drucken',
    page: 'Die gezeigte Seite',
    stretch: 'Der gezeigte Abschnitt',
    strips: (n) => `Gemerkte Streifen (${String(n)})`,
    format: 'Papierformat',
    formats: { a4: 'A4', letter: 'Letter' },
    colour: 'Linien',
    colours: { pink: 'Rosa', green: 'Grün', grey: 'Grau' },
    labels: 'Schlagbeschriftung und Rhythmus',
    calipers: 'Zirkel',
    toScale: 'Maßstäblich: mit 100 % drucken, nicht an die Seite anpassen.',
    cut: 'Nur die ersten Seiten: Wählen Sie einen kürzeren Abschnitt, um ihn ganz zu drucken.',
    loading: 'Seiten werden gezeichnet…',
    pages: (n) => `${String(n)} ${n === 1 ? 'Seite' : 'Seiten'}`,
    preview: (page, pages) => `Seite ${String(page)} von ${String(pages)}`,
    cancel: 'Abbrechen',
    save: 'Als PDF speichern',
    saving: 'Wird gespeichert…',
    print: 'Drucken',
    saved: (name) => `${name} wurde gespeichert.`,
    downloaded: (name) => `${name} liegt bei Ihren Downloads.`,
    use: 'Nicht zur Diagnose; nur für Forschungszwecke.',
    printed: (when, version) => `Gedruckt ${when} · Einthoven ${version}`,
    automatic: 'automatisch gemessen',
    id: (id) => `ID ${id}`,
  },
};
