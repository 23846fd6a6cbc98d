// Compiled, never run: a service can be written with what `load` gives, without a cast.
import type { Table } from "apache-arrow";
import {
  type FeatureMatrix,
  type Label,
  type LoadedModel,
  load,
  PCA,
  type RowSchema,
  type Verb,
} from "../../src/index.js";

export function score(text: string, records: readonly Record<string, number | string | null>[]): Label[] {
  const model: LoadedModel = load(text);
  const predict: (record: Record<string, number | string | null>) => Label = model.row("predict");
  return records.map(predict);
}

export async function scoreAll(model: LoadedModel, table: Table): Promise<void> {
  const verbs: readonly Verb[] = model.verbs;
  const classes: readonly Label[] = model.classes ?? [];
  const schema: RowSchema = model.inputSchema;
  const level: string | undefined = model.schema.column(schema.required[0]!).level;
  const probabilities: FeatureMatrix = model.predictProbabilities(table);
  const labels: ArrayLike<Label> = model.predict(table);
  const transformed: FeatureMatrix | Table = model.transform(table);
  for await (const part of model.bulk("predictProbabilities", table, { threads: 2 })) {
    const block: FeatureMatrix = part;
    console.log(block.rows, verbs, classes, level, probabilities, labels, transformed);
  }
  const all: ArrayLike<Label> = await model.bulk("predict", table).collect();
  const values: Float64Array = model.row("transform")([1, 2]);
  console.log(all, values, model.outputColumns, model.inputColumns, model.params, JSON.stringify(model));
  // @ts-expect-error: there is no such verb
  model.row("guess");
  // @ts-expect-error: labels are not numbers alone
  const label: number = model.row("predict")([1]);
  console.log(label);
}

export function typed(text: string): Float64Array {
  return load(text, { as: new PCA() }).explainedVarianceRatio;
}
