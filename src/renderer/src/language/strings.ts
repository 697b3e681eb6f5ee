import type { Catalogue } from './catalogue.ts';
import { german } from './de/index.ts';
import { english } from './en/index.ts';

/** Languages the window speaks, each named in itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, de: german };

/**
 * Everything the window says. Terms are the field's; buttons say what happens; errors say what to do. Sentences that
 * come with a Problem are written where the problem arises, in English.
 */
export let strings: Catalogue = english;

/** Before the window is mounted: what was drawn already keeps its words. */
export function speak(language: Language): void {
  strings = catalogues[language];
  document.documentElement.lang = language;
}
