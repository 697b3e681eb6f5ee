/**
 * Makes the running effect depend on values that are otherwise read where Svelte does not look: in typed-array columns
 * behind a version, or in a frame that is drawn later. Reading them as arguments is all it takes.
 */
export const dependOn = (...values: readonly unknown[]): number => values.length;
