/**
 * Compile-time tests of the data that estimators and functions take: every `@ts-expect-error` must be an error, and everything else must compile.
 */
import type { Table } from "apache-arrow";
import type { Table as OldTable } from "arrow-old";
import {
  type Bulk,
  calinskiHarabasz,
  crossValidate,
  daviesBouldin,
  FeatureEncoder,
  FeatureMatrix,
  formatCsv,
  Imputer,
  joinLabels,
  KMeans,
  type Label,
  LogisticRegression,
  type MissingReport,
  matchSegments,
  migration,
  missingReport,
  Pipeline,
  Scaler,
  Schema,
  type SegmentRules,
  type Source,
  segmentRules,
  selectRows,
  silhouette,
  type TrainTest,
  tableFrom,
  trainTestSplit,
  withColumn,
} from "kindred";

interface Person {
  readonly age: number;
  readonly zone?: string;
}

declare const people: readonly Person[];
declare const old: OldTable;
declare const source: Source;
declare const matrix: FeatureMatrix;

const segments = new Pipeline([
  ["encode", new FeatureEncoder()],
  ["cluster", new KMeans()],
]);

export async function records(): Promise<void> {
  const fitted = await segments.fit(people);
  await segments.fit([{ age: 3 }, { zone: "a" }]);
  await segments.fit({ age: [1, 2], zone: ["a", null], code: Int8Array.of(1, 2) });
  await segments.fit(old);
  const labels: Int32Array = fitted.predict(people);
  const some: Int32Array = fitted.predict({ age: [1, 2] });
  const filled: Table = (await new Imputer().fit(people)).transform(people);
  const numbers: FeatureMatrix = (await new FeatureEncoder().fit(people)).transform(old);
  const { train }: TrainTest<Table> = trainTestSplit(people, "zone");
  const rest: TrainTest<FeatureMatrix> = trainTestSplit([[1], [2]], [0, 1]);
  void [labels, some, filled, numbers, train, rest, tableFrom(old), Schema.infer(people)];
  // @ts-expect-error numbers are due
  await new Scaler().fit(people);
  // @ts-expect-error a table is due
  await segments.fit(matrix);
  // @ts-expect-error a table is due
  await segments.fit([[1, 2]]);
  // @ts-expect-error text is no column
  await segments.fit({ age: "old" });
}

export async function sources(): Promise<void> {
  const fitted = await segments.fit(source);
  const labels: Bulk<Int32Array> = fitted.predict(source);
  const blocks: Bulk<FeatureMatrix> = fitted.transform(source);
  const model = await new LogisticRegression().fit(source, "y");
  const answers: Bulk<Label[]> = model.predict(source);
  const probabilities: Bulk<FeatureMatrix> = model.predictProbabilities(source);
  const schema: Schema = await Schema.infer(source);
  const report: MissingReport = await missingReport(source);
  const split: TrainTest<Table | FeatureMatrix> = await trainTestSplit(source, "y");
  const { predictions } = await crossValidate(new LogisticRegression(), source, "y");
  void [labels, blocks, answers, probabilities, schema, report, split, predictions];
  // @ts-expect-error the report of a Source is a promise
  missingReport(source).columns;
  // @ts-expect-error so is its Schema
  Schema.infer(source).columns;
  const rules: SegmentRules = await segmentRules(source, [0]);
  const whole: Table = await tableFrom(source);
  void [rules, whole];
}

export async function inMemory(): Promise<void> {
  const batches: Source = { open: () => [people, { age: [1], zone: ["a"] }, matrix] };
  // @ts-expect-error one row is no batch
  const one: Source = { open: () => [people[0]!] };
  // @ts-expect-error a generator is read once
  await segments.fit(batches.open());
  // @ts-expect-error rows are due
  silhouette(source, [0, 1]);
  // @ts-expect-error rows are due
  daviesBouldin(source, [0, 1]);
  // @ts-expect-error rows are due
  calinskiHarabasz(source, [0, 1]);
  // @ts-expect-error labels are due
  matchSegments(source, source);
  // @ts-expect-error rows are due
  migration([0], [0], source);
  // @ts-expect-error rows are due
  formatCsv(source);
  // @ts-expect-error rows are due
  withColumn(source, "x", [1]);
  // @ts-expect-error rows are due
  selectRows(source, [0]);
  // @ts-expect-error rows are due
  joinLabels(source, [0], { id: "x" });
  // @ts-expect-error rows are due
  FeatureMatrix.from(source);
  // @ts-expect-error rows are due
  Schema.of(source);
  // @ts-expect-error rows are due
  new Schema().attach(source);
  // @ts-expect-error rows are due
  await new Scaler().fitTransform(source);
  const scaler = await new Scaler().fit(matrix);
  // @ts-expect-error rows are due
  scaler.inverseTransform(source);
  void one;
}
