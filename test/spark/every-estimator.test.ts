import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import {
  BlockWeights,
  ColumnFilter,
  Combiner,
  GaussianMixture,
  KMeans,
  KPrototypes,
  NaiveBayes,
  PCA,
  Pipeline,
  SegmentGroups,
} from "../../src/index.js";
import { isTable } from "../../src/matrix/index.js";
import { registry } from "../../src/registry.js";
import { crossValidate } from "../../src/selection/index.js";
import { Schema, type Table, writeTable } from "../../src/table/index.js";
import { exampleMatrix, exampleTable } from "../../src/testing/example-data.js";
import { type GoldenCase, type GoldenEstimator, goldenCases } from "../document/golden-cases.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";

/** Kinds that need rows in memory. */
const IN_MEMORY: ReadonlySet<string> = new Set([
  ...["RandomForest", "AdaBoost", "DecisionTree", "NeuralNetwork"],
  ...["CalibratedClassifier", "ThresholdClassifier", "Ensemble", "StackingClassifier"],
  ...["DropSparseRows", "RandomOverSampler", "RandomUnderSampler", "Smote"],
]);
/** Kinds whose folds are others on a cluster: `search.test.ts` tries them on the same ones. */
const SEARCHES: ReadonlySet<string> = new Set(["GridSearch", "RandomSearch", "HalvingSearch", "ParzenSearch"]);
/** Kinds that change the rows of a Pipeline, and are never fitted by themselves. */
const RESAMPLERS: ReadonlySet<string> = new Set(["DropSparseRows", "RandomOverSampler", "RandomUnderSampler", "Smote"]);

type Fitting = GoldenEstimator & {
  inMemoryKind(): string | undefined;
  fit(data: unknown, options: object): Promise<object>;
};

const { data: matrix } = exampleMatrix(90);
const { data: table } = exampleTable(90);
const more: readonly GoldenCase[] = [
  {
    name: "ratio",
    estimator: new Combiner({ rules: [{ name: "r", kind: "ratio", of: ["income", "code"] }] }),
    data: matrix,
  },
  { name: "one", estimator: new BlockWeights({ weights: { income: 2 } }), data: matrix },
  { name: "mixed", estimator: new KPrototypes({ clusters: 2, nominal: ["code"], seed: 1 }), data: matrix },
  { name: "groups", estimator: new SegmentGroups({ types: 6, groups: 2, seed: 1 }), data: matrix },
  { name: "full", estimator: new GaussianMixture({ clusters: 2, seed: 1 }), data: matrix },
  { name: "mini-batches", estimator: new KMeans({ clusters: 3, algorithm: "miniBatch", seed: 1 }), data: matrix },
  { name: "randomized", estimator: new PCA({ components: 2, solver: "randomized", seed: 1 }), data: matrix },
  { name: "nipals", estimator: new PCA({ components: 2, solver: "nipals" }), data: matrix },
  { name: "correlated", estimator: new ColumnFilter({ maxCorrelation: 0.7 }), data: table },
];
const cases = [...goldenCases.filter(({ data }) => data !== undefined), ...more];
const onExecutors = cases.filter(({ estimator }) => !kindsIn(estimator.toJSON()).some((kind) => SEARCHES.has(kind)));

describe("an estimator whose rows are on a cluster learns the document of one machine, or refuses by name", () => {
  it.each(onExecutors.map((one) => [`${one.estimator.kind} (${one.name})`, one] as const))("%s", async (_, one) => {
    const table = tableOfCase(one);
    const options = one.labels === undefined ? {} : { target: "ANSWER" };
    const estimator = one.estimator as Fitting;
    const executors = new ExecutorsHere(table, 3, 1);
    const there = estimator.fit(onCluster(table, executors), options);
    const refusing = kindsIn(estimator.toJSON()).filter((kind) => IN_MEMORY.has(kind));
    if (refusing.length > 0)
      await expect(there).rejects.toThrow(
        new RegExp(
          `^(${refusing.join("|")})\\.fit: it needs all rows in memory, and these are on a cluster\\. Draw as many as fit: await people\\.sample`,
        ),
      );
    else if (one.estimator instanceof PCA && one.estimator.params.solver === "nipals")
      await expect(there).rejects.toThrow("PCA.fit: it needs all rows in memory");
    else
      expect(JSON.stringify(await there)).toBe(JSON.stringify(await estimator.fit({ open: () => [table] }, options)));
    // What refuses does so before rows are stored, and what stores them learns.
    expect(executors.works.length > 0).toBe(estimator.inMemoryKind() === undefined);
  });

  it("is tried with every kind of the registry", () => {
    const tried = new Set(cases.flatMap(({ estimator }) => kindsIn(estimator.toJSON())));
    const absent = registry.map(({ kind }) => kind).filter((kind) => !tried.has(kind) && !RESAMPLERS.has(kind));
    expect(absent).toEqual([]);
  });
});

describe("functions that need rows in memory", () => {
  const { labels = [], ...one } = cases.find(({ labels }) => labels !== undefined)!;
  const rows = tableOfCase(one);
  const source = onCluster(rows, new ExecutorsHere(rows, 1, 1));

  it("refuse rows on a cluster by their name", async () => {
    await expect(crossValidate(new Pipeline([["model", new NaiveBayes()]]), source as never, labels)).rejects.toThrow(
      "crossValidate: y is a list, and the rows are on a cluster",
    );
  });

  it("are also those that would give all rows back", async () => {
    const { estimator } = cases.find(({ estimator }) => estimator.kind === "Imputer")!;
    const refused = (estimator as unknown as { fitTransform(data: unknown): Promise<object> }).fitTransform(source);
    await expect(refused).rejects.toThrow("Imputer.fitTransform: it needs all rows in memory");
  });
});

function tableOfCase({ data, labels }: Pick<GoldenCase, "data" | "labels">): Table {
  const given = isTable(data) ? (data as Table) : writeTable(data as never);
  const ids = tableFromArrays({ LNR: Int32Array.from({ length: given.numRows }, (_, i) => i) });
  const named = given.assign(ids);
  const all = labels === undefined ? named : named.assign(tableFromArrays({ ANSWER: [...labels] as string[] }));
  return Schema.of(given)
    .with({ LNR: { role: "id" } })
    .attach(all);
}

/** The kinds of an estimator and of those inside it. */
function kindsIn(document: unknown): string[] {
  if (typeof document !== "object" || document === null) return [];
  const { kind } = document as { readonly kind?: unknown };
  const own = typeof kind === "string" ? [kind] : [];
  return [...own, ...Object.values(document).flatMap(kindsIn)];
}
