import type { Attribute, OnnxNode, Tensor } from "./message.js";

/** The domain of operators for classic models. */
const ML = "ai.onnx.ml";
/** Constants of at most this many values are looked for among those that are there. */
const SHARED_VALUES = 16;
/** ONNX's number of a type, as Cast takes it. */
const CASTS = { float: 1, int64: 7, bool: 9, double: 11 } as const;

/** Some columns side by side: a tensor of rows x width. */
export interface Part {
  readonly name: string;
  readonly width: number;
}

/** The nodes and constants of a graph that grows; methods give the name of the tensor that they make. */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly constants: Map<string, Tensor> = new Map();
  readonly #shared = new Map<string, string>();
  readonly #parts = new Map<string, readonly Part[]>();
  readonly #prefix: string;
  #count = 0;

  /** @param taken - Names of inputs and outputs, which no other tensor may have. */
  constructor(taken: readonly string[]) {
    let prefix = "t";
    while (taken.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
    this.#prefix = prefix;
  }

  op(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.#add(op, "", inputs, attributes);
  }

  /** An operator for classic models. */
  ml(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>>): string {
    return this.#add(op, ML, inputs, attributes);
  }

  #add(op: string, domain: string, inputs: readonly string[], attributes: OnnxNode["attributes"]): string {
    const output = this.#next();
    this.nodes.push({ op, domain, inputs, outputs: [output], attributes });
    return output;
  }

  /** Gives a tensor a name that was promised. */
  nameAs(tensor: string, name: string): void {
    this.nodes.push({ op: "Identity", domain: "", inputs: [tensor], outputs: [name], attributes: {} });
  }

  #next(): string {
    return `${this.#prefix}${this.#count++}`;
  }

  constant(tensor: Tensor): string {
    const { type, dims, data } = tensor;
    const key =
      data.length > SHARED_VALUES
        ? undefined
        : JSON.stringify([type, dims, Array.from(data as ArrayLike<unknown>, (one) => shown(one))]);
    const known = key === undefined ? undefined : this.#shared.get(key);
    if (known !== undefined) return known;
    const name = this.#next();
    this.constants.set(name, tensor);
    if (key !== undefined) this.#shared.set(key, name);
    return name;
  }

  number(value: number): string {
    return this.constant({ type: "double", dims: [], data: Float64Array.of(value) });
  }

  /** One number a column. */
  row(values: ArrayLike<number>): string {
    return this.numbers(values, [1, values.length]);
  }

  numbers(values: ArrayLike<number>, dims: readonly number[]): string {
    return this.constant({ type: "double", dims, data: Float64Array.from(values) });
  }

  integers(values: readonly number[]): string {
    return this.constant({ type: "int64", dims: [values.length], data: BigInt64Array.from(values, BigInt) });
  }

  cast(tensor: string, to: keyof typeof CASTS): string {
    return this.op("Cast", [tensor], { to: { int: CASTS[to] } });
  }

  /** Rounded to float32, and a double again. */
  rounded(tensor: string): string {
    return this.cast(this.cast(tensor, "float"), "double");
  }

  where(condition: string, yes: string, no: string): string {
    return this.op("Where", [condition, yes, no]);
  }

  isMissing(tensor: string): string {
    return this.op("IsNaN", [tensor]);
  }

  /** Is it neither missing nor infinite? */
  isFinite(tensor: string): string {
    return this.op("Not", [this.op("Or", [this.isMissing(tensor), this.op("IsInf", [tensor])])]);
  }

  /** The sum of each row, rows x 1. */
  sum(tensor: string): string {
    return this.op("ReduceSum", [tensor, this.integers([1])], { keepdims: { int: 1 } });
  }

  /** Columns side by side. */
  concat(parts: readonly Part[]): string {
    if (parts.length === 1) return parts[0]!.name;
    const made = this.op(
      "Concat",
      parts.map(({ name }) => name),
      { axis: { int: 1 } },
    );
    this.#parts.set(made, parts);
    return made;
  }

  /** Some columns of a matrix, in the order given. */
  columns(matrix: string, positions: readonly number[]): string {
    return this.op("Gather", [matrix, this.integers(positions)], { axis: { int: 1 } });
  }

  /** One column, rows x 1: the tensor that it was made of where that is known. */
  column(matrix: string, position: number): string {
    let at = 0;
    for (const { name, width } of this.#parts.get(matrix) ?? []) {
      if (position < at + width) return width === 1 ? name : this.column(name, position - at);
      at += width;
    }
    return this.columns(matrix, [position]);
  }
}

function shown(value: unknown): unknown {
  return typeof value === "string" ? value : Object.is(value, -0) ? "-0" : String(value);
}
