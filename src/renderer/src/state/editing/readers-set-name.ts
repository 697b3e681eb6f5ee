/** A set by its annotator; the later versions of a reader's own set by their number too (`madeBy`). */
export const readersSetName = (annotator: string, madeBy: string): string =>
  madeBy.startsWith(`${annotator}, `) ? madeBy : annotator;
