import * as z from 'zod';

/** Typed arrays as the contract carries them: as they are, never as JSON numbers. */
export const Bytes = z.instanceof(Uint8Array);
export const Int8 = z.instanceof(Int8Array);
export const Int32 = z.instanceof(Int32Array);
export const Float32 = z.instanceof(Float32Array);

export const Id = z.string().min(1).max(80);
export const Count = z.number().int().nonnegative();
/** A number, or NaN where there is nothing to tell it from. */
export const Figure = z.number().or(z.nan());
/** A position on a recording: a sample index at its base rate. */
export const SampleIndex = z.number().int();
