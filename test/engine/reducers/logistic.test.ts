import { describe, expect, it } from "vitest";
import { CURVATURE, logistic, type NamedArrays, runReducer } from "../../../src/engine/reducers/index.js";
import { type Block, memorySource } from "../../../src/engine/rows/index.js";
import { plainStore, readValues } from "../../../src/matrix/index.js";
import { blockOf, bothWays, filled, normal } from "./passes.js";

const ROWS = 5003;
const columns = {
  byte: { ...plainStore(filled(new Int8Array(ROWS), 1, 9, 1)), center: 5, scale: 0.4 },
  unsigned: filled(new Uint8Array(ROWS), 0, 1, 2),
  year: filled(new Int16Array(ROWS), 1985, 1999, 3),
  single: normal(new Float32Array(ROWS), 10, 2, 4),
  double: normal(new Float64Array(ROWS), 0, 1, 5),
};
const width = 6;

function blockFor(classes: number, weighted: boolean): Block {
  const rest = { y: filled(new Float64Array(ROWS), 0, classes - 1, 6) };
  if (!weighted) return blockOf(columns, rest);
  const gaps = { ...columns, double: columns.double.slice().fill(Number.NaN, 10, 33) };
  return blockOf(gaps, { ...rest, w: normal(new Float64Array(ROWS), 2, 0.3, 7).fill(0, 9, 40) });
}

function givenFor(outputs: number, curvature: number): NamedArrays {
  return {
    coefficients: normal(new Float64Array(outputs * width), 0, 0.3, 8),
    center: Float64Array.of(0.1, 0.5, 1992, 10, 0),
    scale: Float64Array.of(1.2, 2, 0.25, 0.5, 1),
    classWeights: Float64Array.of(1, 1.5, 0.7),
    settings: Int32Array.of(outputs, curvature),
  };
}

/** The loss at some coefficients, by the textbook. */
function lossAt(
  { x, y, w }: Block,
  { coefficients, center, scale, classWeights }: NamedArrays,
  outputs: number,
): number {
  const values = x.stores.map((store) => {
    const out = new Float64Array(ROWS);
    readValues(store, ROWS, out);
    return out;
  });
  let loss = 0;
  for (let i = 0; i < ROWS; i++) {
    const weight = classWeights![y![i]!]! * (w?.[i] ?? 1);
    if (weight === 0) continue;
    const scores = Array.from({ length: outputs }, (_, k) =>
      values.reduce(
        (sum, column, j) => sum + (column[i]! - center![j]!) * scale![j]! * coefficients![k * width + j]!,
        coefficients![k * width + width - 1]!,
      ),
    );
    const all = outputs === 1 ? [0, scores[0]!] : scores;
    loss += weight * (Math.log(all.reduce((sum, z) => sum + Math.exp(z), 0)) - all[y![i]!]!);
  }
  return loss;
}

describe("the reducer logistic", () => {
  const cases = [1, 3].flatMap((outputs) =>
    [CURVATURE.none, CURVATURE.diagonal, 1, 7].flatMap((curvature) =>
      [false, true].map((weighted) => ({ outputs, curvature, weighted })),
    ),
  );

  it.each(cases)(
    "gives the reference's bits: $outputs outputs, curvature $curvature, weighted $weighted",
    async (one) => {
      const block = blockFor(Math.max(2, one.outputs), one.weighted);
      const { kernel, plain } = await bothWays(logistic, block, givenFor(one.outputs, one.curvature));
      expect(plain).toEqual(kernel);
    },
  );

  it.each(cases.filter(({ curvature }) => curvature === 1))(
    "gives the loss and its derivatives: $outputs outputs, weighted $weighted",
    async ({ outputs, weighted }) => {
      const block = blockFor(Math.max(2, outputs), weighted);
      const params = givenFor(outputs, 1);
      const derivatives = (at: NamedArrays): Promise<NamedArrays> => runReducer(memorySource(block), logistic, at);
      const kernel = await derivatives(params);
      const size = outputs * width;
      const moved = (at: number, by: number): NamedArrays => ({
        ...params,
        coefficients: params.coefficients!.map((value, j) => (j === at ? value + by : value)) as Float64Array,
      });
      expect(kernel.loss![0]! / lossAt(block, params, outputs)).toBeCloseTo(1, 12);
      const step = 1e-4;
      for (let at = 0; at < size; at++) {
        const [up, down] = [moved(at, step), moved(at, -step)];
        const slope = (lossAt(block, up, outputs) - lossAt(block, down, outputs)) / (2 * step);
        // A central difference is off by the third derivative times the square of the step.
        expect(Math.abs(kernel.gradient![at]! - slope)).toBeLessThan(1e-2);
        const [above, below] = [await derivatives(up), await derivatives(down)];
        for (let other = at; other < size; other++) {
          // Of the square of two outputs the lower triangle is summed.
          if (other % width < at % width) continue;
          const bend = (above.gradient![other]! - below.gradient![other]!) / (2 * step);
          expect(Math.abs(kernel.hessian![other * size + at]! - bend)).toBeLessThan(1e-2);
        }
        expect(kernel.diagonal![at]! / kernel.hessian![at * size + at]!).toBeCloseTo(1, 12);
      }
    },
  );
});
