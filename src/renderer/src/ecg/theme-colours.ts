import { luminance, type Rgb } from './colour.ts';
import { DEFAULT_CLASS_COLOURS, type PaperName } from './paper-colours.ts';

/** The interface's colours as canvases need them: resolved, not as custom properties. */
export interface Theme {
  readonly surface: Rgb;
  readonly text: Rgb;
  readonly quietText: Rgb;
  readonly line: Rgb;
  readonly accent: Rgb;
  /** Beat classes N S V F Q. */
  readonly classes: readonly Rgb[];
}

const CLASS_TOKENS = ['--class-n', '--class-s', '--class-v', '--class-f', '--class-q'];

/** Reads the theme in force at `element`. */
export function readTheme(element: HTMLElement): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const dot = document.createElement('canvas');
  dot.width = dot.height = 1;
  const context = dot.getContext('2d', { willReadFrequently: true });
  // However the token is written (hex, oklch, light-dark), the browser turns it into a pixel.
  const read = (token: string, fallback: string): Rgb => {
    probe.style.color = `var(${token}, ${fallback})`;
    if (!context) return [128, 128, 128];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  const theme: Theme = {
    surface: read('--surface', '#f4f5f7'),
    text: read('--text', '#14181c'),
    quietText: read('--text-quiet', '#57616c'),
    line: read('--line', '#d5dae0'),
    accent: read('--accent', '#0b62b0'),
    classes: CLASS_TOKENS.map((token, index) => read(token, DEFAULT_CLASS_COLOURS[index]!)),
  };
  probe.remove();
  return theme;
}

/** Calls back when the theme may have changed: the system's preference, or an attribute of the document. */
export function watchTheme(changed: () => void): () => void {
  const preference = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  preference.addEventListener('change', changed);
  observer.observe(document.documentElement, { attributes: true });
  return () => {
    preference.removeEventListener('change', changed);
    observer.disconnect();
  };
}

/** The paper to draw on: `auto` is pink in light surroundings, dark in dark ones. */
export const paperFor = (wanted: PaperName | 'auto', { surface }: Theme): PaperName =>
  wanted !== 'auto' ? wanted : luminance(surface) < 0.18 ? 'dark' : 'pink';
