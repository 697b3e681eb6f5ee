/** An attribute of an ONNX node: `int` and `float` are told apart, since ONNX does. */
export type OnnxAttribute =
  { readonly int: number } | { readonly float: number } | { readonly ints: readonly number[] };

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
