import { KindredError } from "../../errors/index.js";
import type { Progress } from "../../estimator/index.js";
import { check, optionsCheck } from "../../options/index.js";
import { loadEstimator } from "../../registry.js";
import { nodeModule } from "../node/modules.js";
import type { AnyEstimator, AnyModel } from "./estimators.js";
import { type Hyperparameters, readHyperparameters } from "./hyperparameters.js";
import { dataFileIn, readData } from "./read-data.js";
import { trainModel } from "./train-model.js";
import { writeModel } from "./write-model.js";

/** Options of `train`. */
export interface TrainOptions {
  /** The platform's folder. Default `/opt/ml`. */
  readonly folder?: string;
  /** The input channel to learn from. Default: `training`, or `train` where there is none of that name. */
  readonly channel?: string;
  /** Ends the training with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How far it is. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What `train` made. */
export interface TrainResult {
  /** The fitted model. */
  readonly model: AnyModel;
  /** Where its document lies. */
  readonly path: string;
  /** Rows that it learned from. */
  readonly rows: number;
  /** Columns that it learned from. */
  readonly features: readonly string[];
  /** Columns that say who a row is: they are no features, and pass through when the model is served. */
  readonly ids: readonly string[];
}

/** Characters of the failure file that platforms show. */
const FAILURE_CHARACTERS = 1024;

const checkTrain = optionsCheck<TrainOptions>("train", {
  folder: check.text,
  channel: check.text,
  signal: check.signal,
  onProgress: check.callable,
});

/**
 * Trains as a managed platform (SageMaker) asks for it. Reads `input/config/hyperparameters.json` and the file of the channel
 * `input/data/training`, fits, and writes `model/model.json` whole or not at all. If anything fails it writes why to
 * `output/failure`, which the platform shows, and throws.
 *
 * Hyper-parameters: `target`, the column with the answer (without it segments are found); `id`, columns that say who a row is (by
 * default those that look like it); `algorithm`, a classifier by name; `estimator`, the document of any estimator that was not fitted; `threads`;
 * and any of the estimator's own by path, as `model.iterations` or `segments.clusters`.
 *
 * @throws KindredError where a file is missing or malformed, or a hyper-parameter unknown.
 *
 * @example
 * ```ts
 * import { mkdir, writeFile } from "node:fs/promises";
 * import { train } from "kindred/serve";
 *
 * await mkdir("ml/input/config", { recursive: true });
 * await mkdir("ml/input/data/training", { recursive: true });
 * await writeFile("ml/input/config/hyperparameters.json", '{ "segments.clusters": "2" }');
 * await writeFile("ml/input/data/training/people.csv", "AGE,INCOME\n21,1\n24,2\n63,5\n67,4\n");
 * const { path, rows } = await train({ folder: "ml" });
 * rows; // 4
 * console.log(path);
 * ```
 */
export async function train(options: TrainOptions = {}): Promise<TrainResult> {
  checkTrain(options);
  const { folder = "/opt/ml" } = options;
  const { mkdir, writeFile } = nodeModule("train", "node:fs/promises");
  const { join } = nodeModule("train", "node:path");
  try {
    return await trainIn(folder, options);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    await mkdir(join(folder, "output"), { recursive: true });
    await writeFile(join(folder, "output", "failure"), text.slice(0, FAILURE_CHARACTERS));
    throw error;
  }
}

async function trainIn(folder: string, { channel, signal, onProgress }: TrainOptions): Promise<TrainResult> {
  const { mkdir } = nodeModule("train", "node:fs/promises");
  const { join } = nodeModule("train", "node:path");
  const { estimator, ...hyperparameters } = await hyperparametersOf(folder);
  const data = await channelOf(folder, channel);
  const watched = { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
  const table = await readData(await dataFileIn(data), watched);
  const trained = await trainModel(table, {
    ...hyperparameters,
    ...watched,
    ...(estimator === undefined ? {} : { estimator: loadEstimator(estimator) as unknown as AnyEstimator }),
  });
  const path = join(folder, "model", "model.json");
  await mkdir(join(folder, "model"), { recursive: true });
  await writeModel(path, trained.model);
  return { ...trained, path };
}

async function hyperparametersOf(folder: string): Promise<Hyperparameters> {
  const { readFile } = nodeModule("train", "node:fs/promises");
  const { join } = nodeModule("train", "node:path");
  const path = join(folder, "input", "config", "hyperparameters.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { params: {} };
    throw cause;
  }
  try {
    return readHyperparameters(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof KindredError) throw cause;
    throw new KindredError({
      code: "MALFORMED_FILE",
      where: "train",
      problem: `${path} is no JSON`,
      fix: "Write an object of names and values",
      cause,
    });
  }
}

/** The folder of the input channel. */
async function channelOf(folder: string, channel: string | undefined): Promise<string> {
  const { readdir } = nodeModule("train", "node:fs/promises");
  const { join } = nodeModule("train", "node:path");
  const data = join(folder, "input", "data");
  const there = await readdir(data).catch(() => [] as string[]);
  const wanted = channel === undefined ? ["training", "train"] : [channel];
  const found = wanted.find((name) => there.includes(name));
  if (found !== undefined) return join(data, found);
  throw new KindredError({
    code: "INVALID_INPUT",
    where: "train",
    problem: `${data} has no channel "${wanted[0]}"`,
    fix: there.length === 0 ? "Give the job an input channel of that name" : `There are: ${there.join(", ")}`,
  });
}
