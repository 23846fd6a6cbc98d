import type { WarningHandler } from "../../errors/index.js";
import type { JobOptions } from "../../estimator/index.js";
import type { Numbers } from "../../matrix/index.js";
import { FitQueue } from "../parallel/fit-queue.js";
import type { FitResult, FoldPiece, FoldRows } from "./fold-rows.js";
import { FoldWarnings } from "./fold-warnings.js";

/** One fit of a cross-fitting. */
export interface CrossFit<E> extends FoldPiece {
  readonly estimator: E;
}

/** How a cross-fitting runs. */
export type CrossFitJob = { readonly step: string; readonly onWarning?: WarningHandler | undefined } & {
  readonly [K in keyof JobOptions]: JobOptions[K] | undefined;
};

/**
 * Fits estimators in folds and asks each model about the rows that it did not learn from, on as many threads as there are: the one way in which
 * cross-validation, calibration, stacking, thresholds, look-alikes and uplift do so. The same bits on any number of threads.
 *
 * Warnings of the fits are given in the order of the fits, whichever is done first.
 *
 * @param job - Progress counts fits, under the name `step`; on an abort nothing is kept.
 * @returns The results in the order of the fits.
 */
export async function crossFit<E, M>(
  rows: FoldRows<E, M>,
  fits: readonly CrossFit<E>[],
  { step, threads, signal, onProgress, onWarning }: CrossFitJob,
): Promise<FitResult<M>[]> {
  const results: FitResult<M>[] = [];
  const queue = new FitQueue(rows, { threads, signal });
  const warnings = new FoldWarnings(onWarning);
  let [begun, done, warned] = [0, 0, 0];
  const giveWarnings = (): void => {
    for (let found = results[warned]; found !== undefined; found = results[++warned]) {
      const { fold } = fits[warned]!;
      warnings.give(found, rows.tests(fold) === 0 ? undefined : fold);
    }
  };
  try {
    await queue.run(
      {
        get left() {
          return fits.length - begun;
        },
        next: () => {
          const place = begun;
          const fit = fits[place];
          if (fit === undefined) return undefined;
          begun++;
          const { estimator, ...piece } = fit;
          return {
            estimator,
            piece,
            settle: async (result) => {
              const found = await result;
              results[place] = found;
              giveWarnings();
              onProgress?.({ step, done: ++done, total: fits.length });
            },
          };
        },
      },
      fits.map(({ estimator }) => estimator),
    );
  } finally {
    queue.close();
  }
  return results;
}

/** One column of what was asked of all rows, each by a model that had not seen it: the mean where there were several, NaN where there was none. */
export function outOfFold(
  results: readonly { readonly columns: readonly Numbers[] }[],
  tests: readonly Int32Array[],
  column: number,
  rows: number,
): Float64Array {
  const out = new Float64Array(rows).fill(Number.NaN);
  const times = new Int32Array(rows);
  results.forEach(({ columns }, k) => {
    tests[k]!.forEach((row, i) => {
      times[row]! += 1;
      const before = times[row] === 1 ? 0 : out[row]!;
      out[row] = before + (columns[column]![i]! - before) / times[row]!;
    });
  });
  return out;
}
