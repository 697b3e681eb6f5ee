/**
 * The MIT annotation format, see annot(5) of the WFDB Applications Guide: a row of 16-bit words, low byte first. The six
 * high bits of a word are a code, the ten low ones a number. An ordinary code is an annotation, its number the samples
 * since the one before; the codes below say more about the annotation that precedes them.
 */
export const WORD = {
  /** Four bytes follow: a signed interval to add, high half first. */
  skip: 59,
  /** `num` from here on. */
  num: 60,
  /** `subtype` of this annotation only. */
  subtype: 61,
  /** `channel` from here on. */
  channel: 62,
  /** So many bytes of text follow, padded to an even length. */
  aux: 63,
} as const;

/** Ordinary codes end here (ACMAX of ecgcodes.h). */
export const MAX_CODE = 49;
/** Code of a comment. */
export const NOTE = 22;
export const MAX_INTERVAL = 1023;
export const MAX_AUX_BYTES = 255;

/** Comments at sample 0 that newer files begin with; a null annotation at sample 0 ends them. */
export const TIME_RESOLUTION = '## time resolution: ';
export const DEFINITIONS_BEGIN = '## annotation type definitions';
export const DEFINITIONS_END = '## end of definitions';
