import { checksumOf, encode } from "../../document/index.js";
import type { Program } from "../../engine/program/index.js";
import { type NamedArrays, newRowState, type Reducer, type RowState, runReducer } from "../../engine/reducers/index.js";
import { type Block, baseOf, collect, mapRows, type RowSource } from "../../engine/rows/index.js";
import { KindredError, type WarningCode, warn } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { needsMemory, type Schema } from "../../table/index.js";
import type { FitOptions } from "../define/options.js";

/** Rows to learn from, and what is known of them. */
export interface TrainingData {
  /** The rows, with target, weights, groups and ids. */
  readonly source: RowSource;
  /** Rows held out to watch learning, where there are any. */
  readonly validation?: RowSource;
  /** The distinct labels of the target, in order; a row's `y` is a position in them. */
  readonly classes?: readonly Label[];
  /** Roles, levels and directions of the source columns. */
  readonly schema: Schema;
  /**
   * Of rows on other machines: one of some folds, divided by a hash of what names each row. Absent where they may not be divided, since a step before
   * gave each training row what it learned from the others.
   */
  readonly fold?: FoldReader;
  /** Of rows on other machines: a text that other rows do not have, by the values of all of them. It takes a pass. */
  readonly identity?: (signal: AbortSignal | undefined) => Promise<string>;
}

/** One of some folds that a hash of what names rows gives. */
export interface HashedFold {
  /** Which one, counted from 0. */
  readonly at: number;
  /** Of how many. */
  readonly folds: number;
  readonly seed: number;
  /** About which share of the rows to learn from, those whose hash is lowest: a smaller share is part of a larger one. All of them by default. */
  readonly share?: number;
}

/** Reads a fold. */
export type FoldReader = (fold: HashedFold) => Promise<TrainingFold>;

/** Rows to learn from and rows to be tested, in the form of all of them. */
export interface TrainingFold {
  readonly train: TrainingData;
  readonly test: TrainingData;
}

/** An estimator, as far as another one fits it. */
export interface Learner<L> {
  /** The name in documents. */
  readonly kind: string;
  /** Learns from the rows of a training. */
  learnFrom(training: Training): Promise<L>;
}

/** What learning sees: rows with target and weight, validation rows in the same space, how to run passes over them, and how to fit other estimators on them. */
export interface Training extends TrainingData {
  /** Who learns: `"PCA.fit"`. */
  readonly where: string;
  /** The options that `fit` was given. */
  readonly options: FitOptions;
  /** Asks for an early end. */
  readonly signal?: AbortSignal;
  /** How many threads passes may use; all cores where absent. */
  readonly threads?: number;
  /** One pass of a reducer over the rows. */
  reduce(reducer: Reducer, params?: NamedArrays, rowState?: RowState): Promise<NamedArrays>;
  /** One pass of a reducer over the validation rows. */
  reduceValidation(reducer: Reducer, params?: NamedArrays): Promise<NamedArrays>;
  /** Bytes kept for every row between passes, zero at first. They are not to be seen where the rows lie on other machines. */
  rowState(bytesPerRow: number): RowState;
  /** All rows in memory. */
  collect(): Promise<Block>;
  /** Gives a warning to who takes them. `column` is the one concerned, where there is one. */
  warn(code: WarningCode, message: string, column?: string): void;
  /** Reports how far learning is. */
  progress(done: number, total: number): void;
  /** The same job over other rows. */
  over(data: TrainingData): Training;
  /** The same rows for another estimator. `step` is what progress is reported under. */
  as(kind: string, step?: string): Training;
  /** Fits another estimator on these rows, as a part of this one. `step` is what progress is reported under. */
  fit<L>(estimator: Learner<L>, step?: string): Promise<L>;
}

/** Do the rows lie on other machines? */
export function isRemote(source: RowSource): boolean {
  return baseOf(source).source.remote !== undefined;
}

/** A Training of an estimator. `step` is what progress is reported under. */
export function trainingOf(data: TrainingData, options: FitOptions, kind: string, step: string = kind): Training {
  const { source, validation, classes, schema, fold, identity } = data;
  const { signal, threads, onProgress, onWarning } = options;
  const progress = (done: number, total: number): void => onProgress?.({ step, done, total });
  const pass = (rows: RowSource, reducer: Reducer, params: NamedArrays, rowState?: RowState): Promise<NamedArrays> =>
    runReducer(rows, reducer, params, {
      onRows: (done) => progress(done, rows.rows),
      ...(signal === undefined ? {} : { signal }),
      ...(threads === undefined ? {} : { threads }),
      ...(rowState === undefined ? {} : { rowState }),
    });
  return {
    where: `${kind}.fit`,
    options,
    source,
    ...(validation === undefined ? {} : { validation }),
    ...(classes === undefined ? {} : { classes }),
    schema,
    ...(fold === undefined ? {} : { fold }),
    ...(identity === undefined ? {} : { identity }),
    ...(signal === undefined ? {} : { signal }),
    ...(threads === undefined ? {} : { threads }),
    reduce: (reducer, params = {}, rowState) => pass(source, reducer, params, rowState),
    reduceValidation: (reducer, params = {}) => {
      if (validation === undefined)
        throw new KindredError({
          code: "INVALID_INPUT",
          where: `${kind}.fit`,
          problem: "there are no validation rows",
        });
      return pass(validation, reducer, params);
    },
    rowState: (bytesPerRow) => newRowState(baseOf(source).source.remote === undefined ? source.rows : 0, bytesPerRow),
    collect: () => {
      signal?.throwIfAborted();
      if (isRemote(source)) throw needsMemory(`${kind}.fit`);
      return collect(source, { threads, signal });
    },
    warn: (code, message, column) =>
      warn({ code, where: `${kind}.fit`, message, ...(column === undefined ? {} : { column }) }, onWarning),
    progress,
    over: (others) => trainingOf(others, options, kind, step),
    as: (other, name) => trainingOf(data, options, other, name),
    fit: (estimator, name) => estimator.learnFrom(trainingOf(data, options, estimator.kind, name)),
  };
}

/** The rows as they come out of a fitted step: training rows through its training program, validation rows through what it does later. */
export function afterStep(data: TrainingData, program: Program, training: Program | undefined): TrainingData {
  const { source, validation, classes, schema, fold, identity } = data;
  return {
    source: mapRows(source, training ?? program),
    ...(validation === undefined ? {} : { validation: mapRows(validation, program) }),
    ...(classes === undefined ? {} : { classes }),
    schema,
    ...(fold === undefined || training !== undefined ? {} : { fold: foldAfter(fold, program) }),
    ...(identity === undefined
      ? {}
      : {
          identity: async (signal) =>
            checksumOf({ rows: await identity(signal), program: encode(training ?? program, "log") }),
        }),
  };
}

function foldAfter(fold: FoldReader, program: Program): FoldReader {
  return async (which) => {
    const { train, test } = await fold(which);
    return { train: afterStep(train, program, undefined), test: afterStep(test, program, undefined) };
  };
}
