import type { Agreement, NeighborsOperation } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import type { Training } from "../../estimator/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import type { ImputerOptions } from "./options.js";
import { sampleRows } from "./sample-rows.js";
import { fillKind, meanOf, simpleFill } from "./simple-fill.js";

/** Rows kept to look for neighbors among, by default. */
const MAX_DONORS = 2000;

/** Learns to fill some columns with what the nearest rows hold. */
export async function learnNeighbors(
  training: Training,
  columns: readonly number[],
  counts: readonly DistinctValues[],
  params: ImputerOptions,
): Promise<NeighborsOperation> {
  const { plan } = training.source;
  const { x } = await sampleRows(training, params.sample ?? MAX_DONORS, params.seed);
  return {
    op: "neighbors",
    filled: columns.map((position) => {
      const column = plan[position]!;
      const agreement = agreementOn(column, training);
      const fallback = simpleFill(column, counts[position]!, "auto", params, training).value;
      return {
        position,
        agreement,
        storage: agreement === "mean" && column.storage !== "float32" ? "float64" : column.storage,
        fallback: agreement === "mean" ? meanOf(counts[position]!) : fallback,
      };
    }),
    measured: measuredColumns(training),
    donors: x,
    neighbors: params.neighbors,
  };
}

function agreementOn(column: ColumnPlan, training: Training): Agreement {
  const kind = fillKind(column, training);
  if (kind === "names") return "mostFrequent";
  // A mean of dates is hardly ever one that happened.
  return kind === "codes" || column.shows === "date" ? "lowerMedian" : "mean";
}

/** The columns that say how near two rows are, or what another column may hold: amounts, scales, codes and booleans. */
export function measuredColumns(training: Training): number[] {
  return training.source.plan.flatMap((column, j) => {
    if (column.shows === "date") return [];
    return column.shows === "boolean" || fillKind(column, training) !== "names" ? [j] : [];
  });
}
