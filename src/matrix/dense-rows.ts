import type { NdArray } from "ndarray";
import { KindredError } from "../errors/index.js";

/** What an ml-matrix `Matrix` offers, as far as it is needed here. */
export interface MatrixShape {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** One number. */
  get(row: number, column: number): number;
}

/** Any array of numbers. */
export type Numbers = ArrayLike<number>;

/** Numbers in rows and columns as other libraries have them. */
export type PlainMatrix = readonly (readonly number[])[] | NdArray | MatrixShape;

/** Numbers in rows, one after the other. */
export interface DenseRows {
  readonly rows: number;
  readonly width: number;
  readonly data: Float32Array | Float64Array;
}

/** Reads nested arrays, an ndarray or an ml-matrix Matrix into rows. Float32 data stay float32. */
export function denseFrom(data: PlainMatrix): DenseRows {
  if (Array.isArray(data)) return fromNested(data as readonly (readonly number[])[]);
  if (isNdArray(data)) return fromNdArray(data);
  if (isMatrixShape(data)) return fromGetter(data.rows, data.columns, (i, j) => data.get(i, j));
  if (isObject(data) && "open" in data && typeof data.open === "function")
    throw new KindredError({
      code: "UNSUPPORTED",
      where: "FeatureMatrix.from",
      problem: "got a Source, and it takes rows in memory",
      fix: "Read them first: FeatureMatrix.from(await tableFrom(source))",
    });
  throw new KindredError({
    code: "INVALID_INPUT",
    where: "FeatureMatrix.from",
    problem: `expected rows and columns of numbers, got ${describe(data)}`,
    fix: "Pass a FeatureMatrix, number[][], an ndarray, an ml-matrix Matrix, or a Table of numbers",
    got: data,
  });
}

function describe(value: unknown): string {
  return isObject(value) ? `a ${value.constructor?.name ?? "plain object"}` : value === null ? "null" : typeof value;
}

function fromNested(nested: readonly (readonly number[])[]): DenseRows {
  const odd = nested.findIndex((row) => !Array.isArray(row) && !ArrayBuffer.isView(row));
  if (odd >= 0)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "FeatureMatrix.from",
      problem: `row ${odd} is ${describe(nested[odd])}`,
      fix: "Give every row as an array of numbers",
      got: nested[odd],
    });
  const width = nested[0]?.length ?? 0;
  const data = new Float64Array(nested.length * width);
  nested.forEach((row, i) => {
    if (row.length !== width)
      throw new KindredError({
        code: "WRONG_WIDTH",
        where: "FeatureMatrix.from",
        problem: `row ${i} has ${row.length} values and row 0 has ${width}`,
        fix: "Give every row the same number of values, NaN where one is missing",
        expected: width,
        got: row.length,
      });
    for (let j = 0; j < width; j++) {
      const value: unknown = row[j];
      if (typeof value !== "number")
        throw new KindredError({
          code: "NOT_A_NUMBER",
          where: "FeatureMatrix.from",
          problem: `row ${i}, column ${j} holds ${value === null ? "null" : `${typeof value} ${String(value)}`}`,
          fix: "Use numbers, NaN for a missing one; text and nulls belong in a Table that goes through FeatureEncoder",
          got: value,
        });
      data[i * width + j] = value;
    }
  });
  return { rows: nested.length, width, data };
}

function isObject(data: unknown): data is object {
  return typeof data === "object" && data !== null;
}

function isNdArray(data: unknown): data is NdArray {
  return isObject(data) && "shape" in data && "stride" in data && "get" in data && typeof data.get === "function";
}

function isMatrixShape(data: unknown): data is MatrixShape {
  return (
    isObject(data) &&
    "rows" in data &&
    "columns" in data &&
    typeof data.columns === "number" &&
    "get" in data &&
    typeof data.get === "function"
  );
}

function fromNdArray(array: NdArray): DenseRows {
  if (array.shape.length !== 2)
    throw new KindredError({
      code: "WRONG_WIDTH",
      where: "FeatureMatrix.from",
      problem: `expected an ndarray of two dimensions, got ${array.shape.length}`,
      expected: 2,
      got: array.shape.length,
    });
  const [rows, width] = array.shape as [number, number];
  const { data } = array;
  // Rows one after the other are what is wanted: no copy of a large table.
  if (data instanceof Float32Array || data instanceof Float64Array)
    if (array.stride[1] === 1 && array.stride[0] === width)
      return { rows, width, data: data.subarray(array.offset, array.offset + rows * width) };
  return fromGetter(rows, width, (i, j) => Number(array.get(i, j)), data instanceof Float32Array);
}

function fromGetter(
  rows: number,
  width: number,
  get: (row: number, column: number) => number,
  single = false,
): DenseRows {
  const data = single ? new Float32Array(rows * width) : new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) data[i * width + j] = get(i, j);
  return { rows, width, data };
}
