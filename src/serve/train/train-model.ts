import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import type { Progress } from "../../estimator/index.js";
import { columnNames, Schema } from "../../table/index.js";
import { type AnyEstimator, type AnyModel, defaultClassifier, defaultSegmentation } from "./estimators.js";

/** What to train, and on what. */
export interface TrainModelOptions {
  /** The column with the answer; without one, segments are found. */
  readonly target?: string | undefined;
  /** Columns that say who a row is. Default: those that look like it. */
  readonly ids?: readonly string[] | undefined;
  /** A classifier by name. */
  readonly algorithm?: string | undefined;
  /** An estimator of the caller's. */
  readonly estimator?: AnyEstimator | undefined;
  /** Hyper-parameters by path: `{ "model.iterations": 200 }`. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

/** A trained model and what it was trained on. */
export interface Trained {
  readonly model: AnyModel;
  readonly rows: number;
  readonly features: readonly string[];
  readonly ids: readonly string[];
}

/** Fits an estimator on the features of a table. Ids and the target are none; what the ids are stays in the model's Schema. */
export async function trainModel(table: Table, options: TrainModelOptions): Promise<Trained> {
  const { target, algorithm, params = {}, threads, signal, onProgress } = options;
  const names = columnNames(table);
  for (const name of [...(options.ids ?? []), ...(target === undefined ? [] : [target])])
    if (!names.includes(name)) throw absent(name, names);
  const guessed = Schema.infer(table);
  const ids = options.ids ?? names.filter((name) => name !== target && guessed.column(name).role === "id");
  const schema = guessed.with(Object.fromEntries(ids.map((name) => [name, { role: "id" }])));
  const features = names.filter((name) => !ids.includes(name) && name !== target);
  const rows = schema.attach(table.select(features));
  const chosen = options.estimator ?? (target === undefined ? defaultSegmentation() : defaultClassifier(algorithm));
  const estimator = Object.keys(params).length === 0 ? chosen : chosen.with(params);
  if (estimator.role === "classifier" && target === undefined)
    throw new KindredError({
      code: "MISSING_TARGET",
      where: "train",
      problem: `a ${estimator.kind} learns an answer, and no target is named`,
      fix: "Name the column that holds it: target",
    });
  const fitOptions = {
    ...(threads === undefined ? {} : { threads }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const labels = target === undefined ? [] : [table.getChild(target)!];
  const model = await estimator.fit(rows, ...(estimator.role === "classifier" ? labels : []), fitOptions);
  return { model, rows: table.numRows, features, ids };
}

function absent(name: string, names: readonly string[]): KindredError {
  return new KindredError({
    code: "MISSING_COLUMN",
    where: "train",
    problem: `the data have no column "${name}"`,
    fix: `Their columns are ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`,
    column: name,
  });
}
