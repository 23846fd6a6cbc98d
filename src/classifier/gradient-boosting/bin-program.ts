import type { Program } from "../../engine/program/index.js";
import { type ColumnBins, FIRST_BIN } from "../../engine/trees/index.js";

/** What makes bins of values: a code a column, missing where the bin is that of missing (and of categories unknown) values. */
export function binProgram(features: readonly ColumnBins[], names: readonly string[]): Program {
  const columns = features.map(({ column, count, ends, categories }) => {
    const results = Float64Array.from({ length: count }, (_, bin) => bin + FIRST_BIN);
    const name = names[column]!;
    return {
      from: column,
      name,
      origin: { sources: [name] },
      storage: "int8" as const,
      refuse: false,
      recoding:
        categories === undefined
          ? {
              kind: "ranges" as const,
              from: Float64Array.of(Number.NEGATIVE_INFINITY, ...Array.from(ends, nextAbove)),
              to: Float64Array.of(...ends, Number.POSITIVE_INFINITY),
              results,
            }
          : { kind: "table" as const, values: categories, results, keep: false },
    };
  });
  return [{ op: "recode", columns }];
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The least number above a finite one. */
function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  float[0] = value;
  bits[0] = bits[0]! + (value > 0 ? 1n : -1n);
  return float[0];
}
