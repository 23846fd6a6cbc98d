import { describe, expect, it } from "vitest";
import { toOnnx } from "../../src/export/index.js";
import { registry } from "../../src/registry.js";
import { answersOf, CASES, fittedCase } from "./models.js";
import { feedsOf, type Outputs, runOnnx } from "./onnx.js";
import { peopleColumns } from "./people.js";

const learned = peopleColumns(200);
// Other rows, with a word that no training row holds.
const asked = peopleColumns(100, 1);

/** A model's outputs as rows of values, in the order in which the process names them. */
function rowsOf(outputs: Outputs, rows: number): unknown[][] {
  const names = Object.keys(outputs).filter((name) => name !== "valid");
  return Array.from({ length: rows }, (_, i) =>
    names.flatMap((name) => {
      const { data } = outputs[name]!;
      const width = data.length / rows;
      return Array.from({ length: width }, (_, j) => data[i * width + j]);
    }),
  );
}

/** Are labels equal, and numbers to 1e-9? Missing text is empty. */
function agree(found: unknown, expected: unknown): boolean {
  if (expected === null) return found === "" || Number.isNaN(found);
  if (typeof expected === "string") return found === expected;
  const value = Number(expected);
  if (Number.isNaN(value)) return Number.isNaN(found);
  return Math.abs(Number(found) - value) <= 1e-9 * Math.max(1, Math.abs(value));
}

describe("toOnnx gives the answers of the process in onnxruntime", () => {
  it.each(CASES)("$name", async (example) => {
    const fitted = await fittedCase(example, learned);
    const expected = answersOf(fitted, asked);
    const outputs = await runOnnx(toOnnx(fitted), feedsOf(asked));
    const found = rowsOf(outputs, expected.length);
    const wrong = expected.flatMap((row, i) =>
      Object.entries(row).flatMap(([column, value], j) =>
        agree(found[i]![j], value) ? [] : [{ row: i, column, found: found[i]![j], value }],
      ),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(found[0]).toHaveLength(Object.keys(expected[0]!).length);
    if (outputs["valid"] !== undefined) expect(Array.from(outputs["valid"].data).every(Boolean)).toBe(true);
  });

  it("covers every registered estimator", () => {
    const covered = new Set(CASES.flatMap(({ kinds }) => kinds));
    expect(registry.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual([]);
  });
});
