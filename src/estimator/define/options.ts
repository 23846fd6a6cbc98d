import type { WarningHandler } from "../../errors/index.js";
import type { Labels, Numbers } from "../../matrix/index.js";
import { check, type OptionChecks, optionsCheck } from "../../options/index.js";
import type { FitInput } from "../training/input.js";

/** How far a long job is. */
export interface Progress {
  /** The step at work: an estimator's kind, or its name in a Pipeline. */
  readonly step: string;
  /** Rows (or other units) done in the pass at work. */
  readonly done: number;
  /** Of how many. */
  readonly total: number;
}

/** Rows held out to watch learning, in the space that `fit` is given. */
export interface Validation {
  /** The rows. */
  readonly X: FitInput;
  /** One label a row, or the name of the column that holds it. */
  readonly y: Labels | string;
  /** One weight a row, or the name of the column that holds it. */
  readonly sampleWeight?: Numbers | string;
}

/** Options of any long job. */
export interface JobOptions {
  /** How many threads at most; the machine's cores by default. */
  readonly threads?: number;
  /** Stops the job: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called now and then while the job goes on. */
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the warnings of this job, in the place of the function that takes all others (see `onWarning`). */
  readonly onWarning?: WarningHandler;
}

/** Options of `fit`. */
export interface FitOptions extends JobOptions {
  /** One label a row, or the name of the column that holds it; that column is then no feature. */
  readonly target?: Labels | string;
  /** One weight a row (at least 0), or the name of the column that holds it. */
  readonly sampleWeight?: Numbers | string;
  /** One group a row, or the name of the column that holds it: rows of a group stay together when rows are held out. */
  readonly groups?: Labels | string;
  /** Rows held out to watch learning. */
  readonly validation?: Validation;
  /**
   * Results between two steps of a Pipeline of up to this many bytes are cached in memory, larger ones are computed again in every pass of the
   * later steps: 1 GiB by default, 0 caches none, `Infinity` all. Changes time and memory, and no result. Progress reports what is cached
   * under the step's name followed by "(cached)".
   */
  readonly cacheBytes?: number;
  /**
   * Does a clusterer keep how the source columns of its training rows lie in each segment, which explanations quote? It takes one pass more over the
   * rows. True by default.
   */
  readonly describeSegments?: boolean;
  /** @deprecated The former name of `cacheBytes`. */
  readonly keepBytes?: number;
}

/** The options under their present names. */
export function currentOptions({ keepBytes, ...options }: FitOptions): FitOptions {
  return keepBytes === undefined ? options : { cacheBytes: keepBytes, ...options };
}

const bytes = check.expected((value) => typeof value === "number" && value >= 0, "a number of bytes, or Infinity");
/** What options of `fit` must be. */
const fitChecks: OptionChecks<FitOptions> = {
  target: check.either("labels, or the name of their column", check.text, check.labels),
  sampleWeight: check.either("weights, or the name of their column", check.text, check.numbers),
  groups: check.either("groups, or the name of their column", check.text, check.labels),
  validation: check.object<Validation>(
    {
      X: check.data,
      y: check.either("labels, or the name of their column", check.text, check.labels),
      sampleWeight: check.either("weights, or the name of their column", check.text, check.numbers),
    },
    ["X", "y"],
  ),
  cacheBytes: bytes,
  keepBytes: bytes,
  describeSegments: check.flag,
  ...check.job,
};

/** The check of the options of `fit`, with those that one kind of estimator has beside them. */
export function fitOptionsCheck(where: string, own: FitOptionChecks = {}): (options: FitOptions) => void {
  return optionsCheck<FitOptions>(where, { ...fitChecks, ...own });
}

/** Checks of options of `fit` that one kind of estimator has beside all others. */
export type FitOptionChecks = OptionChecks<object>;
