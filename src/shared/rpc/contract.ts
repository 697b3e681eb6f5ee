import type * as z from 'zod';

/** A request with one reply. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
}

/** A request answered by a sequence, consumed with `for await`; leaving the loop stops the producer. */
export interface Stream<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly input: I;
  readonly output: O;
}

export type Contract = Readonly<Record<string, Call | Stream>>;

export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  kind: 'call',
  input,
  output,
});
export const stream = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Stream<I, O> => ({
  kind: 'stream',
  input,
  output,
});

/** What the server implements: one function per procedure. The signal is aborted when the client cancels or goes. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends Call<infer I, infer O>
    ? (input: z.output<I>, signal: AbortSignal) => Promise<z.input<O>> | z.input<O>
    : C[K] extends Stream<infer I, infer O>
      ? (input: z.output<I>, signal: AbortSignal) => AsyncIterable<z.input<O>>
      : never;
};

/** What the client calls; every procedure rejects with a `Problem`. */
export type Client<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends Call<infer I, infer O>
    ? (input: z.input<I>, signal?: AbortSignal) => Promise<z.output<O>>
    : C[K] extends Stream<infer I, infer O>
      ? (input: z.input<I>, signal?: AbortSignal) => AsyncIterable<z.output<O>>
      : never;
};
