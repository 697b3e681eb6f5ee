import type { english } from './en/index.ts';

/** Every sentence of the window in one language: one file an area, the same keys in each language. */
export type Catalogue = typeof english;
