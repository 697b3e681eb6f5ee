import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { silu, matrixProduct, normalise, pad, reduceSum, softmax } from '../../../src/main/nat/graph/operations.ts';
import { ProtobufWriter } from '../../../src/main/nat/onnx/protobuf.ts';
import { OPSET, writeModel } from '../../../src/main/nat/onnx/write-model.ts';

/** The part of onnx.proto that the writer uses, field numbers from https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. */
const SCHEMA = `
syntax = "proto2";
message AttributeProto {
  optional string name = 1; optional float f = 2; optional int64 i = 3; repeated int64 ints = 8; optional int32 type = 20;
}
message NodeProto {
  repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message TensorProto { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9; }
message Dimension { optional int64 dim_value = 1; }
message TensorShapeProto { repeated Dimension dim = 1; }
message TensorType { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
message TypeProto { optional TensorType tensor_type = 1; }
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
message GraphProto {
  repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message StringStringEntryProto { optional string key = 1; optional string value = 2; }
message ModelProto {
  optional int64 ir_version = 1; optional string producer_name = 2; optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8; repeated StringStringEntryProto metadata_props = 14;
}
message Varints { repeated int64 value = 1; }
`;
const root = protobuf.parse(SCHEMA, { keepCase: true }).root;

function decode(type: string, bytes: Uint8Array): unknown {
  const message = root.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: Number, bytes: Array });
}

describe('the ONNX writer', () => {
  it('writes integers of every size as protobufjs reads them', () => {
    const values = [0, 1, 127, 128, 300, 2 ** 31, 2 ** 53 - 1, -1, -128, -(2 ** 40)];
    const writer = new ProtobufWriter();
    for (const value of values) writer.integer(1, value);
    expect(decode('Varints', writer.finish())).toEqual({ value: values });
  });

  it('writes a model that protobufjs reads back whole', () => {
    const graph = new Graph();
    const x = graph.input('x', [2, 3]);
    const weight = graph.constant([1, 2, 3, 4, 5, 6], [3, 2], 'weight');
    graph.output('y', pad(softmax(matrixProduct(x, weight)), 1, 1, 2));
    const model = decode('ModelProto', writeModel(graph, { title: 'toy' }));
    const value = (name: string, ...lengths: number[]) => ({
      name,
      type: { tensor_type: { elem_type: 1, shape: { dim: lengths.map((dim_value) => ({ dim_value })) } } },
    });
    expect(model).toMatchObject({
      ir_version: 9,
      producer_name: 'Einthoven',
      opset_import: [{ version: OPSET }],
      metadata_props: [{ key: 'title', value: 'toy' }],
      graph: {
        node: [
          {
            op_type: 'Gemm',
            input: ['x', 'weight'],
            attribute: [{ name: 'transA', i: 0, type: 2 }, { name: 'transB' }],
          },
          { op_type: 'Softmax', attribute: [{ name: 'axis', i: -1 }] },
          { op_type: 'Pad', output: ['y'] },
        ],
        initializer: [
          { name: 'weight', dims: [3, 2], data_type: 1, raw_data: bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6)) },
          { dims: [4], data_type: 7, raw_data: bytesOf(BigInt64Array.of(0n, 1n, 0n, 2n)) },
        ],
        input: [value('x', 2, 3)],
        output: [value('y', 2, 5)],
      },
    });
  });

  it('leaves out what no output needs, and outputs that nobody uses', () => {
    const graph = new Graph();
    const x = graph.input('x', [2, 3]);
    silu(x);
    graph.output('y', normalise(x));
    const model = decode('ModelProto', writeModel(graph));
    expect(model).toMatchObject({ graph: { node: [{ op_type: 'LayerNormalization', output: ['y'] }] } });
  });

  it('gives a result with two names two names', () => {
    const graph = new Graph();
    const sum = reduceSum(graph.input('x', [2]), [0]);
    graph.output('first', sum);
    graph.output('second', sum);
    expect(decode('ModelProto', writeModel(graph))).toMatchObject({
      graph: { node: [{ output: ['first'] }, { op_type: 'Identity', input: ['first'], output: ['second'] }] },
    });
  });
});

function bytesOf(values: Float32Array | BigInt64Array): number[] {
  return [...new Uint8Array(values.buffer)];
}
