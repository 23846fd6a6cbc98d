import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { type NamedArrays, ValueCounter } from "../../src/engine/reducers/index.js";
import { segmentSummary } from "../../src/estimator/index.js";
import { type Block, type ColumnStore, FeatureMatrix, planOf } from "../../src/matrix/index.js";

const ROWS = 3000;
const random = new Random(3, "summaries");
const gap = (value: number): number => (random.uniform() < 0.1 ? Number.NaN : value);
const COLUMNS: Readonly<Record<string, Float64Array>> = {
  segment: Float64Array.from({ length: ROWS }, (_, i) => (i < 1000 ? random.below(2) : random.below(4) - 1)),
  component: Float64Array.from({ length: ROWS }, () => random.normal()),
  amount: Float64Array.from({ length: ROWS }, () => gap(1e6 + random.normal())),
  code: Float64Array.from({ length: ROWS }, () => gap(random.below(9))),
  /** Few values in each part, and too many in all. */
  drifting: Float64Array.from({ length: ROWS }, (_, i) => Math.floor(i / 1000) * 100 + random.below(30)),
  late: Float64Array.from({ length: ROWS }, (_, i) => (i < 1000 ? Number.NaN : random.below(3))),
  named: Float64Array.from({ length: ROWS }, () => random.below(200)),
};
const weights = Float64Array.from({ length: ROWS }, () => random.below(3));

function block(from: number, to: number, isWeighted: boolean): Block {
  const stores = Object.values(COLUMNS).map(
    (values): ColumnStore => ({ data: values.slice(from, to), start: 0, stride: 1, center: 0, scale: 1 }),
  );
  const x = new FeatureMatrix(to - from, Object.keys(COLUMNS), stores);
  return { x, row: from, ...(isWeighted ? { w: weights.slice(from, to) } : {}) };
}

function summaryOf(ends: readonly number[], isWeighted: boolean) {
  const plan = planOf(block(0, 1, false).x);
  const params: NamedArrays = { named: Int32Array.of(0, 0, 0, 0, 1), settings: Float64Array.of(ROWS, 1) };
  const total = segmentSummary.init(plan, params);
  let from = 0;
  for (const to of ends) {
    const part = segmentSummary.init(plan, params);
    part.add(block(from, to, isWeighted));
    total.merge(part.arrays());
    from = to;
  }
  const counted = total.counter.result();
  return { ...counted, components: total.components.result(["component"], counted.people.length) };
}

describe("a summary of segments", () => {
  it.each([false, true])("is the same of all rows and merged of parts (weights: %s)", (isWeighted) => {
    const whole = summaryOf([ROWS], isWeighted);
    const merged = summaryOf([1000, 1001, 2000, ROWS], isWeighted);
    expect(whole.people.length).toBe(3);
    for (const [key, value] of Object.entries(whole)) {
      const other = merged[key as keyof typeof merged];
      if (key === "components" || !(value instanceof Float64Array)) continue;
      expect((other as Float64Array).length, key).toBe(value.length);
      value.forEach((one, i) => {
        const apart = Math.abs((other as Float64Array)[i]! - one);
        expect(Number.isNaN(one) ? Number.isNaN((other as Float64Array)[i]!) : apart < 1e-7, `${key} ${i}`).toBe(true);
      });
    }
    for (const key of ["people", "known", "starts", "values", "counts", "words", "medians", "blocks"] as const)
      expect(merged[key], key).toEqual(whole[key]);
    whole.components.means.forEach((mean, i) => {
      expect(merged.components.means[i]).toBeCloseTo(mean, 12);
    });
  });
});

describe("counts of distinct values", () => {
  it.each([Number.POSITIVE_INFINITY, 500])(
    "are the same of all rows and merged of parts, at most %s a column",
    (most) => {
      const plan = planOf(block(0, 1, false).x);
      const whole = new ValueCounter(plan, undefined, most);
      whole.add(block(0, ROWS, true));
      const merged = new ValueCounter(plan, undefined, most);
      for (const [from, to] of [
        [0, 700],
        [700, 2900],
        [2900, ROWS],
      ] as const) {
        const part = new ValueCounter(plan, undefined, most);
        part.add(block(from, to, true));
        merged.merge(part.arrays());
      }
      expect(merged.result()).toEqual(whole.result());
      expect(whole.result().some(({ error }) => error !== 0)).toBe(most === 500);
    },
  );
});
