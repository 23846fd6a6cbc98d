import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { type DependenceOptions, FeatureMatrix, partialDependence } from "../../src/index.js";
import { people, pipeline, reference } from "./people.js";

const fitted = await pipeline.fit(people, reference.labels);

/** Coefficients agree to about 1e-8, and so do the probabilities that rest on them. */
const DIGITS = 7;

function expectNear(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, DIGITS);
  });
}

describe("partialDependence", () => {
  const CASES: readonly (readonly [string, string | readonly [string, string], DependenceOptions])[] = [
    ["AGE", "AGE", { individual: true }],
    ["INCOME", "INCOME", { points: 20 }],
    ["ZONE", "ZONE", {}],
    ["weighted", "INCOME", { points: 7, sampleWeight: reference.weights }],
    ["narrow", "NOISE", { points: 11, between: [0.2, 0.7] }],
    ["pair", ["INCOME", "AGE"], { points: 10 }],
    ["words", ["ZONE", "AGE"], {}],
  ];

  for (const [name, columns, options] of CASES)
    it(`gives scikit-learn's grid and curve: ${name}`, async () => {
      const found = await partialDependence(fitted, people, columns, options);
      const expected = reference.dependence[name]!;
      expect(found.grid.length).toBe(expected.grid.length);
      expected.grid.forEach((values, k) => {
        if (typeof values[0] === "string") expect(found.grid[k]).toEqual(values);
        else expectNear(found.grid[k] as number[], values as number[]);
      });
      expectNear(found.average, expected.average);
      expected.individual?.forEach((curve, row) => {
        expectNear(found.individual!.take([row]).toRows()[0]!, [...curve]);
      });
    });

  it("can take every code, or as many rows between one value and the next", async () => {
    const codes = await partialDependence(fitted, people, "INCOME", { grid: "codes", points: 5 });
    expect(codes.grid[0]!.length).toBe(new Set(reference.rows.map((row) => row[1])).size);
    const quarters = await partialDependence(fitted, people, "INCOME", {
      grid: "quantiles",
      points: 5,
      between: [0, 1],
    });
    const [low, , middle, , high] = quarters.grid[0] as number[];
    const incomes = reference.rows.map((row) => row[1]);
    expect(incomes.filter((income) => income < middle!).length).toBeLessThanOrEqual(200);
    expect(incomes.filter((income) => income <= middle!).length).toBeGreaterThanOrEqual(200);
    expect(low).toBe(Math.min(...incomes));
    expect(high).toBe(Math.max(...incomes));
  });

  it("averages over a sample by seed, whose curves are those of its rows", async () => {
    const options = { sample: 50, individual: true, seed: 3 };
    const some = await partialDependence(fitted, people, "AGE", options);
    expect(some.individual!.rows).toBe(50);
    expect(some.average).toEqual((await partialDependence(fitted, people, "AGE", options)).average);
    expect(some.average).not.toEqual((await partialDependence(fitted, people, "AGE", { ...options, seed: 4 })).average);
    const first = Array.from(some.individual!.column(0));
    expect(some.average[0]).toBeCloseTo(first.reduce((sum, p) => sum + p, 0) / 50, 12);
  });

  it("leaves missing values out of the grid and lets them be in other columns", async () => {
    const holes = FeatureMatrix.fromColumns({ A: [1, Number.NaN, 2, 2], B: [0, 1, 0, 1] });
    const model = { ...stub(["A", "B"]), predictProbabilities: (x: FeatureMatrix) => plusOf(x) };
    const found = await partialDependence(model, holes, "A");
    expect(found.grid).toEqual([[1, 2]]);
    expect(found.average[0]).toBeCloseTo(0.15, 12);
    expect(found.average[1]).toBeCloseTo(0.25, 12);
  });

  it("keeps yes and no, words and dates as they are", async () => {
    const table = tableFromArrays({ OWNS: [true, false, true, true], ZONE: ["b", "a", "b", "c"] });
    const model = await pipeline.fit(table, [1, 0, 1, 0]);
    const found = await partialDependence(model, table, ["OWNS", "ZONE"]);
    expect(found.grid).toEqual([
      [false, true],
      ["a", "b", "c"],
    ]);
    expect(found.points[4]).toEqual([true, "b"]);
    expect(found.toTable().toArray()[4]!.toJSON()).toEqual({ OWNS: "true", ZONE: "b", probability: found.average[4] });
  });

  it("gives the probability of the class asked for", async () => {
    const yes = await partialDependence(fitted, people, "AGE");
    const no = await partialDependence(fitted, people, "AGE", { positive: 0 });
    expect([yes.positive, no.positive]).toEqual([1, 0]);
    yes.average.forEach((value, k) => {
      expect(value + no.average[k]!).toBeCloseTo(1, 12);
    });
  });

  it("shows how far it is, and stops when told to", async () => {
    const seen: number[] = [];
    await partialDependence(fitted, people, "AGE", { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(partialDependence(fitted, people, "AGE", { signal })).rejects.toThrow("enough");
  });

  it("says what is wrong", async () => {
    const complaint = (columns: never, options: DependenceOptions = {}): Promise<string> =>
      partialDependence(fitted, people, columns, options).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    expect(await complaint([] as never)).toBe("partialDependence: 0 columns were named. Name one or two.");
    expect(await complaint(["AGE", "AGE"] as never)).toBe(
      'partialDependence: column "AGE" was named twice. Name two different ones.',
    );
    expect(await complaint("CARS" as never)).toBe(
      'partialDependence: the model has no column "CARS". It has "AGE", "INCOME", "TWIN", "NOISE" and "ZONE".',
    );
    expect(await complaint("AGE" as never, { points: 1 })).toContain(
      '"points": expected a whole number of 2 or more, got 1',
    );
    expect(await complaint("AGE" as never, { between: [0.9, 0.1] })).toBe(
      "partialDependence: between is 0.9 and 0.1. Use two rising shares from 0 to 1.",
    );
    expect(await complaint("AGE" as never, { sample: 0 })).toContain(
      '"sample": expected a whole number of 1 or more, got 0',
    );
    expect(await complaint("AGE" as never, { sampleWeight: [1] })).toBe(
      "partialDependence: sampleWeight has 1 values for 400 rows. Give one value a row.",
    );
    const none = FeatureMatrix.fromColumns({ A: [Number.NaN] });
    await expect(partialDependence(stub(["A"]), none, "A")).rejects.toThrow(
      'partialDependence: column "A" is missing in every row. Pass rows that have values in it.',
    );
  });
});

/** A model of somebody else's: a tenth of the sum of its columns. */
function plusOf(x: FeatureMatrix): FeatureMatrix {
  return FeatureMatrix.from(x.toRows().map((row) => [0, row.reduce((sum, value) => sum + value, 0) / 10]));
}

function stub(inputColumns: readonly string[]) {
  return {
    kind: "Stub",
    classes: [0, 1],
    inputColumns,
    schema: fitted.schema,
    predict: () => [],
    predictProbabilities: plusOf,
  };
}
