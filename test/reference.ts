import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";

const NAMED: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/** Reference results that a script of `scripts/fixtures` wrote; what is no finite number stands there by its name. */
export function fixture<T>(name: string): T {
  const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8");
  return JSON.parse(text, (_, value) => (typeof value === "string" && value in NAMED ? NAMED[value] : value)) as T;
}

/** The folder of real data sets; undefined where it is absent. */
export function realData(set: string): string | undefined {
  const folder = join(resolve(process.env["KINDRED_DATA"] ?? "../shared/data"), set);
  return existsSync(folder) ? folder : undefined;
}

/**
 * Numbers agree where they differ by no more than a share of the largest in their column (or of 1): rounding is relative to what was
 * summed, not to what is left.
 */
export function expectClose(
  got: readonly number[][],
  expected: readonly number[][],
  tolerance: number,
  title = "",
): void {
  expect(got.length, `${title}: rows`).toBe(expected.length);
  const width = expected[0]?.length ?? 0;
  for (let j = 0; j < width; j++) {
    const size = Math.max(1, ...expected.map((row) => Math.abs(row[j]!)).filter(Number.isFinite));
    expected.forEach((row, i) => {
      const [a, b] = [got[i]![j]!, row[j]!];
      const same = Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance * size;
      if (!same) expect.fail(`${title}: row ${i}, column ${j} is ${a}, and the reference ${b}`);
    });
  }
}

/** Rows in float32, as a matrix that computes in float32. */
export function singleColumns(rows: readonly number[][]): Record<string, Float32Array> {
  const width = rows[0]!.length;
  return Object.fromEntries(
    Array.from({ length: width }, (_, j) => [`x${j}`, Float32Array.from(rows, (row) => row[j]!)]),
  );
}
