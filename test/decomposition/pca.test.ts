import { tableFromArrays } from "apache-arrow";
import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import ndarray from "ndarray";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { useReference } from "../../src/engine/wasm/index.js";
import { FeatureMatrix, load, PCA } from "../../src/index.js";
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

  it("has axes of length one, at right angles, as many as there are dimensions, whatever the rows", async () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    const table = fc.array(fc.tuple(value, value, value), { minLength: 4, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const fitted = await new PCA({ components: 3 }).fit(rows);
        const axes = fitted.components.toRows();
        axes.forEach((a, i) => {
          axes.forEach((b, k) => {
            const product = a.reduce((sum, value, j) => sum + value * b[j]!, 0);
            expect(product).toBeCloseTo(i === k && fitted.explainedVariance[i]! > 0 ? 1 : 0, 10);
          });
        });
        // Up to two directions are left out where rounding made them: each of at most 6e-15 of the largest variance, so that n rows lie at most the
        // root of (n - 1) times that from where they come back to.
        const left =
          fitted.explainedVariance[2]! > 0 ? 0 : 2 * (rows.length - 1) * 6e-15 * fitted.explainedVariance[0]!;
        const bound = 1e-9 + Math.sqrt(left);
        expectClose(fitted.inverseTransform(fitted.transform(rows)).toRows(), rows, bound, "back");
        const variances = [...fitted.explainedVariance];
        expect(variances).toEqual([...variances].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [
      "beside others",
      [
        [0.13, 9e-323, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, -2.5e-323, -1e-322],
      ],
    ],
    [
      "by themselves",
      [
        [3e-160, 1e-170, 0],
        [0, 2e-160, 0],
        [1e-161, 0, 5e-323],
      ],
    ],
  ])("has axes where columns hardly differ from 0, %s", async (_, rows) => {
    const fitted = await new PCA({ components: 3 }).fit(rows);
    fitted.components.toRows().forEach((axis, c) => {
      const length = axis.reduce((sum, value) => sum + value * value, 0);
      expect(length).toBeCloseTo(fitted.explainedVariance[c]! > 0 ? 1 : 0, 10);
    });
  });

  describe("of rows with fewer dimensions than columns", () => {
    /** One-hot columns of two words, of which each lot adds up to 1, beside an amount: 3 + 2 + 1 dimensions in 8 columns. */
    const table = (): number[][] => {
      const random = new Random(11);
      return Array.from({ length: 300 }, () => {
        const [a, b] = [random.below(4), random.below(3)];
        return [...[0, 1, 2, 3].map((k) => Number(k === a)), ...[0, 1, 2].map((k) => Number(k === b)), random.normal()];
      });
    };
    const stored = {
      float64: (rows: number[][]) => FeatureMatrix.from(rows),
      float32: (rows: number[][]) => FeatureMatrix.fromColumns(singleColumns(rows)),
      codes: (rows: number[][]) =>
        FeatureMatrix.fromColumns(
          Object.fromEntries(rows[0]!.map((_, j) => [`x${j}`, Int8Array.from(rows, (row) => 9 * row[j]!)])),
        ),
      "codes beside a large amount": (rows: number[][]) =>
        FeatureMatrix.fromColumns(
          Object.fromEntries(
            rows[0]!.map((_, j) => [
              `x${j}`,
              j === 7 ? Float64Array.from(rows, (row) => 1e6 * row[j]!) : Int8Array.from(rows, (row) => row[j]!),
            ]),
          ),
        ),
    };

    it.each(
      (["covariance", "randomized", "nipals"] as const).flatMap((solver) =>
        Object.keys(stored).map((storage) => ({ solver, storage })),
      ),
    )("has as many components, and 0 for the others: $solver, $storage", async ({ solver, storage }) => {
      const x = stored[storage as keyof typeof stored](table());
      const fitted = await new PCA({ solver, whiten: true }).fit(x);
      const real = [...fitted.explainedVariance].filter((variance) => variance > 0).length;
      expect(real).toBe(6);
      expect(fitted.explainedVarianceRatio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      const scores = fitted.transform(x).toRows();
      expect(Math.max(...scores.flat().map(Math.abs))).toBeLessThan(10);
      for (const row of scores) expect(row.slice(6)).toEqual([0, 0]);
      for (const axis of fitted.components.toRows().slice(6)) expect(axis).toEqual(new Array(8).fill(0));
      const back = fitted.inverseTransform(scores).toRows();
      expectClose(back, x.toRows(), storage === "float32" || solver === "randomized" ? 1e-4 : 1e-6, "back");
    });

    it("has none where nothing differs", async () => {
      const fitted = await new PCA({ whiten: true }).fit(new Array(9).fill([3, 1e9]));
      expect([...fitted.explainedVariance, ...fitted.explainedVarianceRatio]).toEqual([0, 0, 0, 0]);
      expect(fitted.transform([[4, 0]]).toRows()).toEqual([[0, 0]]);
    });
  });

  it.each([
    [300, 60],
    [40, 150],
  ])("gives by NIPALS what it gives by the covariance, all of %i x %i", async (rows, width) => {
    const random = new Random(rows);
    const x = Array.from({ length: rows }, () => Array.from({ length: width }, () => 5 + random.normal()));
    const [covariance, nipals] = [
      await new PCA({ solver: "covariance" }).fit(x),
      await new PCA({ solver: "nipals" }).fit(x),
    ];
    expectClose([[...nipals.explainedVariance]], [[...covariance.explainedVariance]], 1e-9);
    // Rows less their mean have one dimension less than rows.
    const real = Math.min(rows - 1, width);
    const turn = signs(nipals.components.toRows().slice(0, real), covariance.components.toRows().slice(0, real));
    expectClose(
      nipals.components
        .toRows()
        .slice(0, real)
        .map((axis, c) => axis.map((value) => value * turn[c]!)),
      covariance.components.toRows().slice(0, real),
      1e-6,
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

  it("finds the leading variances by random directions within one percent, also where they fall slowly", async () => {
    const random = new Random(9);
    const [rows, width] = [700, 300];
    // Independent columns whose variances fall by a few percent from one to the next.
    const values = Float32Array.from(
      { length: rows * width },
      (_, at) => 100 + 50 * 0.97 ** (at % width) * random.normal(),
    );
    const x = FeatureMatrix.from(ndarray(values, [rows, width]));
    const full = await new PCA({ components: 20, solver: "covariance" }).fit(x);
    const weights = Float64Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3)));
    const fullWeighted = await new PCA({ components: 20, solver: "covariance" }).fit(x, { sampleWeight: weights });
    const quick = await new PCA({ components: 20, solver: "randomized" }).fit(x);
    const quickWeighted = await new PCA({ components: 20, solver: "randomized" }).fit(x, { sampleWeight: weights });
    for (const [a, b] of [
      [full, quick],
      [fullWeighted, quickWeighted],
    ] as const)
      a.explainedVariance.forEach((variance, c) => {
        expect(Math.abs(b.explainedVariance[c]! / variance - 1), `component ${c}`).toBeLessThan(0.01);
      });
    const axes = quick.components.toRows();
    axes.forEach((a, i) => {
      for (let k = 0; k <= i; k++)
        expect(a.reduce((sum, value, j) => sum + value * axes[k]![j]!, 0)).toBeCloseTo(i === k ? 1 : 0, 10);
    });
  });

  it.each([
    ["means far from 0", 1e4, 5e-6],
    ["means of a million", 1e6, 5e-6],
  ])("gives float32 data of spread 1 the variances that float64 gives: %s", async (_, mean, bound) => {
    const random = new Random(10);
    const [rows, width] = [6000, 12];
    const values = Float32Array.from({ length: rows * width }, (_, at) => mean * (1 + (at % width)) + random.normal());
    const single = FeatureMatrix.from(ndarray(values, [rows, width]));
    const double = FeatureMatrix.from(ndarray(Float64Array.from(values), [rows, width]));
    const [a, b] = [await new PCA().fit(single), await new PCA().fit(double)];
    a.explainedVariance.forEach((variance, c) => {
      expect(Math.abs(variance / b.explainedVariance[c]! - 1), `component ${c}`).toBeLessThan(bound);
    });
  });

  it("stays stable at condition 1e6", async () => {
    const random = new Random(11);
    const [rows, width] = [3000, 110];
    // Directions that are mixed, with deviations from 1 down to 1e-6: a thousandth of the smallest is above rounding of the largest variance.
    const spread = Array.from({ length: width }, (_, j) => 10 ** ((-6 * j) / (width - 1)));
    const data = Array.from({ length: rows }, () => {
      const row = spread.map((size) => size * random.normal());
      for (let turn = 0; turn < 3; turn++)
        for (let j = 0; j + 1 < width; j++) {
          const [u, v] = [row[j]!, row[j + 1]!];
          row[j] = 0.8 * u + 0.6 * v;
          row[j + 1] = 0.6 * u - 0.8 * v;
        }
      return row;
    });
    const fitted = await new PCA().fit(data);
    const scores = fitted.transform(data);
    const axes = fitted.components.toRows();
    axes.forEach((axis, c) => {
      // Rounding of covariances is 1e-16 of the largest: what falls below 1e-13 of it is noise.
      const variance = fitted.explainedVariance[c]!;
      if (variance < 1e-12) return;
      const along =
        Array.from(scores.column(c), (score) => score * score).reduce((sum, square) => sum + square, 0) / (rows - 1);
      expect(Math.abs(along / variance - 1), `component ${c}`).toBeLessThan(1e-3);
      for (let k = 0; k <= c; k++)
        expect(axis.reduce((sum, value, j) => sum + value * axes[k]![j]!, 0)).toBeCloseTo(c === k ? 1 : 0, 10);
    });
    const back = fitted.inverseTransform(scores).toRows();
    data.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(Math.abs(back[i]![j]! - value)).toBeLessThan(1e-12);
      });
    });
  });

  it("covers codes exactly: their covariance is that of whole numbers", async () => {
    const random = new Random(12);
    const [rows, width] = [5000, 8];
    const columns = Array.from({ length: width }, () => Int8Array.from({ length: rows }, () => 1 + random.below(5)));
    const x = FeatureMatrix.from(tableFromArrays(Object.fromEntries(columns.map((codes, j) => [`c${j}`, codes]))));
    const fitted = await new PCA().fit(x);
    const sum = (codes: Int8Array): bigint => codes.reduce((total, code) => total + BigInt(code), 0n);
    const n = BigInt(rows);
    const exact = columns.map((a) =>
      columns.map((b) => {
        const products = a.reduce((total, code, i) => total + BigInt(code * b[i]!), 0n);
        return Number(n * products - sum(a) * sum(b)) / (rows * (rows - 1));
      }),
    );
    const values = new EigenvalueDecomposition(new Matrix(exact), { assumeSymmetric: true }).realEigenvalues;
    values.sort((a, b) => b - a);
    values.forEach((value, c) => {
      expect(Math.abs(fitted.explainedVariance[c]! / value - 1)).toBeLessThan(1e-14 * width);
    });
  });

  it.each(["covariance", "randomized"] as const)(
    "gives without the kernels what it gives with them: %s",
    async (solver) => {
      const random = new Random(13);
      const values = Float32Array.from({ length: 900 * 30 }, (_, at) => (at % 30) + random.normal() * 2 ** (at % 5));
      const x = FeatureMatrix.from(ndarray(values, [900, 30]));
      const options = { components: 5, solver } as const;
      const computed = await new PCA(options).fit(x);
      useReference(true);
      try {
        const plain = await new PCA(options).fit(x);
        expect(JSON.stringify(plain)).toBe(JSON.stringify(computed));
        expect(plain.transform(x).toRows()).toEqual(computed.transform(x).toRows());
      } finally {
        useReference(false);
      }
    },
  );

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
