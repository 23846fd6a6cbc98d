import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  AdaBoost,
  defineClassifier,
  defineTransformer,
  type ExplainableClassifier,
  explainScores,
  FeatureEncoder,
  FeatureMatrix,
  FeatureUnion,
  GradientBoosting,
  Imputer,
  KMeans,
  LogisticRegression,
  PCA,
  Pipeline,
  Scaler,
  Schema,
  type ScoreExplanation,
} from "../../src/index.js";
import { people, pipeline, reference } from "./people.js";

const logit = (p: number): number => Math.log(p / (1 - p));
const column = (found: ScoreExplanation, name: string): Float32Array | Float64Array => found.contributions.column(name);
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

const numbers = FeatureMatrix.fromColumns({
  AGE: Float64Array.from(reference.rows, (row) => row[0]),
  INCOME: Float64Array.from(reference.rows, (row) => row[1]),
  TWIN: Float64Array.from(reference.rows, (row) => row[2]),
  NOISE: Float64Array.from(reference.rows, (row) => row[3]),
});

/** Contributions and the base add up to the score that the model gives. */
function expectSums(found: ScoreExplanation, fitted: ExplainableClassifier, data: unknown): void {
  const probabilities = fitted.predictProbabilities(data as never).column(fitted.classes.indexOf(found.positive));
  found.contributions.toRows().forEach((row, i) => {
    expect(row.reduce((sum, value) => sum + value, found.base)).toBeCloseTo(logit(probabilities[found.rows[i]!]!), 6);
  });
}

