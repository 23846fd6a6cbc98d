import type { Program } from "../../engine/program/index.js";
import { type NamedArrays, newRowState, type Reducer, type RowState, runReducer } from "../../engine/reducers/index.js";
import { type Block, collect, mapRows, type RowSource } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import type { Schema } from "../../table/index.js";
import type { FitOptions, JobOptions } from "../define/options.js";

/** What learning sees: rows with target and weight, validation rows in the same space, and how to run passes over them. */
export interface Training {
  /** Who learns: `"PCA.fit"`. */
  readonly where: string;
  /** The rows. */
  readonly source: RowSource;
  /** Rows held out to watch learning, where there are any. */
  readonly validation?: RowSource;
  /** The distinct labels of the target, in order; a row's `y` is a position in them. */
  readonly classes?: readonly Label[];
  /** Roles, levels and directions of the source columns. */
  readonly schema: Schema;
  /** Asks for an early end. */
  readonly signal?: AbortSignal;
  /** How many threads passes may use; the machine's cores where not said. */
  readonly threads?: number;
  /** One pass of a fold over the rows. */
  reduce(fold: Reducer, given?: NamedArrays, rowState?: RowState): Promise<NamedArrays>;
  /** One pass of a fold over the validation rows. */
  reduceValidation(fold: Reducer, given?: NamedArrays): Promise<NamedArrays>;
  /** Bytes kept for every row between passes, zero at first. */
  rowState(bytesPerRow: number): RowState;
  /** All rows in memory. */
  collect(): Promise<Block>;
  /** Says how far learning is. */
  progress(done: number, total: number): void;
}

/** What surrounds the rows of a Training. */
export interface TrainingContext {
  readonly source: RowSource;
  readonly validation?: RowSource;
  readonly classes?: readonly Label[];
  readonly schema: Schema;
  readonly options: JobOptions & Pick<FitOptions, "cacheBytes" | "describeSegments">;
}

/** A Training over given rows. `step` is what progress is reported under. */
export function trainingOver(context: TrainingContext, kind: string, step: string = kind): Training {
  const { source, validation, options } = context;
  const { signal, threads, onProgress } = options;
  const report = (done: number, total: number): void => onProgress?.({ step, done, total });
  const pass = (rows: RowSource, fold: Reducer, given: NamedArrays, rowState?: RowState): Promise<NamedArrays> =>
    runReducer(rows, fold, given, {
      onRows: (done) => report(done, rows.rows),
      ...(signal === undefined ? {} : { signal }),
      ...(threads === undefined ? {} : { threads }),
      ...(rowState === undefined ? {} : { rowState }),
    });
  return {
    where: `${kind}.fit`,
    source,
    ...(validation === undefined ? {} : { validation }),
    ...(context.classes === undefined ? {} : { classes: context.classes }),
    schema: context.schema,
    ...(signal === undefined ? {} : { signal }),
    ...(threads === undefined ? {} : { threads }),
    reduce: (fold, given = {}, rowState) => pass(source, fold, given, rowState),
    reduceValidation: (fold, given = {}) => {
      if (validation === undefined)
        throw new KindredError({
          code: "INVALID_INPUT",
          where: `${kind}.fit`,
          problem: "there are no validation rows",
        });
      return pass(validation, fold, given);
    },
    rowState: (bytesPerRow) => newRowState(source.rows, bytesPerRow),
    collect: () => {
      signal?.throwIfAborted();
      return collect(source, { threads, signal });
    },
    progress: report,
  };
}

/** The rows as they come out of a fitted step: training rows through its training program, validation rows through what it does later. */
export function afterStep(context: TrainingContext, program: Program, training: Program | undefined): TrainingContext {
  return {
    ...context,
    source: mapRows(context.source, training ?? program),
    ...(context.validation === undefined ? {} : { validation: mapRows(context.validation, program) }),
  };
}
