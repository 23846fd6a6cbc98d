import { inputOf } from "../../estimator/index.js";
import { writeCsv } from "../../io/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import { inspect } from "../../persistence/index.js";
import { loadEstimator } from "../../registry.js";
import { columnNames } from "../../table/index.js";
import { nodeModule } from "../node/modules.js";
import { Scorer } from "../score/scorer.js";
import type { AnyEstimator } from "../train/estimators.js";
import { plain } from "../train/hyperparameters.js";
import { readData } from "../train/read-data.js";
import { train } from "../train/train.js";
import { trainModel } from "../train/train-model.js";
import { writeModel } from "../train/write-model.js";
import { type Terminal, UsageError } from "./exit.js";
import { readModel, readModelText } from "./model-file.js";
import { progressTo } from "./progress.js";

/** Options of `kindred train`. */
export interface TrainFlags {
  readonly target?: string;
  readonly id?: readonly string[];
  readonly algorithm?: string;
  readonly estimator?: string;
  readonly set?: readonly string[];
  readonly output: string;
  readonly folder: string;
}

/** Trains on a file, or where none is named on the platform's folders. */
export async function trainCommand(data: string | undefined, flags: TrainFlags, terminal: Terminal): Promise<void> {
  const watched = { signal: terminal.signal, onProgress: progressTo(terminal) };
  if (data === undefined) {
    const { path, rows, features } = await train({ folder: flags.folder, ...watched });
    terminal.out(`${path}: learned from ${rows} rows and ${features.length} columns\n`);
    return;
  }
  const table = await readData(data, watched);
  const estimator = flags.estimator === undefined ? undefined : loadEstimator(await readModelText(flags.estimator));
  const { model, rows, features, ids } = await trainModel(table, {
    target: flags.target,
    ids: flags.id,
    algorithm: flags.algorithm,
    ...(estimator === undefined ? {} : { estimator: estimator as unknown as AnyEstimator }),
    params: paramsOf(flags.set ?? []),
    ...watched,
  });
  await writeModel(flags.output, model);
  const passed =
    ids.length === 0
      ? ""
      : `; ${ids.join(", ")} ${ids.length === 1 ? "is an id and no feature" : "are ids and no features"}`;
  terminal.out(`${flags.output}: learned from ${rows} rows and ${features.length} columns${passed}\n`);
}

function paramsOf(set: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    set.map((text): [string, unknown] => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--set ${text}: write path=value, for example --set model.iterations=200`);
      return [text.slice(0, at), plain(text.slice(at + 1))];
    }),
  );
}

/** Options of `kindred predict`. */
export interface PredictFlags {
  readonly id?: readonly string[];
  readonly output: string;
}

/** Scores every row of a file. */
export async function predictCommand(
  path: string,
  data: string,
  flags: PredictFlags,
  terminal: Terminal,
): Promise<void> {
  const model = await readModel(path);
  const scorer = new Scorer(model);
  const watched = { signal: terminal.signal, onProgress: progressTo(terminal) };
  const words = inputOf(model).plan.filter((column) => column.labels !== undefined);
  const table = await readData(data, {
    ...watched,
    types: Object.fromEntries(words.map(({ name }) => [name, "text"])),
  });
  const names = columnNames(table);
  const ids =
    flags.id ?? scorer.fitted.schema.columns.filter((name) => scorer.fitted.schema.column(name).role === "id");
  const result = await scorer.fitted.bulk(scorer.verb, table, watched).collect();
  const binary = scorer.verb === "predictProbabilities" && scorer.names.length === 2;
  const columns: Readonly<Record<string, ArrayLike<number>>> =
    result instanceof FeatureMatrix
      ? binary
        ? { score: result.column(1) }
        : Object.fromEntries(scorer.names.map((name) => [name, result.column(name)]))
      : { cluster: result as ArrayLike<number> };
  const scores = FeatureMatrix.fromColumns(columns).toTable();
  const kept = ids.filter((name) => names.includes(name));
  await writeCsv(flags.output, kept.length === 0 ? scores : table.select(kept).assign(scores), {
    signal: terminal.signal,
  });
  terminal.out(`${flags.output}: ${table.numRows} rows scored\n`);
}

/** Says what a document holds. */
export async function inspectCommand(
  path: string,
  { json }: { readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const found = inspect(await readModelText(path));
  if (json === true) return terminal.out(`${JSON.stringify(found, null, 2)}\n`);
  const lines = [
    `${found.fitted ? "A fitted" : "An unfitted"} ${found.kind}, version ${found.version}`,
    ...(found.steps ?? []).map(({ name, kind }) => `  ${name}: ${kind}`),
    ...(found.inputColumns === undefined
      ? []
      : [`${found.inputColumns.length} input columns: ${shown(found.inputColumns)}`]),
    found.intact ? "The checksum holds" : "The checksum does NOT hold: the document was changed or cut",
  ];
  terminal.out(`${lines.join("\n")}\n`);
}

function shown(names: readonly string[]): string {
  return `${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}`;
}

/** Is there a file? */
export async function exists(path: string): Promise<boolean> {
  const { access } = nodeModule("kindred", "node:fs/promises");
  return access(path).then(
    () => true,
    () => false,
  );
}
