import type { Tensor } from './graph.ts';
import type { Shape } from './shape.ts';

/** An attribute of an ONNX node: `int` and `float` are told apart, since ONNX does. */
export type OnnxAttribute =
  { readonly int: number } | { readonly float: number } | { readonly ints: readonly number[] };

/** The attributes of an op that has none. */
export type NoAttributes = Readonly<Record<string, never>>;

/** How one call is written in ONNX, beyond its tensor inputs. */
export interface OnnxForm {
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Constant int64 vectors that follow the tensor inputs (axes, starts, shapes). */
  readonly operands?: readonly (readonly number[])[];
  /** For an op that ONNX has no single operator for: the nodes it is written as, in order. */
  readonly nodes?: readonly OnnxStep[];
}

/** One of several nodes of an op. A place counts the op's inputs first, then its outputs. */
export interface OnnxStep {
  readonly type: string;
  readonly from: readonly number[];
  readonly to: number;
}

/** One application of an op, as its gradient sees it. */
export interface Call<A> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: A;
}

/** Shapes and float64 values of one application, as the reference evaluation sees it. */
export interface Evaluation<A> {
  readonly inputs: readonly Float64Array[];
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  readonly attributes: A;
}

/**
 * One operation: a row of the table in `op-table.ts`. Its name is that of the ONNX operator it is written as, if one is enough.
 * Methods, not function properties, so that ops with different attributes fit in one table.
 */
export interface Op<A extends object> {
  readonly type: string;
  /** Whether outputs nobody uses may be left unnamed in ONNX, so that they are not computed. */
  readonly optionalOutputs?: boolean;
  /** Shapes of the outputs. @throws RangeError when the inputs do not fit. */
  infer(inputs: readonly Shape[], attributes: A): readonly Shape[];
  onnx?(attributes: A, outputShapes: readonly Shape[]): OnnxForm;
  /**
   * Gradients with respect to the inputs, given those with respect to the outputs (undefined where nothing flows).
   * Absent for ops through which no gradient can or need pass; asking for one is then an error.
   */
  gradient?(
    call: Call<A>,
    outputGradients: readonly (Tensor | undefined)[],
    wanted: readonly boolean[],
  ): readonly (Tensor | undefined)[];
  /** What the op means, in float64: the reference that tests hold both ONNX Runtime and the gradients against. */
  evaluate(evaluation: Evaluation<A>): readonly Float64Array[];
}
