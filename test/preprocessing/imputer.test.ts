import type { Table } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { bayesianRidge } from "../../src/engine/numeric/optimize/index.js";
import { FeatureMatrix, Imputer, load, Schema } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";
import { checkEstimator } from "../../src/testing/index.js";
import { values } from "../io/helpers.js";
import { expectClose, fixture } from "../reference.js";

type Rows = number[][];
const { tables, later, neighbors, iterative, ridges } = fixture<{
  tables: Record<string, Rows>;
  later: Record<string, Rows>;
  neighbors: { table: string; neighbors: number; out: Rows; later: Rows }[];
  iterative: {
    table: string;
    maxIterations: number;
    tolerance: number;
    rounds: number;
    out: Rows;
    later: Rows;
  }[];
  ridges: { x: Rows; y: number[]; coefficients: number[] }[];
}>("imputers");

const rows = (table: Table): unknown[] => table.toArray().map((row) => row.toJSON());

describe("Imputer by nearest rows", () => {
  // The same neighbors, whose mean is summed in another order: rounding alone.
  it.each(neighbors)("gives scikit-learn's numbers: $table, $neighbors neighbors", async (one) => {
    const fitted = await new Imputer({ strategy: "knn", neighbors: one.neighbors }).fit(tables[one.table]!);
    expectClose(fitted.transform(tables[one.table]!).toRows(), one.out, 1e-12, one.table);
    expectClose(fitted.transform(later[one.table]!).toRows(), one.later, 1e-12, `${one.table}, later rows`);
  });

  it("keeps codes codes, names names and dates dates; amounts alone may lie between", async () => {
    const text =
      "SCALE,ZONE,OWNER,DAY,SUM\n1,a,true,2020-01-01,1.5\n1,a,true,2020-01-03,2\n2,b,false,2020-01-04,2.5\n5,c,false,2021-05-05,50.25\n,,,,2.25\n";
    const table = parseCsv(text);
    const fitted = await new Imputer({ strategy: "knn", neighbors: 2 }).fit(table);
    const last = Object.values(rows(fitted.transform(table))[4] as object);
    // The nearest by SUM are the second and the third row.
    expect(last).toEqual([1, "a", false, Date.UTC(2020, 0, 3), 2.25]);
    const asked = new Schema().with({ SCALE: { level: "numeric" } }).attach(table);
    const between = await new Imputer({ strategy: "knn", neighbors: 2 }).fit(asked);
    expect(values(between.transform(asked), "SCALE")).toEqual([1, 1, 2, 5, 1.5]);
  });

  it("looks among a seeded sample where there are more rows than it keeps", async () => {
    const many = Array.from({ length: 300 }, (_, i) => [i % 7 === 0 ? Number.NaN : i, (i * 37) % 101]);
    const fit = (seed: number) => new Imputer({ strategy: "knn", neighbors: 3, sample: 20, seed }).fit(many);
    const [a, b, c] = [await fit(1), await fit(1), await fit(2)];
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
    expect(a.transform(many).toRows()).not.toEqual(c.transform(many).toRows());
    const donors = a.state.own[0]!;
    expect(donors.op === "neighbors" && donors.donors.rows).toBe(20);
  });

  it("does not depend on the order of equally near rows", async () => {
    const near = [
      [0, 3],
      [0, 1],
      [0, 2],
      [0, Number.NaN],
    ];
    const fit = async (order: Rows) =>
      (await new Imputer({ strategy: "knn", neighbors: 2 }).fit(order)).transform([[0, Number.NaN]]).toRows();
    expect(await fit(near)).toEqual([[0, 1.5]]);
    expect(await fit([...near].reverse())).toEqual([[0, 1.5]]);
  });
});

