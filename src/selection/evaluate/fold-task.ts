import type { Task } from "../../engine/threads/index.js";
import type { DocumentReaders } from "../../estimator/index.js";
import { receiveData, type TransferredData } from "./data-folds.js";
import type { FitResult, FoldPiece } from "./fold-rows.js";
import { receiveTraining, type TransferredTraining } from "./training-folds.js";

/** One fit on a worker: the document of the estimator, and which fold. */
export interface FoldRequest extends FoldPiece {
  readonly document: string;
}

/** Fits estimators in folds, on a worker that reads their documents. A model that is wanted goes back as a document. */
export function foldTask({ loadEstimator }: DocumentReaders): Task<unknown, FoldRequest, FitResult<string>> {
  return {
    name: "folds",
    open(transferred, signal) {
      const rows = receiveFolds(transferred as TransferredData | TransferredTraining);
      return async ({ document, ...piece }) => {
        // The threads are the folds.
        const { model, ...result } = await rows.run(loadEstimator(document) as never, piece, { threads: 1, signal });
        return model === undefined ? result : { ...result, model: JSON.stringify(model) };
      };
    },
  };
}

function receiveFolds(transferred: TransferredData | TransferredTraining) {
  return transferred.kind === "data" ? receiveData(transferred) : receiveTraining(transferred);
}
