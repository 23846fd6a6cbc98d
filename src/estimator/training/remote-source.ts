import { yieldToEventLoop } from "../../engine/rows/index.js";
import type { Source } from "../../table/index.js";
import type { JobOptions } from "../define/options.js";
import type { Reading } from "./features.js";
import type { TrainingData } from "./training.js";

/** A fitted model that is to answer about rows on other machines, and the table that takes the answers. */
export interface RemoteAnswers extends JobOptions {
  readonly model: { readonly kind: string; readonly inputColumns: readonly string[]; toJSON(): object };
  readonly verb: "transform" | "predict" | "predictProbabilities";
  /** The table's name. */
  readonly name: string;
  /** What becomes of a table that is there. */
  readonly mode: "error" | "replace" | "append";
}

/** A Source whose rows are on other machines: it surveys them there, passes run there, and answers about them are written there. */
export interface RemoteSource extends Source {
  readonly isRemote: true;
  /** Rows to learn from. @internal */
  readTraining(reading: Reading): Promise<TrainingData>;
  /** Has a model answer about the rows where they lie, and the answers written as a table there. @internal */
  writeAnswers(answers: RemoteAnswers): Promise<void>;
}

/** Is it such a Source? */
export function isRemoteSource(data: Source): data is RemoteSource {
  return data.isRemote === true && "readTraining" in data;
}

/** The features of rows on other machines as reports pass over them: columns of the roles id, target, weight, group and time are left out. */
export function remoteRows(data: RemoteSource, where: string, parts: Reading["parts"] = {}): Promise<TrainingData> {
  return data.readTraining({ parts, accepts: "either", where, yieldNow: yieldToEventLoop(undefined) });
}
