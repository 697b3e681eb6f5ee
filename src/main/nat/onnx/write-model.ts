import type { Graph, Node, Tensor } from '../graph/graph.ts';
import type { OnnxAttribute } from '../graph/onnx-form.ts';
import type { Shape } from '../graph/shape.ts';
import { ProtobufWriter } from './protobuf.ts';
import { reachable } from './reachable.ts';

/** Version of the operator set; every op of the table exists in it. */
export const OPSET = 20;
/** Version of the file format that came with that set. */
const IR_VERSION = 9;
const ELEMENT_FLOAT32 = 1;
const ELEMENT_INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/**
 * A graph as an ONNX file (field numbers from onnx.proto, https://github.com/onnx/onnx). Only what the graph's
 * outputs depend on is written, but every declared input stays, so that a caller may feed it.
 */
export function writeModel(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  const model = new ProtobufWriter();
  model.integer(1, IR_VERSION);
  model.text(2, 'Einthoven');
  model.message(7, (body) => writeGraph(body, graph));
  model.message(8, (opset) => {
    opset.text(1, '');
    opset.integer(2, OPSET);
  });
  for (const [key, value] of Object.entries(metadata)) {
    model.message(14, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  }
  return model.finish();
}

function writeGraph(body: ProtobufWriter, graph: Graph): void {
  const { nodes, used } = reachable(graph);
  const names = tensorNames(graph);
  const nameOf = (tensor: Tensor): string => names.get(tensor.id) ?? `t${tensor.id}`;
  const operands = new Map<string, readonly number[]>();
  for (const [index, node] of nodes.entries()) {
    for (const part of nodeParts(node, `${node.op.type} ${index}`, nameOf, used)) {
      for (const operand of part.operands) operands.set(operandName(operand), operand);
      body.message(1, (written) => writeNode(written, part));
    }
  }
  // A result that is an input, a constant or already a result under another name gets a node of its own.
  for (const [name, tensor] of graph.outputs) {
    if (nameOf(tensor) === name) continue;
    body.message(1, (written) => {
      written.text(1, nameOf(tensor));
      written.text(2, name);
      written.text(3, `output ${name}`);
      written.text(4, 'Identity');
    });
  }
  body.text(2, 'ecg-nat');
  for (const { tensor, values } of graph.constants) {
    if (used.has(tensor.id)) body.message(5, (written) => writeFloats(written, nameOf(tensor), tensor.shape, values));
  }
  for (const [name, values] of operands) body.message(5, (written) => writeIntegers(written, name, values));
  for (const { name, tensor } of graph.inputs) body.message(11, (written) => writeValue(written, name, tensor.shape));
  for (const [name, tensor] of graph.outputs) body.message(12, (written) => writeValue(written, name, tensor.shape));
}

function tensorNames(graph: Graph): Map<number, string> {
  const names = new Map<number, string>();
  for (const { name, tensor } of graph.inputs) names.set(tensor.id, name);
  for (const { name, tensor } of graph.constants) names.set(tensor.id, name);
  for (const [name, tensor] of graph.outputs) if (!names.has(tensor.id)) names.set(tensor.id, name);
  return names;
}

/** One ONNX node: names of its tensors, its operator and attributes. */
interface NodePart {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly operands: readonly (readonly number[])[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

function nodeParts(
  { op, attributes, inputs, outputs }: Node,
  name: string,
  nameOf: (tensor: Tensor) => string,
  used: ReadonlySet<number>,
): NodePart[] {
  const form = op.onnx?.(
    attributes,
    outputs.map((output) => output.shape),
  );
  const common = { name, operands: form?.operands ?? [], attributes: form?.attributes ?? {} };
  if (form?.nodes) {
    const places = [...inputs, ...outputs].map(nameOf);
    return form.nodes.map(({ type, from, to }) => ({
      ...common,
      type,
      name: `${name} ${type}`,
      inputs: from.map((place) => places[place]!),
      outputs: [places[to]!],
    }));
  }
  const kept = (output: Tensor): boolean => !op.optionalOutputs || used.has(output.id);
  const last = outputs.findLastIndex(kept);
  const outputNames = outputs.slice(0, last + 1).map((output) => (kept(output) ? nameOf(output) : ''));
  return [{ ...common, type: op.type, inputs: inputs.map(nameOf), outputs: outputNames }];
}

function operandName(operand: readonly number[]): string {
  return `int64 ${operand.join(' ')}`;
}

function writeNode(written: ProtobufWriter, { type, name, inputs, outputs, operands, attributes }: NodePart): void {
  for (const input of [...inputs, ...operands.map(operandName)]) written.text(1, input);
  for (const output of outputs) written.text(2, output);
  written.text(3, name);
  written.text(4, type);
  for (const [key, value] of Object.entries(attributes)) {
    written.message(5, (attribute) => writeAttribute(attribute, key, value));
  }
}

function writeAttribute(written: ProtobufWriter, name: string, value: OnnxAttribute): void {
  written.text(1, name);
  if ('float' in value) {
    written.float(2, value.float);
    written.integer(20, ATTRIBUTE_FLOAT);
  } else if ('int' in value) {
    written.integer(3, value.int);
    written.integer(20, ATTRIBUTE_INT);
  } else {
    for (const item of value.ints) written.integer(8, item);
    written.integer(20, ATTRIBUTE_INTS);
  }
}

function writeFloats(written: ProtobufWriter, name: string, shape: Shape, values: ArrayLike<number>): void {
  for (const length of shape) written.integer(1, length);
  written.integer(2, ELEMENT_FLOAT32);
  written.text(8, name);
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  written.bytes(9, new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
}

function writeIntegers(written: ProtobufWriter, name: string, values: readonly number[]): void {
  written.integer(1, values.length);
  written.integer(2, ELEMENT_INT64);
  written.text(8, name);
  written.bytes(9, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
}

function writeValue(written: ProtobufWriter, name: string, shape: Shape): void {
  written.text(1, name);
  written.message(2, (type) =>
    type.message(1, (tensorType) => {
      tensorType.integer(1, ELEMENT_FLOAT32);
      tensorType.message(2, (dimensions) => {
        for (const length of shape) dimensions.message(1, (dimension) => dimension.integer(1, length));
      });
    }),
  );
}
