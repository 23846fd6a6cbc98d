import type { Source } from "../../table/index.js";
import type { Reading } from "./features.js";
import type { TrainingData } from "./training.js";

/** A Source whose rows are on other machines: it surveys them there, and passes run there. */
export interface RemoteSource extends Source {
  /** Rows to learn from. @internal */
  readTraining(reading: Reading): Promise<TrainingData>;
}

/** Is it such a Source? */
export function isRemoteSource(data: Source): data is RemoteSource {
  return "readTraining" in data && typeof data.readTraining === "function";
}
