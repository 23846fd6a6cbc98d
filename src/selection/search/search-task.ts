import { memorySource } from "../../engine/rows/index.js";
import type { Task } from "../../engine/threads/index.js";
import type { BaseEstimator } from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import type { Loaders } from "../../persistence/index.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { CandidateRunner, type Said } from "../evaluate/candidate-runner.js";
import { receivedRows, type SentRows } from "../parallel/row-transfer.js";
import { type Fold, sampled } from "../split/fold.js";
import type { Divisible } from "../split/split.js";

/** What all candidates of a search have in common. */
export interface SearchContext {
  readonly rows: SentRows;
  readonly classes: readonly Label[];
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  readonly keepBytes?: number;
  readonly folds: readonly Fold[];
  readonly where: string;
}

/** One candidate in one fold. */
export interface SearchPiece {
  /** The document of the candidate. */
  readonly document: string;
  readonly fold: number;
  /** The share of the fold's training rows to learn from. */
  readonly share: number;
}

/** The folds of some rows in which candidates are learned, each with what it remembers of the candidate before. */
export class FoldRunners {
  readonly #divisible: Divisible;
  readonly #where: string;
  #share = 1;
  #runners: (CandidateRunner | undefined)[] = [];

  constructor(divisible: Divisible, where: string) {
    this.#divisible = divisible;
    this.#where = where;
  }

  /** What a candidate says of the tested rows of a fold, after it learned from a share of the others. */
  said(estimator: BaseEstimator, fold: number, share: number): Promise<Said> {
    if (share !== this.#share) this.#runners = [];
    this.#share = share;
    const { folds, block } = this.#divisible;
    this.#runners[fold] ??= new CandidateRunner(this.#divisible, sampled(folds[fold]!, share, block.y!), this.#where);
    return this.#runners[fold]!.said(estimator);
  }
}

/** Learns candidates in folds, on a worker that reads their documents. */
export function searchTask({ loadEstimator }: Loaders): Task<SearchContext, SearchPiece, Said> {
  return {
    name: "search",
    open({ rows, classes, schema, keepBytes, folds, where }, signal) {
      const block = receivedRows(rows);
      const context = {
        source: memorySource(block),
        classes,
        schema: Schema.fromJSON(schema),
        // The threads are the folds.
        options: { threads: 1, signal, ...(keepBytes === undefined ? {} : { keepBytes }) },
      };
      const runners = new FoldRunners({ context, block, folds }, where);
      return ({ document, fold, share }) =>
        runners.said(loadEstimator(document) as unknown as BaseEstimator, fold, share);
    },
  };
}
