import { PbfWriter } from "pbf";

/** Numbers of a tensor's type in `onnx.proto`. */
const TYPES = { float: 1, uint8: 2, int64: 7, string: 8, bool: 9, double: 11 } as const;

/** What a tensor holds. */
export type ElementType = keyof typeof TYPES;

/** A constant of a graph. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: readonly string[] | Float64Array | BigInt64Array | Uint8Array;
}

/** An option of a node. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor };

/** One operator at work. */
export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value that goes in or comes out: a size may be a number, or the name of one that is not known before. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A model as `onnx.proto` has it, as far as it is used here. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly opsets: ReadonlyMap<string, number>;
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: ReadonlyMap<string, string>;
}

const utf8 = new TextEncoder();

/** The bytes of a model. Field numbers are those of `onnx.proto`. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, model.irVersion);
  pbf.writeStringField(2, "kindred");
  pbf.writeMessage(7, writeGraph, model);
  for (const opset of model.opsets) pbf.writeMessage(8, writeOpset, opset);
  for (const entry of model.metadata) pbf.writeMessage(14, writeEntry, entry);
  return pbf.finish();
}

function writeOpset([domain, version]: readonly [string, number], pbf: PbfWriter): void {
  pbf.writeStringField(1, domain);
  pbf.writeVarintField(2, version);
}

function writeEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

function writeGraph({ nodes, name, constants, inputs, outputs }: OnnxModel, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, name);
  for (const [own, tensor] of constants) pbf.writeMessage(5, writeTensor, { ...tensor, name: own });
  for (const value of inputs) pbf.writeMessage(11, writeValue, value);
  for (const value of outputs) pbf.writeMessage(12, writeValue, value);
}

function writeNode({ op, domain, inputs, outputs, attributes }: OnnxNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(4, op);
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, entry);
  if (domain !== "") pbf.writeStringField(7, domain);
}

function writeAttribute([name, attribute]: readonly [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if ("float" in attribute) {
    pbf.writeFloatField(2, attribute.float);
    pbf.writeVarintField(20, 1);
  } else if ("int" in attribute) {
    pbf.writeVarintField(3, attribute.int);
    pbf.writeVarintField(20, 2);
  } else if ("tensor" in attribute) {
    pbf.writeMessage(5, writeTensor, attribute.tensor);
    pbf.writeVarintField(20, 4);
  } else if ("floats" in attribute) {
    for (const value of attribute.floats) pbf.writeFloatField(7, value);
    pbf.writeVarintField(20, 6);
  } else if ("ints" in attribute) {
    for (const value of attribute.ints) pbf.writeVarintField(8, value);
    pbf.writeVarintField(20, 7);
  } else {
    for (const value of attribute.strings) pbf.writeBytesField(9, utf8.encode(value));
    pbf.writeVarintField(20, 8);
  }
}

function writeTensor({ type, dims, data, name }: Tensor & { readonly name?: string }, pbf: PbfWriter): void {
  for (const size of dims) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, TYPES[type]);
  if (Array.isArray(data)) for (const value of data as readonly string[]) pbf.writeBytesField(6, utf8.encode(value));
  if (name !== undefined) pbf.writeStringField(8, name);
  if (!Array.isArray(data)) pbf.writeBytesField(9, littleEndian(data as Float64Array | BigInt64Array | Uint8Array));
}

/** Raw data are little-endian, whatever the machine is. */
function littleEndian(data: Float64Array | BigInt64Array | Uint8Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const view = new DataView(new ArrayBuffer(data.byteLength));
  if (data instanceof Float64Array) for (const [k, value] of data.entries()) view.setFloat64(8 * k, value, true);
  else for (const [k, value] of data.entries()) view.setBigInt64(8 * k, value, true);
  return new Uint8Array(view.buffer);
}

function writeValue({ name, type, shape }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, { type, shape });
}

type TensorType = Pick<OnnxValue, "type" | "shape">;

function writeType(value: TensorType, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, value);
}

function writeTensorType({ type, shape }: TensorType, pbf: PbfWriter): void {
  pbf.writeVarintField(1, TYPES[type]);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: TensorType["shape"], pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(1, writeSize, size);
}

function writeSize(size: number | string, pbf: PbfWriter): void {
  if (typeof size === "number") pbf.writeVarintField(1, size);
  else pbf.writeStringField(2, size);
}
