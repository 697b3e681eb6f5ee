import { count } from './numbers.ts';

/** Layouts of the sheet, and pages on paper. */
export const printing = {
  layouts: {
    '3x4': { text: '3×4', title: 'Three rows of four columns and a rhythm lead' },
    '6x2': { text: '6×2', title: 'Six rows of two columns' },
    '12x1': { text: '12×1', title: 'Twelve rows' },
    cabrera: { text: 'Cabrera', title: 'Limb leads in the order of their angles, with \u2212aVR; two columns' },
    strip: { text: 'Strip', title: 'All leads, continuous' },
  },

  printing: {
    title: 'Print',
    item: 'Print, or save as PDF…',
    openLong: 'Print, or save as PDF (Ctrl P)',
    part: 'Print',
    page: 'The page shown',
    stretch: 'The stretch shown',
    strips: (n: number) => `Saved strips (${String(n)})`,
    format: 'Paper size',
    formats: { a4: 'A4', letter: 'Letter' },
    colour: 'Lines',
    colours: { pink: 'Pink', green: 'Green', grey: 'Grey' },
    labels: 'Beat labels and rhythm',
    calipers: 'Calipers',
    toScale: 'To scale: print at 100 %, not fitted to the page.',
    cut: 'Only the first pages: choose a shorter stretch to print all of it.',
    loading: 'Drawing the pages…',
    pages: (n: number) => count(n, 'page', 'pages'),
    preview: (page: number, pages: number) => `Page ${String(page)} of ${String(pages)}`,
    cancel: 'Cancel',
    save: 'Save as PDF',
    saving: 'Saving…',
    print: 'Print',
    saved: (name: string) => `${name} was saved.`,
    downloaded: (name: string) => `${name} is in your downloads.`,
    use: 'Not for diagnosis; research use only.',
    printed: (when: string, version: string) => `Printed ${when} · Einthoven ${version}`,
    automatic: 'measured automatically',
    id: (id: string) => `ID ${id}`,
  },
};
