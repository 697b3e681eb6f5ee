import type { Workstation } from '../../src/shared/contract.ts';

/** A call of the contract that is answered when the test says so, and whose signal the test can look at. */
export interface Pending<I, O> {
  readonly input: I;
  readonly signal: AbortSignal | undefined;
  answer(output: O): void;
  fail(thrown: unknown): void;
}

type Method = keyof Workstation;
type Input<M extends Method> = Parameters<Workstation[M]>[0];
type Output<M extends Method> = Awaited<ReturnType<Workstation[M]>>;

/** Replaces one call by one that waits; `pending` holds what was asked, in order. */
export function deferCall<M extends Method>(
  method: M,
): { readonly pending: Pending<Input<M>, Output<M>>[]; readonly part: Record<M, Workstation[M]> } {
  const pending: Pending<Input<M>, Output<M>>[] = [];
  const call = (input: Input<M>, signal?: AbortSignal): Promise<Output<M>> =>
    new Promise((answer, fail) => pending.push({ input, signal, answer, fail }));
  // The one place where a hand-made call stands in for a procedure of the contract.
  return { pending, part: { [method]: call } as unknown as Record<M, Workstation[M]> };
}

/** Lets everything that is ready to run do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
