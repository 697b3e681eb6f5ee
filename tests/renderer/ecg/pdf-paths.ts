import { inflateSync } from 'node:zlib';
import { PDFArray, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';

export interface PdfRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

export interface ReadPage {
  /** In points. */
  readonly width: number;
  readonly height: number;
  readonly content: string;
  readonly filled: readonly PdfRectangle[];
  /** Points of every stroked path with its colour and width. */
  readonly stroked: readonly {
    readonly colour: string;
    readonly width: number;
    readonly points: readonly (readonly [number, number])[];
  }[];
  /** Texts as they are shown, decoded from WinAnsi. */
  readonly texts: readonly string[];
  readonly pictures: number;
}

const decoder = new TextDecoder('windows-1252');

/** Reads a PDF's own operators: what a ruler on the printed page would find. No transformation may be in the way. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPage[]> {
  const document = await PDFDocument.load(bytes);
  return document.getPages().map((page) => {
    const contents = page.node.Contents();
    const stream = contents instanceof PDFArray ? contents.lookup(0) : contents;
    if (!(stream instanceof PDFRawStream)) throw new Error('no content stream');
    return { ...page.getSize(), ...readContent(inflateSync(stream.contents).toString('latin1')) };
  });
}

function readContent(content: string): Omit<ReadPage, 'width' | 'height'> {
  const filled: PdfRectangle[] = [];
  const stroked: { colour: string; width: number; points: [number, number][] }[] = [];
  const texts: string[] = [];
  let pictures = 0;
  let fill = '';
  let stroke = '';
  let width = 0;
  let path: [number, number][] = [];
  let rectangles: Omit<PdfRectangle, 'colour'>[] = [];
  let operands: string[] = [];
  const number = (place: number): number => Number(operands[place]);
  for (const token of content.split(/\s+/)) {
    if (/^[-\d.]+$/.test(token) || token.startsWith('/') || token.startsWith('<')) {
      operands.push(token);
      continue;
    }
    if (token === 'rg') fill = operands.slice(-3).join(' ');
    else if (token === 'RG') stroke = operands.slice(-3).join(' ');
    else if (token === 'w') width = number(0);
    else if (token === 'm' || token === 'l') path.push([number(0), number(1)]);
    else if (token === 're') rectangles.push({ x: number(0), y: number(1), width: number(2), height: number(3) });
    else if (token === 'f') filled.push(...rectangles.map((rectangle) => ({ ...rectangle, colour: fill })));
    else if (token === 'S') stroked.push({ colour: stroke, width, points: path });
    else if (token === 'Tj') texts.push(decoder.decode(Buffer.from((operands.at(-1) ?? '').slice(1, -1), 'hex')));
    else if (token === 'Do') pictures++;
    if (['f', 'S', 'n'].includes(token)) {
      path = [];
      rectangles = [];
    }
    operands = [];
  }
  return { content, filled, stroked, texts, pictures };
}
