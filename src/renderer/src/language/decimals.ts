import { spoken } from './strings.ts';

/** Decimals as the language writes them, in a text that code wrote with a point: `0.90` is `0,90` in German. */
export const decimals = (text: string): string => (spoken === 'de' ? text.replace(/(\d)\.(?=\d)/g, '$1,') : text);
