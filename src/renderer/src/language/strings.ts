import { english } from './en/index.ts';

/** Every sentence of the window in one language: one file an area, the same keys in each language. */
export type Catalogue = typeof english;

/**
 * Everything the window says. Terms are the field's; buttons say what happens; errors say what to do. Sentences that
 * come with a Problem are written where the problem arises.
 */
export const strings: Catalogue = english;
