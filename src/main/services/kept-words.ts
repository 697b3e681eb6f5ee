/** Characters of a process that are kept, its last: a driver in a loop must not fill memory. */
const MOST_KEPT = 8_192;

/**
 * Takes in what a process writes instead of letting it through to the terminal.
 * @returns the last of it, so far
 */
export function keepWords(...streams: readonly (NodeJS.ReadableStream | null)[]): () => string {
  let kept = '';
  for (const stream of streams) {
    stream?.setEncoding('utf8').on('data', (text: string) => (kept = (kept + text).slice(-MOST_KEPT)));
    stream?.on('error', () => undefined); // a process that is gone says nothing more
  }
  return () => kept;
}
