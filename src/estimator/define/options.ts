import { KindredError } from "../../errors/index.js";
import type { Labels, Numbers } from "../../matrix/index.js";
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

/** What any long job may be told. */
export interface JobOptions {
  /** How many threads at most; the machine's cores by default. */
  readonly threads?: number;
  /** Stops the job: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called now and then while the job goes on. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What `fit` may be told beside the data. */
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
   * Results between two steps of a Pipeline that take up to this many bytes are kept in memory, larger ones are computed again in every
   * pass of the steps behind: 1 GiB by default, 0 keeps none, `Infinity` all. Changes time and memory, and no result. Progress shows what is
   * kept as the step's name with "(kept)" behind it.
   */
  readonly keepBytes?: number;
}

/** @throws KindredError where `threads` or `keepBytes` is no such number. */
export function checkJob({ threads, keepBytes }: JobOptions & Pick<FitOptions, "keepBytes">, where: string): void {
  if (keepBytes !== undefined && !(keepBytes >= 0))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `keepBytes is ${keepBytes}`,
      fix: "Use a number of bytes, 0 to keep nothing, or Infinity to keep everything",
      expected: "a number from 0 up",
      got: keepBytes,
    });
  if (threads === undefined || (Number.isInteger(threads) && threads > 0)) return;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `threads is ${threads}`,
    fix: "Use a whole number above 0, or leave it out for all cores",
    expected: "a whole number above 0",
    got: threads,
  });
}