describe("Imputer by regressions in turns", () => {
  // Both stop a regression where its coefficients change by less than 1e-3 in sum; from there on they differ by the rounding of sums of
  // products against singular values, which later turns carry on: 1e-8 of a column's largest value. Where columns are more than rows nothing is
  // left over but rounding, which the precision of the noise rests on: 1e-6.
  it.each(iterative)("gives scikit-learn's numbers: $table, $maxIterations rounds at most", async (one) => {
    const { maxIterations, tolerance, table } = one;
    const bound = table === "more columns than rows" ? 1e-6 : 1e-8;
    const fitted = await new Imputer({ strategy: "iterative", maxIterations, tolerance, bounds: "none" }).fit(
      tables[table]!,
    );
    const [chain] = fitted.state.own;
    expect(chain?.op === "regressions" && chain.targets.length / tables[table]![0]!.length).toBe(one.rounds);
    expectClose(fitted.transform(tables[table]!).toRows(), one.out, bound, table);
    expectClose(fitted.transform(later[table]!).toRows(), one.later, bound, `${table}, later rows`);
  });

  it.each(ridges)(
    "rests on scikit-learn's BayesianRidge, from sums alone ($coefficients.length columns)",
    ({ x, y, coefficients }) => {
      const size = coefficients.length;
      const mean = (of: (i: number) => number): number => x.reduce((sum, _, i) => sum + of(i), 0) / x.length;
      const means = coefficients.map((_, j) => mean((i) => x[i]![j]!));
      const target = mean((i) => y[i]!);
      const total = (of: (i: number) => number): number => x.length * mean(of);
      const found = bayesianRidge({
        products: Float64Array.from({ length: size * size }, (_, at) => {
          const [j, k] = [Math.floor(at / size), at % size];
          return total((i) => (x[i]![j]! - means[j]!) * (x[i]![k]! - means[k]!));
        }),
        withTarget: Float64Array.from(coefficients, (_, j) => total((i) => (x[i]![j]! - means[j]!) * (y[i]! - target))),
        targetSquares: total((i) => (y[i]! - target) ** 2),
        weight: x.length,
      });
      expectClose([[...found]], [coefficients], 1e-9);
    },
  );

  it("keeps codes within those that it saw, and fills names as usual", async () => {
    const table = tableOfColumns([
      ["SCALE", [1, 2, 3, 5, 5, null, null, 1, 2]],
      ["SUM", [1.5, 2.5, 3.5, 5.5, 6.5, 5.9, 4.1, null, 2.5]],
      ["ZONE", ["a", "b", "a", "a", null, "b", "a", "b", "a"]],
    ]);
    const fitted = await new Imputer({ strategy: "iterative" }).fit(table);
    const out = fitted.transform(table);
    expect(values(out, "SCALE")).toEqual([
      1,
      2,
      3,
      5,
      5,
      5,
      expect.toSatisfy((code) => [3, 5].includes(code as number)),
      1,
      2,
    ]);
    expect(values(out, "ZONE")[4]).toBe("a");
    expect(fitted.fills).toEqual({ ZONE: "a" });
    const asked = new Schema().with({ SCALE: { level: "numeric" } }).attach(table);
    const between = (await new Imputer({ strategy: "iterative" }).fit(asked)).transform(asked);
    expect(Number.isInteger(values(between, "SCALE")[6])).toBe(false);
  });

  it("learns from a seeded sample where there are more rows than it keeps", async () => {
    const many = Array.from({ length: 300 }, (_, i) => [
      i % 7 === 0 ? Number.NaN : i + ((i * 13) % 5),
      i,
      (i * 37) % 101,
    ]);
    const fit = (seed: number) => new Imputer({ strategy: "iterative", sample: 30, seed }).fit(many);
    const [a, b] = [await fit(1), await fit(2)];
    expect(JSON.stringify(a)).toBe(JSON.stringify(await fit(1)));
    expect(a.transform(many).toRows()).not.toEqual(b.transform(many).toRows());
  });
});

