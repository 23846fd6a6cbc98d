import { check, optionsCheck } from "../options/index.js";
import type { Schema } from "../table/index.js";
import type { SparkProgress } from "./progress.js";

/** Options of `sparkSource`. */
export interface SparkSourceOptions {
  /** The column that names each row: no two rows share a value, and none is missing. It gives the rows their order. */
  readonly rowId: string;
  /** A folder that the server and all executors share, for rows in the form that passes read: `"s3a://bucket/kindred"`, `"/mnt/shared"`. */
  readonly stage: string;
  /** Roles, levels and directions of the columns. */
  readonly schema?: Schema;
  /** Node on the executors; the path of this process's by default. Where it is sent, the path here of a Node for the executors' system. */
  readonly node?: string;
  /** The folder of this package on the executors; where it lies here by default. Where it is sent, the folder here. */
  readonly package?: string;
  /**
   * What is sent to the executors, for as long as this source is open, since it does not lie there: `["package"]`, one file of a megabyte, or `["node", "package"]`,
   * the program of Node as well, of a hundred. Nothing by default.
   */
  readonly send?: readonly ("node" | "package")[];
  /** The version of the executors' Python: `"3.11"` by default. */
  readonly python?: string;
  /**
   * The name of a job: letters, digits, `-`, `_` and `.`. A process that opens the same query with the same `stage` and name goes on where another has ended, by its own
   * will or not: rows that are stored are not stored again, and passes that were done are not done again. All columns of the query are read once to see that its rows are
   * still the same: another query, other rows or another version of this package are refused. One process at a time.
   */
  readonly resume?: string;
  /** Called every few seconds while the cluster is at a job: tasks, their rate, and the time to go. */
  readonly onTasks?: (progress: SparkProgress) => void;
}

/** Options of `sample`. */
export interface SampleOptions {
  /** A whole number from 0 up; other rows for another seed. 0 by default. */
  readonly seed?: number;
  /** Ends the drawing with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Who speaks in errors. */
export const WHERE: string = "sparkSource";
export const SAMPLE: string = "SparkSource.sample";
export const COUNT: string = "SparkSource.countBy";
/** The check of the options of `countBy`. */
export const checkCount: (options: { readonly signal?: AbortSignal }) => void = optionsCheck<{
  readonly signal?: AbortSignal;
}>(COUNT, { signal: check.signal });
/** The check of the options of `sample`. */
export const checkSample: (options: SampleOptions) => void = optionsCheck<SampleOptions>(SAMPLE, {
  seed: check.whole(0, 2 ** 32 - 1),
  signal: check.signal,
});
const textOf = (form: RegExp, what: string): ReturnType<typeof check.expected> =>
  check.expected((value) => typeof value === "string" && form.test(value), what);
/** A text that says something. */
export const aText: ReturnType<typeof check.expected> = textOf(/\S/, "a text that is not empty");
function isListOfSendables(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => one === "node" || one === "package");
}
/** The check of the options of `sparkSource`. */
export const checkOptions: (options: SparkSourceOptions) => void = optionsCheck<SparkSourceOptions>(
  WHERE,
  {
    rowId: textOf(/\S/, "the column that names each row"),
    stage: textOf(/^[^`\s]+$/, "a folder that the server and all executors share"),
    schema: check.schema,
    node: aText,
    package: aText,
    send: check.expected(isListOfSendables, 'a list of "node" and "package"'),
    python: textOf(/^\d+\.\d+$/, "a version such as 3.11"),
    resume: textOf(/^\w[\w.-]*$/, "a name of letters, digits, -, _ and ."),
    onTasks: check.callable,
  },
  ["rowId", "stage"],
);
