import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aboutMeans, gram } from "../../../src/engine/reducers/index.js";
import type { Block } from "../../../src/engine/rows/index.js";
import { FeatureMatrix, plainStore, readValues } from "../../../src/matrix/index.js";
import { blockOf, bothWays, filled, normal } from "./passes.js";

const ROWS = 2077;

/** Exact sums of products of whole numbers, with a column of ones behind. */
function exactProducts({ x }: Block, shift: (j: number) => number): bigint[][] {
  const columns = x.stores.map((store, j) => Array.from(store.data, (code) => BigInt(code - shift(j))));
  columns.push(Array.from({ length: x.rows }, () => 1n));
  return columns.map((a) => columns.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0n)));
}

/** Sums of products about the means, by the textbook. */
function textbook({ x, w }: Block): number[][] {
  const columns = x.stores.map((store) => {
    const values = new Float64Array(x.rows);
    readValues(store, x.rows, values);
    return values;
  });
  const weight = (i: number): number => (w === undefined ? 1 : w[i]!);
  const used = Array.from({ length: x.rows }, (_, i) => i).filter((i) => weight(i) > 0);
  const total = used.reduce((sum, i) => sum + weight(i), 0);
  const centered = columns.map((values) => {
    const mean = used.reduce((sum, i) => sum + weight(i) * values[i]!, 0) / total;
    return values.map((value) => value - mean);
  });
  return centered.map((a) => centered.map((b) => used.reduce((sum, i) => sum + weight(i) * a[i]! * b[i]!, 0)));
}

/** The largest difference of any two correlations. */
function worst(products: Float64Array, expected: number[][]): number {
  const size = expected.length;
  let most = 0;
  for (let j = 0; j < size; j++)
    for (let k = 0; k <= j; k++) {
      const scale = Math.sqrt(expected[j]![j]! * expected[k]![k]!);
      most = Math.max(most, Math.abs(products[j * size + k]! - expected[j]![k]!) / scale);
    }
  return most;
}

const codes: Record<string, Block> = {
  "bytes with and without sign": blockOf({
    a: filled(new Int8Array(ROWS), -128, 127, 1),
    b: filled(new Uint8Array(ROWS), 0, 255, 2),
    c: filled(new Int8Array(ROWS), 0, 9, 3),
  }),
  "codes of ±2,300": blockOf({
    a: filled(new Int16Array(ROWS), -2300, 2300, 4),
    b: filled(new Int16Array(ROWS), -2300, 2300, 5),
    c: filled(new Int8Array(ROWS), 0, 1, 6),
  }),
  "codes at the limits of 16 bits": blockOf({
    a: filled(new Int16Array(ROWS), 32767, 32767, 7),
    b: filled(new Int16Array(ROWS), -32768, -32767, 8),
    c: filled(new Int16Array(ROWS), -32768, 32767, 9),
    d: filled(new Int8Array(ROWS), -5, 5, 10),
  }),
  "a single row": blockOf({ a: Int8Array.of(3), b: Int16Array.of(-32768) }),
};

