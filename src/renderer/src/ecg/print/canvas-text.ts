import type { TextPicture } from './pdf-page.ts';
import { PAGE_FONTS } from './svg-page.ts';
import type { TextFont } from './vector-context.ts';

/** Dots of a page to a pixel of a text's picture: 600 dpi. */
const DOTS_PER_PIXEL = 4;

let measuring: CanvasRenderingContext2D | null | undefined;

/** Width of a text in the fonts of a page, in dots. */
export function measureText(text: string, font: TextFont): number {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return 0.5 * font.size * text.length;
  measuring.font = fontText(font, font.size);
  return measuring.measureText(text).width;
}

/** A text in the system's fonts, for scripts that a PDF's own fonts do not know. */
export function paintText(text: string, font: TextFont, colour: string): TextPicture {
  const size = font.size / DOTS_PER_PIXEL;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.font = fontText(font, size);
  canvas.width = Math.max(1, Math.ceil(context.measureText(text).width));
  canvas.height = Math.ceil(1.4 * size);
  const descent = Math.round(0.35 * size);
  context.font = fontText(font, size); // a canvas forgets everything when it changes size
  context.fillStyle = colour;
  context.fillText(text, 0, canvas.height - descent);
  const [, base64 = ''] = canvas.toDataURL('image/png').split(',');
  return {
    png: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    width: canvas.width * DOTS_PER_PIXEL,
    height: canvas.height * DOTS_PER_PIXEL,
    descent: descent * DOTS_PER_PIXEL,
  };
}

const fontText = ({ bold }: TextFont, size: number): string =>
  `${bold ? '700' : '400'} ${String(size)}px ${PAGE_FONTS}`;
