import './printed-pages.css';
import type { PageFormat } from '../../ecg/print/page-format.ts';

/** Hands pages to the system's printing: they replace the window on paper for as long as that takes. */
export async function printPages(pages: readonly string[], format: PageFormat): Promise<void> {
  const sheets = document.createElement('div');
  sheets.className = `printed-pages ${format}`;
  sheets.ariaHidden = 'true';
  const pictures = pages.map((address) => {
    const picture = new Image();
    picture.src = address;
    const sheet = document.createElement('div');
    sheet.append(picture);
    sheets.append(sheet);
    return picture;
  });
  document.body.append(sheets);
  await Promise.all(pictures.map((picture) => picture.decode()));
  window.addEventListener('afterprint', () => sheets.remove(), { once: true });
  window.print();
}
