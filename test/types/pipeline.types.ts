/**
 * Compile-time tests: every `@ts-expect-error` must be an error, and everything else must compile. Run by the type check alone.
 */
import type { Table } from "apache-arrow";
import {
  ColumnTransformer,
  crossValidate,
  defineTransformer,
  FeatureEncoder,
  type FeatureMatrix,
  FeatureUnion,
  GridSearch,
  Imputer,
  integers,
  KMeans,
  LogisticRegression,
  load,
  logUniform,
  makePipeline,
  PCA,
  Pipeline,
  RandomSearch,
  Scaler,
  type Step,
} from "kindred";
import * as z from "zod";

declare const table: Table;
declare const matrix: FeatureMatrix;

export async function segmentation(): Promise<void> {
  const pipeline = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: 3 })],
    ["cluster", new KMeans({ clusters: 8 })],
  ]);
  const fitted = await pipeline.fit(table);
  const labels: Int32Array = fitted.predict(table);
  const distances: FeatureMatrix = fitted.transform(table);
  const ratio: Float64Array = fitted.steps.reduce.explainedVarianceRatio;
  const { categories } = fitted.steps.encode;
  const same = load(JSON.stringify(fitted), { as: pipeline });
  const again: Int32Array = same.predict(table);
  void [labels, distances, ratio, categories, again];

  pipeline.with({ "reduce.components": 20, "impute.strategy": "mean" });
  // @ts-expect-error there is no such option
  pipeline.with({ "reduce.component": 20 });
  // @ts-expect-error the option is no text
  pipeline.with({ "reduce.whiten": "yes" });
  // @ts-expect-error there is no such step
  pipeline.with({ "reduced.components": 20 });
  // @ts-expect-error there is no such step
  fitted.steps.reduced;
  // @ts-expect-error predicting before fitting
  pipeline.predict(table);
  // @ts-expect-error a clusterer has no probabilities
  fitted.predictProbabilities(table);
  // @ts-expect-error the pipeline starts with a Table and was given numbers where an encoder follows
  fitted.predict([[1, 2]]);
}

export function order(): void {
  new Pipeline([
    ["impute", new Imputer()],
    ["reduce", new PCA()],
    // @ts-expect-error components do not go back into an encoder
    ["encode", new FeatureEncoder()],
  ]);
  new Pipeline([
    ["encode", new FeatureEncoder()],
    // @ts-expect-error a matrix does not go back into an encoder
    ["again", new FeatureEncoder()],
  ]);
  new Pipeline([
    // @ts-expect-error a classifier before the end
    ["model", new LogisticRegression()],
    ["reduce", new PCA()],
  ]);
  // @ts-expect-error a wrong order in makePipeline
  makePipeline(new PCA(), new FeatureEncoder());
  // KMeans before the end is fine: it transforms
  new Pipeline([
    ["encode", new FeatureEncoder()],
    ["cluster", new KMeans()],
    ["reduce", new PCA()],
  ]);
  makePipeline(new FeatureEncoder(), new Scaler(), new PCA());
}

export async function acquisition(): Promise<void> {
  const pipeline = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    [
      "features",
      new FeatureUnion([
        ["reduce", new PCA()],
        ["far", new KMeans()],
      ]),
    ],
    ["model", new LogisticRegression()],
  ]);
  const fitted = await pipeline.fit(table, "RESPONSE");
  const probabilities: FeatureMatrix = fitted.predictProbabilities(table);
  await pipeline.fit(table, [true, false]);
  pipeline.with({ "features.reduce.components": 3, "model.c": 0.5 });
  // @ts-expect-error no target
  await pipeline.fit(table);
  // @ts-expect-error there is no such option of a branch
  pipeline.with({ "features.reduce.component": 3 });
  // @ts-expect-error a classifier does not transform
  fitted.transform(table);
  void probabilities;
}

export async function nested(): Promise<void> {
  const prepare = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
  ]);
  const whole = new Pipeline([
    ["prepare", prepare],
    ["model", new LogisticRegression()],
  ]);
  whole.with({ "prepare.scale.center": false });
  // @ts-expect-error there is no such nested path
  whole.with({ "prepare.scale.centroid": false });
  const fitted = await whole.fit(table, "RESPONSE");
  const centers: Float64Array = fitted.steps.prepare.steps.scale.centers;
  const columns = new ColumnTransformer(
    [
      ["ages", new Scaler(), ["AGE"]],
      ["amounts", new PCA(), ["INCOME"]],
    ],
    { rest: "drop" },
  );
  columns.with({ "ages.center": false });
  // @ts-expect-error there is no such branch
  columns.with({ "age.center": false });
  await new Pipeline([
    ["columns", columns],
    ["model", new LogisticRegression()],
  ]).fit(matrix, [1, 0]);
  void centers;
}

