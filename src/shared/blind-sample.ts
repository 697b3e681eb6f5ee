/**
 * Which labels a reader is asked about without seeing them. Both sides of the wire ask here, so that the window hides the
 * same ones that the queue calls blind.
 */

/** Whether a row is among the blind ones: a property of its id, so that it is the same one each time. */
export function isBlind(id: number, share: number, seed: number): boolean {
  // Mixing steps of MurmurHash3's finaliser: neighbouring ids fall far apart.
  let hash = Math.imul(id ^ seed, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32 < share;
}

/** A number from a text, the same on every machine (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash;
}
