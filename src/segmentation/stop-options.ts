import { check, optionsCheck } from "../options/index.js";

/** Options of a report that reads many rows. */
export interface StopOptions {
  /** Ends it with the signal's reason: between batches of a Source, and on a cluster the job at hand. */
  readonly signal?: AbortSignal;
}

/** The check of these options, for one that takes no others. */
export function stopCheck(where: string): (options: StopOptions) => void {
  return optionsCheck<StopOptions>(where, { signal: check.signal });
}