export async function searches(): Promise<void> {
  const estimator = new Pipeline([
    ["encode", new FeatureEncoder()],
    ["reduce", new PCA()],
    ["model", new LogisticRegression()],
  ]);
  const grid = new GridSearch({ estimator, grid: { "reduce.components": [3, 20], "model.penalty": ["l1", "l2"] } });
  const c: number | undefined = (await grid.fit(table, "RESPONSE")).bestParams["model.c"];
  // @ts-expect-error there is no such step
  new GridSearch({ estimator, grid: { "reduced.components": [3] } });
  // @ts-expect-error there is no such option
  new GridSearch({ estimator, grid: { "model.strength": [1] } });
  // @ts-expect-error the option is no text
  new GridSearch({ estimator, grid: { "model.c": ["1"] } });
  // @ts-expect-error values to try are a list
  new GridSearch({ estimator, grid: { "model.c": 1 } });

  new RandomSearch({
    estimator,
    space: { "reduce.components": integers(2, 20), "model.c": logUniform(1e-3, 10), "model.penalty": ["l1", "l2"] },
  });
  // @ts-expect-error there is no such step
  new RandomSearch({ estimator, space: { "reduced.components": integers(2, 20) } });
  // @ts-expect-error there is no such option
  new RandomSearch({ estimator, space: { "model.strength": logUniform(1e-3, 10) } });
  // @ts-expect-error the option is one of two words
  new RandomSearch({ estimator, space: { "model.penalty": ["l3"] } });
  // @ts-expect-error there is no range of words
  new RandomSearch({ estimator, space: { "model.penalty": logUniform(1e-3, 10) } });
  // @ts-expect-error a model alone has no steps
  new RandomSearch({ estimator: new LogisticRegression(), space: { "model.c": [1] } });
  void c;
}

export async function single(): Promise<void> {
  await new Scaler().fit([[1, 2]]);
  // @ts-expect-error a Table into a step that takes numbers
  await new Scaler().fit(table);
  // @ts-expect-error an unknown option
  new Scaler({ centroid: true });
  // @ts-expect-error an option of the wrong type
  new KMeans({ clusters: "8" });
  // @ts-expect-error a classifier without labels
  await new LogisticRegression().fit([[1, 2]]);
  const filled: Table = (await new Imputer().fit(table)).transform(table);
  const numbers: FeatureMatrix = (await new Imputer().fit(matrix)).transform(matrix);
  void [filled, numbers];
}

export async function own(): Promise<void> {
  const Winsorizer = defineTransformer({
    kind: "acme/Winsorizer",
    version: 1,
    params: z.object({ upper: z.number().default(0.99) }),
    fit: (x, { upper }) => ({ high: x.rows * upper }),
    transform: (x, { high }) => x.toRows().map((row) => row.map((value) => Math.min(value, high))),
  });
  const pipeline = new Pipeline([
    ["clip", new Winsorizer({ upper: 0.95 })],
    ["scale", new Scaler()],
  ]);
  const fitted = await pipeline.fit([[1]]);
  const high: number = fitted.steps.clip.state.high;
  // @ts-expect-error an unknown option
  new Winsorizer({ uper: 0.95 });
  // @ts-expect-error state has no such part
  fitted.steps.clip.state.low;
  // @ts-expect-error a document alone does not say what it can do for the compiler
  load("{}").explainedVariance;
  void high;
}

export async function namesAndRoles(steps: Step[]): Promise<void> {
  new Pipeline([
    ["scale", new Scaler()],
    // @ts-expect-error two steps of one name
    ["scale", new Scaler()],
  ]);
  // @ts-expect-error a dot in a name
  new Pipeline([["scale.x", new Scaler()]]);
  // @ts-expect-error no name
  new Pipeline([["", new Scaler()]]);
  // @ts-expect-error no steps
  new Pipeline([]);
  // @ts-expect-error steps that are chosen at run time
  new Pipeline(steps);
  new FeatureUnion([
    ["pca", new PCA()],
    // @ts-expect-error a classifier gives no columns
    ["model", new LogisticRegression()],
  ]);
  new FeatureUnion([
    ["pca", new PCA()],
    // @ts-expect-error two branches of one name
    ["pca", new PCA()],
  ]);
  const classifier = new Pipeline([
    ["scale", new Scaler()],
    ["model", new LogisticRegression()],
  ]);
  // @ts-expect-error a classifier transforms nothing
  await classifier.fitTransform(matrix, "y");
  await new Pipeline([["scale", new Scaler()]]).fitTransform(matrix);
  // @ts-expect-error distances are numbers, and an encoder takes a Table
  makePipeline(new KMeans(), new FeatureEncoder());
  makePipeline(new Scaler(), new Scaler(), new KMeans());

  const chosen = Pipeline.of(steps);
  const fitted = await chosen.fit(table, "RESPONSE");
  const labels: ArrayLike<string | number | boolean> = fitted.predict([{ age: 3 }]);
  const search = new GridSearch({ estimator: chosen, space: { "model.c": [1, 2] } });
  await crossValidate(chosen, table, "RESPONSE");
  chosen.with({ "model.c": 3 });
  void [labels, search, new Pipeline([["inner", chosen]]), new FeatureUnion([["inner", chosen]])];
}
