import type { Fitted } from "../fitted/fitted.js";
import type { BaseEstimator } from "./estimator.js";

/** Reads documents: what fits on workers gets it, since it stands below the registry of kinds. */
export interface DocumentReaders {
  /** The fitted model of a document. */
  load(json: string): Fitted;
  /** The unfitted estimator of a document. */
  loadEstimator(json: string): BaseEstimator;
}
