import { tableFromArrays } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureMatrix, load, PCA } from "../../src/index.js";
import { Random } from "../../src/kernels/random/index.js";
import { expectClose, fixture, singleColumns } from "../reference.js";

type Rows = number[][];

interface Case {
  readonly table: string;
  readonly components: number;
  readonly whiten: boolean;
  readonly axes: Rows;
  readonly variance: number[];
  readonly ratio: number[];
  readonly singular: number[];
  readonly mean: number[];
  readonly scores: Rows;
  readonly back: Rows;
  readonly float32?: boolean;
}

const { tables, cases } = fixture<{ tables: Record<string, Rows>; cases: Case[] }>("decomposition");

/** Components may point either way: each is turned to agree with the reference. */
function signs(got: Rows, expected: Rows): number[] {
  return got.map((axis, c) => (axis.reduce((sum, value, j) => sum + value * expected[c]![j]!, 0) < 0 ? -1 : 1));
}

describe("PCA", () => {
  it.each(cases)("gives scikit-learn's numbers: $table, $components components, whiten $whiten", async (one) => {
    const rows = tables[one.table]!;
    const data = one.float32 ? FeatureMatrix.fromColumns(singleColumns(rows)) : rows;
    const fitted = await new PCA({ components: one.components, whiten: one.whiten }).fit(data);
    // A variance that is rounding has no direction: only what is above 1e-12 of the first is compared.
    const kept = one.variance.filter((variance) => variance > 1e-12 * one.variance[0]!).length;
    const part = (list: Rows): Rows => list.slice(0, kept);
    const columns = (list: Rows): Rows => list.map((row) => row.slice(0, kept));
    const bound = one.float32 ? 1e-4 : 1e-9;
    const turn = signs(part(fitted.components.toRows()), part(one.axes));
    expect(fitted.components.rows).toBe(one.axes.length);
    expectClose(
      part(fitted.components.toRows()).map((axis, c) => axis.map((value) => value * turn[c]!)),
      part(one.axes),
      bound,
      "axes",
    );
    expectClose([[...fitted.explainedVariance]], [one.variance], bound, "variance");
    expectClose([[...fitted.explainedVarianceRatio]], [one.ratio], bound, "ratio");
    // A singular value is the root of a variance: rounding of 1e-16 there is 1e-8 here where the variance is none.
    expectClose([[...fitted.singularValues].slice(0, kept)], [one.singular.slice(0, kept)], bound, "singular");
    expectClose([[...fitted.mean]], [one.mean], bound, "mean");
    const scores = columns(fitted.transform(data).toRows()).map((row) => row.map((value, c) => value * turn[c]!));
    expectClose(scores, columns(one.scores), bound, "scores");
    expectClose(fitted.inverseTransform(fitted.transform(data)).toRows(), one.back, bound, "back");
  });

  it("has axes of length one, at right angles, whatever the rows", async () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    const table = fc.array(fc.tuple(value, value, value), { minLength: 4, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const fitted = await new PCA({ components: 3 }).fit(rows);
        const axes = fitted.components.toRows();
        axes.forEach((a, i) => {
          axes.forEach((b, k) => {
            const product = a.reduce((sum, value, j) => sum + value * b[j]!, 0);
            expect(product).toBeCloseTo(i === k ? 1 : 0, 10);
          });
        });
        expectClose(fitted.inverseTransform(fitted.transform(rows)).toRows(), rows, 1e-9, "back");
        const variances = [...fitted.explainedVariance];
        expect(variances).toEqual([...variances].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });

  it("gives codes what it gives the same values as floats", async () => {
    const random = new Random(3);
    const columns = ["a", "b", "c"].map((name): [string, Int8Array] => [
      name,
      Int8Array.from({ length: 200 }, () => random.below(9)),
    ]);
    const codes = FeatureMatrix.from(tableFromArrays(Object.fromEntries(columns)));
    const floats = codes.toRows();
    const [a, b] = [await new PCA({ components: 2 }).fit(codes), await new PCA({ components: 2 }).fit(floats)];
    expectClose(a.components.toRows(), b.components.toRows(), 1e-12, "axes");
  });

  it("finds the leading variances of wide data within one percent by random directions", async () => {
    const random = new Random(8);
    const rows = Array.from({ length: 150 }, () => {
      const [u, v, w] = [random.normal(), random.normal(), random.normal()];
      return Array.from(
        { length: 60 },
        (_, j) => 8 * u * ((j % 5) - 2) + 4 * v * ((j % 3) - 1) + 3 * w * (j % 2) + random.normal(),
      );
    });
    const full = await new PCA({ components: 3, solver: "covariance" }).fit(rows);
    for (const solver of ["randomized", "nipals"] as const) {
      const fitted = await new PCA({ components: 3, solver, seed: 1 }).fit(rows);
      full.explainedVariance.forEach((variance, c) => {
        expect(Math.abs(fitted.explainedVariance[c]! / variance - 1), `${solver} ${c}`).toBeLessThan(0.01);
      });
    }
    const [a, b] = [1, 2].map((seed) => new PCA({ components: 3, solver: "randomized", seed }).fit(rows));
    expect((await a!).components.toRows()).not.toEqual((await b!).components.toRows());
  });

  it("names what weighs in a component, with its source", async () => {
    const people = FeatureMatrix.fromColumns({ AGE: [1, 2, 3, 4], CARS: [2, 4, 6, 8.5], NOISE: [0, 0.1, 0, 0.1] });
    const fitted = await new PCA({ components: 2 }).fit(people);
    const [first, second] = fitted.loadings(0, 2);
    expect([first!.column, second!.column]).toEqual(["CARS", "AGE"]);
    expect(first!.origin).toEqual({ sources: ["CARS"] });
    expect(() => fitted.loadings(2)).toThrow("there is no component 2. Components run from 0 to 1");
    expect(() => fitted.inverseTransform([[1]])).toThrow("got 1 scores a row for 2 components");
  });

  it("saves and loads with the same bits, and refuses what it cannot do", async () => {
    const pca = new PCA({ components: 2, whiten: true });
    const rows = tables["groups"]!;
    const fitted = await pca.fit(rows);
    expect(load(JSON.stringify(fitted), { as: pca }).transform(rows).toRows()).toEqual(fitted.transform(rows).toRows());
    await expect(
      new PCA({ components: 9 }).fit([
        [1, 2],
        [3, 4],
      ]),
    ).rejects.toThrow(/9 components/);
    expect(() => new PCA({ components: 1.5 })).toThrow("got 1.5");
  });
});
