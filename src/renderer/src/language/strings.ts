import type { Catalogue } from './catalogue.ts';
import { german } from './de/index.ts';
import { english } from './en/index.ts';

/** Languages the window speaks, each named in itself. */
export const LANGUAGES = [
  { language: 'en', name: 'English' },
  { language: 'de', name: 'Deutsch' },
] as const;
export type Language = (typeof LANGUAGES)[number]['language'];

/** The one of them a system asks for by a tag such as `de-AT`. */
export const languageOf = (tag: string): Language | undefined =>
  LANGUAGES.find(({ language }) => tag.toLowerCase().split('-')[0] === language)?.language;

const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, de: german };

/**
 * Everything the window says. Terms are the field's; buttons say what happens; errors say what to do. Sentences that
 * come with a Problem are written where the problem arises, in English.
 */
export let strings: Catalogue = english;

export let spoken: Language = 'en';

/** Before the window is mounted: what was drawn already keeps its words. */
export function speak(language: Language): void {
  strings = catalogues[language];
  spoken = language;
  document.documentElement.lang = language;
}