describe("explainScores", () => {
  it("gives a linear model's coefficients times what a person differs by from the mean", async () => {
    const fitted = await new LogisticRegression().fit(numbers, reference.labels);
    const found = await explainScores(fitted, numbers);
    const [coefficient] = fitted.coefficients.column("AGE");
    const ages = numbers.column("AGE");
    column(found, "AGE").forEach((value, i) => {
      expect(value).toBeCloseTo(coefficient! * (ages[i]! - mean(ages)), 12);
    });
    expectSums(found, fitted, numbers);
  });

  it("sums one-hot columns by their source", async () => {
    const fitted = await pipeline.fit(people, reference.labels);
    const found = await explainScores(fitted, people);
    expect(found.columns.map((one) => one.column).sort()).toEqual(["AGE", "INCOME", "NOISE", "TWIN", "ZONE"]);
    const encoded = fitted.steps.encode.transform(people);
    const { coefficients } = fitted.steps.classify;
    column(found, "ZONE").forEach((value, i) => {
      const parts = ["ZONE=city", "ZONE=coast", "ZONE=hills"].map(
        (name) => coefficients.column(name)[0]! * (encoded.column(name)[i]! - mean(encoded.column(name))),
      );
      expect(value).toBeCloseTo(parts[0]! + parts[1]! + parts[2]!, 10);
    });
    expectSums(found, fitted, people);
  });

  for (const whiten of [false, true])
    it(`takes coefficients back through components and scalers exactly${whiten ? ", whitened ones too" : ""}`, async () => {
      const fitted = await new Pipeline([
        ["scale", new Scaler()],
        ["reduce", new PCA({ components: 2, whiten })],
        ["again", new Scaler({ method: "minMax" })],
        ["model", new LogisticRegression()],
      ]).fit(numbers, reference.labels);
      const found = await explainScores(fitted, numbers);
      expect(found.contributions.columns).toEqual(["AGE", "INCOME", "TWIN", "NOISE"]);
      expectSums(found, fitted, numbers);
      // Whoever had the mean age would lose exactly what their age adds.
      const score = (x: FeatureMatrix): number[] => Array.from(fitted.predictProbabilities(x).column("1"), logit);
      const ages = numbers.column("AGE");
      const same = FeatureMatrix.fromColumns({
        AGE: ages.map(() => mean(ages)),
        INCOME: numbers.column("INCOME"),
        TWIN: numbers.column("TWIN"),
        NOISE: numbers.column("NOISE"),
      });
      const without = score(same);
      score(numbers).forEach((value, i) => {
        expect(column(found, "AGE")[i]).toBeCloseTo(value - without[i]!, 6);
      });
    });

  it("goes through encoders, unions and inner pipelines, and keeps distances as sources of their own", async () => {
    const fitted = await new Pipeline([
      [
        "prepare",
        new Pipeline([
          ["impute", new Imputer()],
          ["encode", new FeatureEncoder({ precision: "float64" })],
        ]),
      ],
      [
        "union",
        new FeatureUnion([
          ["parts", new PCA({ components: 3 })],
          ["far", new KMeans({ clusters: 2, seed: 1 })],
        ]),
      ],
      ["model", new LogisticRegression()],
    ]).fit(people, reference.labels);
    const found = await explainScores(fitted, people);
    expect([...found.contributions.columns].sort()).toEqual([
      "AGE",
      "INCOME",
      "NOISE",
      "TWIN",
      "ZONE",
      "far.distance0",
      "far.distance1",
    ]);
    expectSums(found, fitted, people);
    expect(found.person(0).reasons.find((reason) => reason.column === "far.distance0")!.value).toBeUndefined();
  });

  it("shares what trees say of components by the squares of their loadings", async () => {
    const fitted = await new Pipeline([
      ["reduce", new PCA({ components: 2 })],
      ["model", new GradientBoosting({ iterations: 10, maxLeaves: 4 })],
    ]).fit(numbers, reference.labels);
    const { reduce, model } = fitted.steps;
    const found = await explainScores(fitted, numbers);
    const own = model.contributions(reduce.transform(numbers)).toRows();
    const loadings = reduce.components.toRows();
    found.contributions.toRows().forEach((row, i) => {
      row.forEach((value, j) => {
        const expected = own[i]![0]! * loadings[0]![j]! ** 2 + own[i]![1]! * loadings[1]![j]! ** 2;
        expect(value).toBeCloseTo(expected, 10);
      });
    });
    expect(found.base).toBe(own[0]![2]!);
  });

  it("goes back through linear parts side by side exactly, to the columns that they take", async () => {
    const fitted = await new Pipeline([
      [
        "union",
        new FeatureUnion([
          [
            "parts",
            new Pipeline([
              ["scale", new Scaler()],
              ["reduce", new PCA({ components: 2 })],
            ]),
          ],
          ["scaled", new Scaler({ method: "minMax" })],
        ]),
      ],
      ["model", new LogisticRegression()],
    ]).fit(numbers, reference.labels);
    const found = await explainScores(fitted, numbers);
    expect(found.contributions.columns).toEqual(["AGE", "INCOME", "TWIN", "NOISE"]);
    expectSums(found, fitted, numbers);
    const score = (x: FeatureMatrix): number[] => Array.from(fitted.predictProbabilities(x).column("1"), logit);
    const ages = numbers.column("AGE");
    const [usual, older] = [0, 1].map((years) =>
      score(
        FeatureMatrix.fromColumns({
          AGE: ages.map((age) => age + years),
          INCOME: numbers.column("INCOME"),
          TWIN: numbers.column("TWIN"),
          NOISE: numbers.column("NOISE"),
        }),
      ),
    );
    // A year more moves the score by what a year is worth in the contributions, for everybody.
    const added = column(found, "AGE");
    const [a, b] = [0, ages.findIndex((age) => age !== ages[0])];
    const year = (added[b]! - added[a]!) / (ages[b]! - ages[a]!);
    usual!.forEach((value, i) => {
      expect(older![i]! - value).toBeCloseTo(year, 6);
    });
  });

  it("explains steps and classifiers of strangers as it does its own", async () => {
    const Halve = defineTransformer({
      kind: "test/Halve",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({}),
      program: (_state, _params, { plan }) => [
        {
          op: "affine" as const,
          center: new Float64Array(plan.length).fill(1),
          scale: new Float64Array(plan.length).fill(0.5),
        },
      ],
    });
    const Points = defineClassifier({
      kind: "test/Points",
      version: 1,
      params: z.strictObject({}),
      fit: (x) => ({ weights: Float64Array.from(x.columns, (_, j) => j - 1.5) }),
      predictor: ({ weights }: { weights: Float64Array }, _params, _input, classes) => [
        { op: "project" as const, weights, bias: Float64Array.of(0.25), names: [String(classes[1])], single: false },
        { op: "link" as const, link: "logistic" as const, names: classes.map(String) },
      ],
    });
    const fitted = await new Pipeline([
      ["halve", new Halve()],
      ["model", new Points()],
    ]).fit(numbers, reference.labels);
    const found = await explainScores(fitted, numbers);
    const ages = numbers.column("AGE");
    column(found, "AGE").forEach((value, i) => {
      expect(value).toBeCloseTo(-1.5 * 0.5 * (ages[i]! - mean(ages)), 10);
    });
    expectSums(found, fitted, numbers);
  });

  it("takes the votes of AdaBoost's trees apart", async () => {
    const fitted = await new AdaBoost({ iterations: 20, maxDepth: 2 }).fit(numbers, reference.labels);
    for (const positive of [0, 1]) {
      const found = await explainScores(fitted, numbers, { positive });
      const probabilities = fitted.predictProbabilities(numbers).column(String(positive));
      found.contributions.toRows().forEach((row, i) => {
        expect(row.reduce((sum, value) => sum + value, found.base)).toBeCloseTo(logit(probabilities[i]!), 8);
      });
    }
  });

  it("says in which direction a column moves scores, and turns scales that run downwards", async () => {
    const schema = Schema.infer(people).with({ AGE: { direction: "down" } });
    const fitted = await pipeline.fit(people, reference.labels);
    const usual = await explainScores(fitted, people);
    const turned = await explainScores(fitted, people, { schema });
    const direction = (found: ScoreExplanation, name: string): string =>
      found.columns.find((one) => one.column === name)!.direction;
    expect([direction(usual, "AGE"), direction(turned, "AGE")]).toEqual(["up", "down"]);
    expect(direction(usual, "ZONE")).toBe("mixed");
    expect(usual.columns[0]!.correlation).toBeCloseTo(1, 6);
    const opposite = await explainScores(fitted, people, { positive: 0 });
    expect(direction(opposite, "AGE")).toBe("down");
    column(opposite, "AGE").forEach((value, i) => {
      expect(value).toBeCloseTo(-column(usual, "AGE")[i]!, 12);
    });
    expectSums(opposite, fitted, people);
  });

  it("says what each word adds, where enough people have it", async () => {
    const fitted = await pipeline.fit(people, reference.labels);
    const zone = (found: ScoreExplanation) => found.columns.find((one) => one.column === "ZONE")!;
    const all = zone(await explainScores(fitted, people));
    expect(all.values.map(({ value }) => value)[0]).toBe("coast");
    expect(all.values.reduce((sum, { rows }) => sum + rows, 0)).toBe(400);
    const few = zone(await explainScores(fitted, people, { minimum: 140 }));
    expect(few.values.length).toBeLessThan(all.values.length);
  });

  it("reads one person's reasons in the words of the dictionary", async () => {
    const schema = Schema.infer(people).with({ AGE: { codes: { "1": "under 30", "5": "over 60" } } });
    const fitted = await pipeline.fit(schema.attach(people), reference.labels);
    const found = await explainScores(fitted, people);
    const oldest = reference.rows.findIndex((row) => row[0] === 5);
    const person = found.person(oldest);
    expect(person.score).toBeCloseTo(logit(person.probability), 6);
    expect(person.reasons.find((reason) => reason.column === "AGE")!.value).toBe('5, "over 60"');
    const lines = person.toText(2).split("\n");
    expect(lines[0]).toMatch(/^Probability of 1: \d+\.\d %; where nothing is known: \d+\.\d %\.$/);
    expect(lines.some((line) => /^AGE \(5, "over 60"\) raises the odds: × \d\.\d\d$/.test(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/^all other columns: × \d\.\d\d$/);
  });

  it("explains one of several classes by its own coefficients", async () => {
    const three = reference.labels.map((label, i) => (i % 3 === 0 ? "never" : label === 1 ? "soon" : "late"));
    const fitted = await new LogisticRegression().fit(numbers, three);
    const found = await explainScores(fitted, numbers, { positive: "soon" });
    const at = fitted.classes.indexOf("soon");
    const coefficient = fitted.coefficients.column("AGE")[at]!;
    const ages = numbers.column("AGE");
    expect(column(found, "AGE")[5]).toBeCloseTo(coefficient * (ages[5]! - mean(ages)), 12);
    expect(found.person(5).toText()).toMatch(/^Probability of "soon": \d+\.\d %\.\n/);
  });

  it("measures from another background where told to, and draws a sample by seed", async () => {
    const fitted = await pipeline.fit(people, reference.labels);
    const young = people.slice(0, 50);
    const background = await explainScores(fitted, people, { background: young });
    expectSums(background, fitted, people);
    expect(mean(column(background, "AGE"))).not.toBeCloseTo(0, 3);
    const some = await explainScores(fitted, people, { sample: 40, seed: 1 });
    expect(some.rows.length).toBe(40);
    expectSums(some, fitted, people);
    expect((await explainScores(fitted, people, { sample: 40, seed: 2 })).rows).not.toEqual(some.rows);
    const absent = [...reference.rows.keys()].find((row) => !some.rows.includes(row))!;
    expect(() => some.person(absent)).toThrow(
      `ScoreExplanation.person: row ${absent} was not explained. Name one of \`rows\`, or explain all rows.`,
    );
  });

  it("prints itself, and is a Table", async () => {
    const fitted = await pipeline.fit(people, reference.labels);
    const found = await explainScores(fitted, people);
    const lines = found.toText(2).split("\n");
    expect(lines[0]).toBe("What moves the log odds of 1, on average over 400 people:");
    expect(lines[1]).toMatch(/^AGE: ±\d\.\d{3} \(\d\d\.\d %\), more of it raises scores$/);
    expect(lines.at(-1)).toBe("and 3 more");
    expect(found.toText()).toMatch(/ZONE: ±\d\.\d{3} \(\d+\.\d %\), coast \+\d\.\d\d, \w+ −\d\.\d\d/);
    const table = found.toTable();
    expect(table.numRows).toBe(5);
    expect(mean(table.getChild("share")!.toArray()) * 5).toBeCloseTo(1, 12);
  });

  it("shows how far it is, stops when told to, and says what is wrong", async () => {
    const fitted = await pipeline.fit(people, reference.labels);
    const seen: number[] = [];
    await explainScores(fitted, people, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([0.64, 1]);
    await expect(explainScores(fitted, people, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
    await expect(explainScores(fitted, people, { sample: 0 })).rejects.toThrow(
      '"sample": expected a whole number of 1 or more, got 0',
    );
    const dumb = { ...stub(fitted), steps: undefined, kind: "Dumb" };
    await expect(explainScores(dumb as never, tableFromArrays({ AGE: [1] }))).rejects.toThrow(
      "explainScores: the score of a fitted Dumb is neither a weighted sum of columns nor a sum of trees. Ask permutationImportance, which works for every classifier, or explain each of the models that it is made of.",
    );
  });
});

function stub({ classes, schema }: ExplainableClassifier): object {
  return { classes, schema, inputColumns: ["AGE"], predict: () => [], predictProbabilities: () => undefined };
}