describe("the reducer gram", () => {
  it.each(Object.keys(codes))("sums products of codes exactly: %s", async (name) => {
    const block = codes[name]!;
    const { kernel, plain } = await bothWays(gram, block);
    const expected = exactProducts(block, () => 0);
    const width = expected.length;
    for (let j = 0; j < width; j++)
      for (let k = 0; k <= j; k++) expect(BigInt(kernel.products![j * width + k]!)).toBe(expected[j]![k]!);
    expect(plain).toEqual(kernel);
  });

  it("stays exact where small codes are multiplied two columns at a time, at the ends of their ranges", async () => {
    // As often at one end as not, and in long runs: sums grow as far as they can. Ranges lie on both sides of every limit.
    const column = fc.record({
      range: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 16, 31, 32, 127),
      pattern: fc.constantFrom("low", "high", "ends", "any"),
      seed: fc.integer({ min: 1, max: 1e6 }),
    });
    const table = fc.array(column, { minLength: 1, maxLength: 13 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 1100 }), async (columns, rows) => {
        const stores = columns.map(({ range, pattern, seed }) => {
          const codes = filled(new Int8Array(rows), -range, range, seed);
          const ends = filled(new Int8Array(rows), 0, 1, seed);
          if (pattern === "any") return codes;
          return codes.map((_, i) => (pattern === "low" || (pattern === "ends" && ends[i] === 0) ? -range : range));
        });
        const block = blockOf(Object.fromEntries(stores.map((codes, j) => [`c${j}`, codes])));
        const { kernel, plain } = await bothWays(gram, block);
        const all = [...stores, new Int8Array(rows).fill(1)];
        const expected = all.flatMap((a, j) =>
          all.map((b, k) => (k > j ? 0 : a.reduce((sum, code, i) => sum + code * b[i]!, 0))),
        );
        expect(Array.from(kernel.products!, (sum) => sum + 0)).toEqual(expected.map((sum) => sum + 0));
        expect(plain).toEqual(kernel);
      }),
      { numRuns: 60 },
    );
  });

  it("takes a whole number near the centroid off codes, and stays exact", async () => {
    const block = blockOf({
      year: filled(new Int16Array(ROWS), 1985, 1999, 11),
      age: filled(new Int8Array(ROWS), 18, 99, 12),
    });
    const center = Float64Array.of(1992.3, 58.6);
    const { kernel, plain } = await bothWays(gram, block, { center });
    const expected = exactProducts(block, (j) => [1992, 59][j]!);
    expect(BigInt(kernel.products![0]!)).toBe(expected[0]![0]!);
    expect(BigInt(kernel.products![3]!)).toBe(expected[1]![0]!);
    expect(BigInt(kernel.products![7]!)).toBe(expected[2]![1]!);
    expect(plain).toEqual(kernel);
  });

  const mixed: Record<string, Block> = {
    "float32 beside codes": blockOf({
      amount: normal(new Float32Array(ROWS), 1e4, 30, 13),
      year: filled(new Int16Array(ROWS), 1985, 1999, 14),
      share: normal(new Float32Array(ROWS), 0.5, 0.1, 15),
      scaled: { ...plainStore(normal(new Float32Array(ROWS), 1e4, 30, 26)), center: 1e4, scale: 1 / 30 },
      flag: filled(new Int8Array(ROWS), 0, 1, 16),
      grade: { ...plainStore(filled(new Int8Array(ROWS), 0, 9, 17)), center: 4.5, scale: 0.3 },
    }),
    "float64 beside codes": blockOf({
      flag: filled(new Uint8Array(ROWS), 0, 1, 18),
      amount: normal(new Float64Array(ROWS), -1e6, 3, 19),
      wide: filled(new Int16Array(ROWS), -32768, 32767, 20),
      scaled: { ...plainStore(normal(new Float64Array(ROWS), 1e4, 30, 27)), center: 1e4, scale: 1 / 30 },
      words: filled(new Int32Array(ROWS), 0, 100_000, 21),
    }),
    "weights, none of them on a missing value": blockOf(
      {
        amount: normal(new Float64Array(ROWS), 7, 2, 22).fill(Number.NaN, 5, 9),
        flag: filled(new Int8Array(ROWS), 0, 3, 23),
        share: normal(new Float32Array(ROWS), 0.5, 0.1, 24),
      },
      { w: normal(new Float64Array(ROWS), 2, 0.2, 25).fill(0, 3, 11) },
    ),
  };

  it.each(Object.keys(mixed))("gives the reference's bits and the textbook's numbers: %s", async (name) => {
    const block = mixed[name]!;
    const expected = textbook(block);
    const center = Float64Array.from(block.x.stores, (store) => {
      const known = Array.from({ length: ROWS }, (_, i) => (store.data[i]! - store.center) * store.scale);
      return known.filter((value) => !Number.isNaN(value)).reduce((sum, value) => sum + value / ROWS, 0);
    });
    const { kernel, plain } = await bothWays(gram, block, { center });
    expect(plain).toEqual(kernel);
    // Products in float32 round to 6e-8 each, and their sums over 256 rows to a few times that.
    expect(worst(aboutMeans(kernel), expected)).toBeLessThan(name.startsWith("float32") ? 1e-6 : 1e-12);
  });

  it("sees rows stored one after the other as it sees columns", async () => {
    const columns = [26, 27, 28, 29, 30].map((seed) => normal(new Float32Array(ROWS), 100, 1, seed));
    const rows = Float32Array.from({ length: ROWS * 5 }, (_, at) => columns[at % 5]![Math.floor(at / 5)]!);
    const names = ["a", "b", "c", "d", "e"];
    const params = { center: new Float64Array(5).fill(100) };
    const dense = await bothWays(gram, { x: FeatureMatrix.dense(ROWS, names, rows), row: 0 }, params);
    const apart = await bothWays(
      gram,
      blockOf(Object.fromEntries(names.map((name, j) => [name, columns[j]!]))),
      params,
    );
    expect(dense.kernel).toEqual(apart.kernel);
    expect(dense.plain).toEqual(apart.kernel);
  });
});

describe("products about means", () => {
  it("lose no digit of codes far from 0, and have no spread where there is none", async () => {
    const near = filled(new Int16Array(ROWS), 0, 2, 31);
    const block = blockOf({
      far: near.map((code) => code + 32000),
      near,
      same: new Int16Array(ROWS).fill(31_001),
    });
    const { kernel } = await bothWays(gram, block);
    const products = aboutMeans(kernel);
    expect(products[0]).toBe(products[4]);
    expect(products[3]).toBe(products[4]);
    expect(products[8]).toBe(0);
  });
});