describe("Imputer whose rows get values of their own", () => {
  it.each(["knn", "iterative"] as const)(
    "falls back on the mean of a column that no sampled row knows: %s",
    async (strategy) => {
      const rows = Array.from({ length: 50 }, (_, i) => [i < 48 ? Number.NaN : 6 + i, i, (i * 7) % 11]);
      const fitted = await new Imputer({ strategy, sample: 3, seed: 4 }).fit(rows);
      for (const [first] of fitted.transform(rows).toRows().slice(0, 48)) expect(first).toBe(54.5);
    },
  );

  it.each(["knn", "iterative"])("keeps the laws of the contract: %s", async (strategy) => {
    // A row of weight two is one neighbor, not two.
    const traits = { weightsRepeat: strategy !== "knn", seedParams: { strategy, sample: 20 } };
    await checkEstimator(Imputer, { params: { strategy, indicators: true, neighbors: 3 }, traits });
  });

  it("mixes strategies by column, adds indicators, and is loaded as it was", async () => {
    const nan = Number.NaN;
    const data = FeatureMatrix.fromColumns({ a: [1, 2, nan, 4], b: [2, nan, 6, 8], c: [nan, 1, 1, 3] });
    const imputer = new Imputer({
      strategy: "knn",
      neighbors: 1,
      columns: { b: "iterative", c: "mean" },
      indicators: true,
    });
    const fitted = await imputer.fit(data);
    const out = fitted.transform(data);
    expect(out.columns).toEqual(["a", "b", "c", "a.missing", "b.missing", "c.missing"]);
    expect(out.column("a")[2]).toBe(2);
    expect(out.column("c")[0]).toBeCloseTo(5 / 3, 12);
    expect(fitted.fills).toEqual({ c: 5 / 3 });
    const again = load(JSON.stringify(fitted), { as: imputer });
    expect(again.transform(data).toRows()).toEqual(out.toRows());
  });

  it("refuses what cannot be, and stops when it is told to", async () => {
    expect(() => new Imputer({ neighbors: 0 })).toThrow('option "neighbors"');
    await expect(
      new Imputer({ strategy: "knn" }).fit([
        [Number.NaN, 1],
        [Number.NaN, 2],
      ]),
    ).rejects.toThrow(
      'Imputer.fit: column "x0" has no value at all. Leave it out, for instance with a ColumnFilter, or fill it with a constant.',
    );
    const steps: string[] = [];
    const controller = new AbortController();
    const many = Array.from({ length: 2000 }, (_, i) =>
      Array.from({ length: 40 }, (_, j) => ((i + j) % 11 === 0 ? Number.NaN : (i * (j + 3)) % 17)),
    );
    const fit = new Imputer({ strategy: "iterative" }).fit(many, {
      signal: controller.signal,
      onProgress: ({ step, done, total }) => {
        steps.push(step);
        if (total === 400 && done === 5) controller.abort(new Error("enough"));
      },
    });
    await expect(fit).rejects.toThrow("enough");
    expect(steps.length).toBeGreaterThan(5);
  });
});

describe("Imputer by regressions", () => {
  it("stays within what was seen of each column, in rows far from all others too, unless told otherwise", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i / 10, i % 9 === 0 ? Number.NaN : (2 * i) / 10 + (i % 4) / 50]);
    const far = [
      [1000, Number.NaN],
      [-1000, Number.NaN],
    ];
    const known = rows.map(([, b]) => b!).filter((b) => !Number.isNaN(b));
    const bounded = await new Imputer({ strategy: "iterative" }).fit(rows);
    expect(bounded.transform(far).toRows()).toEqual([
      [1000, Math.max(...known)],
      [-1000, Math.min(...known)],
    ]);
    for (const [, b] of bounded.transform(rows).toRows()) expect(b).toBeLessThanOrEqual(Math.max(...known));
    const free = await new Imputer({ strategy: "iterative", bounds: "none" }).fit(rows);
    expect(free.transform(far).toRows()[0]![1]).toBeGreaterThan(1900);
  });
});
