import { PDFDocument, PDFName, StandardFonts } from '@cantoo/pdf-lib';
import { DOTS_PER_MILLIMETRE, PAGE_FORMATS, type PageFormat } from './page-format.ts';
import { alphaName, PdfPage, pictureName, type TextPainter } from './pdf-page.ts';
import type { VectorPage } from './vector-context.ts';

const POINTS_PER_MILLIMETRE = 72 / 25.4;

export interface PdfRequest {
  readonly format: PageFormat;
  /** What a reader's window is named after. Never a patient's name: it is seen where the page is not. */
  readonly title: string;
  readonly pages: number;
  /** Draws page `index` (from 0). */
  readonly paint: (page: VectorPage, index: number) => void;
  readonly paintText: TextPainter;
}

/** Pages as a PDF of vectors, to scale: a millimetre drawn is a millimetre of the page. */
export async function pdfOf({ format, title, pages, paint, paintText }: PdfRequest): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  document.setProducer('Einthoven');
  document.setCreator('Einthoven');
  const regular = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const fonts = { regular, bold, characters: new Set(regular.getCharacterSet()) };
  const { width, height } = PAGE_FORMATS[format];
  for (let index = 0; index < pages; index++) {
    const drawn = new PdfPage(height * DOTS_PER_MILLIMETRE, fonts, paintText);
    paint(drawn, index);
    const page = document.addPage([width * POINTS_PER_MILLIMETRE, height * POINTS_PER_MILLIMETRE]);
    const { context } = document;
    page.node.addContentStream(context.register(context.flateStream(drawn.content)));
    page.node.setFontDictionary(PDFName.of('FR'), regular.ref);
    page.node.setFontDictionary(PDFName.of('FB'), bold.ref);
    drawn.alphas.forEach((alpha, place) => {
      page.node.setExtGState(alphaName(place), context.obj({ Type: 'ExtGState', ca: alpha, CA: alpha }));
    });
    for (const [place, { png }] of drawn.pictures.entries()) {
      page.node.setXObject(pictureName(place), (await document.embedPng(png)).ref);
    }
  }
  return new Uint8Array(await document.save());
}
