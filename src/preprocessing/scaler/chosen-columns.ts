import { KindredError, listed } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import type { ScalerOptions } from "./options.js";

/** Positions of the columns that are scaled. @throws KindredError where there is none of a name. */
export function chosenColumns(training: Training, columns: ScalerOptions["columns"]): number[] {
  const { plan } = training.source;
  const all = plan.map((_, j) => j);
  if (columns === "all") return all;
  if (columns === "auto") return all.filter((j) => !isIndicator(training, j));
  const names = plan.map(({ name }) => name);
  const unknown = columns.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where: training.where,
      problem: `columns names ${listed(unknown)}, which the data lack`,
      fix: "Correct the names, or take them off `columns`; behind an encoder a one-hot column is called COLUMN=category",
      column: unknown[0]!,
    });
  return all.filter((j) => columns.includes(names[j]!));
}

/** Does a column say by 0 and 1 whether a row is of a category, or misses a value? */
function isIndicator({ source, schema }: Training, j: number): boolean {
  return source.provenance[j]!.category !== undefined || schema.column(source.plan[j]!.name).kind === "indicator";
}
