import { type DistinctValues, mostFrequent, weightedMiddle } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import type { ImputerOptions, ImputerStrategy } from "./options.js";

/** One value for a whole column, and for text the words after filling where there are more. */
export interface SimpleFill {
  readonly value: number;
  readonly labels?: readonly string[];
}

/** What kind of values a column holds, as far as filling it is concerned. */
export type FillKind = "names" | "codes" | "amounts";

/** Names stand for nothing but themselves, codes are steps of a scale, amounts may lie between any two. */
export function fillKind(column: ColumnPlan, { schema }: Training): FillKind {
  const { level } = schema.column(column.name);
  if (column.labels !== undefined || column.shows === "boolean" || level === "nominal") return "names";
  if (level === "numeric" || column.shows === "date") return "amounts";
  return level !== undefined || column.storage === "int8" || column.storage === "int16" ? "codes" : "amounts";
}

const AUTOMATIC = { names: "mostFrequent", codes: "lowerMedian", amounts: "median" } as const;

/** The value that a column is filled with, the same for every row. */
export function simpleFill(
  column: ColumnPlan,
  counts: DistinctValues,
  chosen: Exclude<ImputerStrategy, "knn" | "iterative">,
  params: ImputerOptions,
  training: Training,
): SimpleFill {
  const resolved = chosen === "auto" ? AUTOMATIC[fillKind(column, training)] : chosen;
  if (resolved === "constant") return constantFill(column, params.fillValue, training.where);
  if (counts.values.length === 0)
    throw new KindredError({
      code: "MISSING_VALUE",
      where: training.where,
      problem: `column "${column.name}" has no value at all`,
      fix: "Leave it out, for instance with a ColumnFilter, or fill it with a constant",
      column: column.name,
    });
  const isWord = column.labels !== undefined || column.shows === "boolean";
  if (isWord && resolved !== "mostFrequent")
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: training.where,
      problem: `column "${column.name}" holds ${column.labels === undefined ? "booleans" : "text"}, which have no ${resolved}`,
      fix: 'Use "mostFrequent" or "constant" for it',
      column: column.name,
    });
  if (resolved === "mostFrequent") return { value: mostFrequent(counts) };
  const [lower, upper] = weightedMiddle(counts);
  if (resolved === "lowerMedian") return { value: lower };
  return { value: resolved === "median" ? (lower + upper) / 2 : meanOf(counts) };
}

function constantFill(column: ColumnPlan, given: ImputerOptions["fillValue"], where: string): SimpleFill {
  const { labels } = column;
  const fill = given ?? (labels === undefined ? 0 : "missing");
  if (labels !== undefined) {
    const word = String(fill);
    const at = labels.indexOf(word);
    return at >= 0 ? { value: at } : { value: labels.length, labels: [...labels, word] };
  }
  if (typeof fill === "string")
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `column "${column.name}" holds numbers and fillValue is "${fill}"`,
      fix: "Fill it with a number",
      column: column.name,
    });
  return { value: Number(fill) };
}

/** The mean of counted values. */
export function meanOf({ values, weights }: DistinctValues): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]! * values[k]!;
    total += weights[k]!;
  }
  return sum / total;
}
