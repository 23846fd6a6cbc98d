import { memorySource } from "../../engine/rows/index.js";
import type { Task } from "../../engine/threads/index.js";
import type { BaseEstimator, DocumentReaders } from "../../estimator/index.js";
import type { Label } from "../../matrix/index.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { CandidateRunner, type Prediction } from "../evaluate/candidate-runner.js";
import { receiveRows, type TransferredRows } from "../parallel/row-transfer.js";
import { type Fold, sampled } from "../split/fold.js";
import type { FoldedData } from "../split/split.js";

/** What all candidates of a search have in common. */
export interface SearchContext {
  readonly rows: TransferredRows;
  readonly classes: readonly Label[];
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  readonly cacheBytes?: number;
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
  readonly #data: FoldedData;
  readonly #where: string;
  #share = 1;
  #runners: (CandidateRunner | undefined)[] = [];

  constructor(data: FoldedData, where: string) {
    this.#data = data;
    this.#where = where;
  }

  /** What a candidate says of the tested rows of a fold, after it learned from a share of the others. */
  said(estimator: BaseEstimator, fold: number, share: number): Promise<Prediction> {
    if (share !== this.#share) this.#runners = [];
    this.#share = share;
    const { folds, block } = this.#data;
    this.#runners[fold] ??= new CandidateRunner(this.#data, sampled(folds[fold]!, share, block.y!), this.#where);
    return this.#runners[fold]!.said(estimator);
  }
}

/** Learns candidates in folds, on a worker that reads their documents. */
export function searchTask({ loadEstimator }: DocumentReaders): Task<SearchContext, SearchPiece, Prediction> {
  return {
    name: "search",
    open({ rows, classes, schema, cacheBytes, folds, where }, signal) {
      const block = receiveRows(rows);
      const context = {
        source: memorySource(block),
        classes,
        schema: Schema.fromJSON(schema),
        // The threads are the folds.
        options: { threads: 1, signal, ...(cacheBytes === undefined ? {} : { cacheBytes }) },
      };
      const runners = new FoldRunners({ context, block, folds }, where);
      return ({ document, fold, share }) => runners.said(loadEstimator(document), fold, share);
    },
  };
}
