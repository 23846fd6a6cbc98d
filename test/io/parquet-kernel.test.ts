import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { useReference } from "../../src/engine/wasm/index.js";
import { readParquet } from "../../src/io/index.js";
import { fillByteRows, fillWideRows } from "../../src/io/parquet/byte-rows.js";
import { fillFloat64Rows, fillInt8Rows, fillInt16Rows, fillInt32Rows } from "../../src/io/parquet/fill-rows.js";
import { type PackedRows, unpackRows } from "../../src/io/parquet/pages.js";
import { contents } from "./helpers.js";
import { people } from "./parquet-files.js";

afterEach(() => useReference(false));

const MISSING = -128;
/** The other storages of numbers, and their missing codes. */
const WIDE = [
  [Int16Array, fillInt16Rows, -32768],
  [Int32Array, fillInt32Rows, -2147483648],
  [Float64Array, fillFloat64Rows, Number.NaN],
] as const;

/** A header of seven bits a byte. */
function header(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...header(value >> 7)];
}

/** Numbers as runs of equal ones and packed ones, as the lengths say; each packed one but the last has whole groups of eight. */
function encoded(numbers: readonly number[], width: number, lengths: readonly number[]): number[] {
  const out: number[] = [];
  for (let at = 0, k = 0; at < numbers.length; k++) {
    const equal = numbers.slice(at).findIndex((number) => number !== numbers[at]);
    const run = equal < 0 ? numbers.length - at : equal;
    const wanted = lengths[k % lengths.length]!;
    if (run >= wanted) {
      out.push(...header(run * 2), ...(width === 0 ? [] : [numbers[at]!]));
      at += run;
      continue;
    }
    const part = numbers.slice(at, at + wanted * 8);
    const groups = Math.ceil(part.length / 8);
    const bytes = new Uint8Array(groups * width);
    part.forEach((number, i) => {
      for (let bit = 0; bit < width; bit++)
        if ((number >> bit) & 1) bytes[(i * width + bit) >> 3]! |= 1 << ((i * width + bit) & 7);
    });
    out.push(...header(groups * 2 + 1), ...bytes);
    at += part.length;
  }
  return out;
}

const page = fc.integer({ min: 0, max: 8 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    /** Mostly present, mostly missing, in runs or not. */
    flags: fc.option(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 30 }),
      { nil: undefined },
    ),
    codes: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** width - 1 }), fc.integer({ min: 1, max: 20 })), {
      minLength: 1,
      maxLength: 60,
    }),
    lengths: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 4 }),
    size: fc.integer({ min: 0, max: 300 }),
    at: fc.integer({ min: 0, max: 9 }),
    cut: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    noise: fc.option(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { nil: undefined }),
  }),
);

/** Noise makes a header of eight bytes, which is odd, and would be even if it were rounded. */
const HEADER_BEYOND_EXACT_NUMBERS = {
  width: 2,
  flags: undefined,
  codes: [
    [2, 24],
    [1, 3],
    [0, 1],
  ],
  lengths: [25],
  size: 1,
  at: 0,
  cut: undefined,
  noise: [0, 253],
} satisfies typeof page extends fc.Arbitrary<infer T> ? T : never;

/** What either of the two does with a page. */
function outcome<T extends Int8Array | Int16Array | Int32Array | Float64Array>(
  fill: (data: T) => void,
  data: T,
): number[] | "refused" {
  data.fill(99);
  try {
    fill(data);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return "refused";
  }
  return Array.from(data);
}

describe("A page of codes of a byte", () => {
  it("is unpacked by kernels as by their reference, or refused by both", () => {
    let filled = 0;
    let filledWide = 0;
    fc.assert(
      fc.property(page, ({ width, flags, codes, lengths, size, at, cut, noise }) => {
        const values = codes.flatMap(([code, length]) => Array.from({ length }, () => code));
        const present = flags?.flatMap(([is, length]) => Array.from({ length }, () => (is ? 1 : 0)));
        const rows = present?.length ?? values.length;
        const count = present?.filter((is) => is === 1).length ?? rows;
        while (values.length < count) values.push(...values.slice(0, count - values.length));
        const numbers = Int32Array.from({ length: size }, (_, i) => ((i * 37) % 255) - 127);
        let packed = Uint8Array.from([width, ...encoded(values.slice(0, count), width, lengths)]);
        if (cut !== undefined) packed = packed.subarray(0, Math.max(0, packed.length - cut));
        if (noise !== undefined && packed.length > 1) packed[1 + (noise[0] % (packed.length - 1))] = noise[1];
        const rowsOf: PackedRows = {
          rows,
          levels: present && Uint8Array.from(encoded(present, 1, lengths)),
          dictionary: { kind: "numbers", data: numbers },
          codes: packed,
        };
        const reference = (data: Int8Array): void => {
          const { present: is, codes: found } = unpackRows(rowsOf);
          fillInt8Rows(data, at, rows, new Int8Array(numbers), found as Uint8Array, is, MISSING);
        };
        const expected = outcome(reference, new Int8Array(rows + at + 3));
        let here = true;
        const kernel = (data: Int8Array): void => {
          here = fillByteRows(rowsOf, numbers, data, at);
          if (!here) reference(data);
        };
        expect(outcome(kernel, new Int8Array(rows + at + 3))).toEqual(expected);
        if (here && expected !== "refused") filled++;
        for (const [ArrayType, fill, missing] of WIDE) {
          const wide = numbers.map((number) => number * 100);
          const fillAll = (to: InstanceType<typeof ArrayType>): void => {
            const { present: is, codes: found } = unpackRows(rowsOf);
            fill(to as never, at, rows, new ArrayType(wide) as never, found, is, missing);
          };
          const length = rows + at + 3;
          const wanted = outcome(fillAll, new ArrayType(length));
          const byKernel = (to: InstanceType<typeof ArrayType>): void => {
            if (!fillWideRows(rowsOf, wide, to, at, missing)) fillAll(to);
            else if (wanted !== "refused") filledWide++;
          };
          expect(outcome(byKernel, new ArrayType(length))).toEqual(wanted);
        }
      }),
      { numRuns: 700, examples: [[HEADER_BEYOND_EXACT_NUMBERS]] },
    );
    if (process.env["KINDRED_KERNELS"] !== "reference") expect(Math.min(filled, filledWide)).toBeGreaterThan(50);
  });

  it("is of a file that is the same with kernels and without", async () => {
    const bytes = people(3000);
    useReference(true);
    const expected = contents(await readParquet(bytes));
    useReference(false);
    expect(contents(await readParquet(bytes))).toEqual(expected);
  });
});
