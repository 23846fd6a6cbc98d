import type { NamedArrays } from "../../engine/reducers/index.js";
import { moments } from "../../engine/reducers/index.js";
import { counted, KindredError } from "../../errors/index.js";
import type { Training } from "./training.js";

/** One pass over the rows for the moments of each column; refuses columns with missing or infinite values by name. */
export async function completeMoments(training: Training): Promise<NamedArrays> {
  const sums = await training.reduce(moments);
  refuseNotFinite(training, sums);
  return sums;
}

/** Refuses columns that hold missing or infinite values, by name, from the moments of the rows. */
export function refuseNotFinite(training: Training, { missing, infinite }: NamedArrays): void {
  refuseInfinite(training, infinite!);
  for (let j = 0; j < missing!.length; j++)
    if (missing![j]! > 0)
      throw new KindredError({
        code: "MISSING_VALUE",
        where: training.where,
        problem: `column "${training.source.plan[j]!.name}" has ${counted(missing![j]!, "missing value")}`,
        fix: "Put an Imputer before it",
        column: training.source.plan[j]!.name,
        got: missing![j],
      });
}

/** Refuses columns that hold infinite values, by name. */
export function refuseInfinite(training: Training, infinite: ArrayLike<number>): void {
  for (let j = 0; j < infinite.length; j++)
    if (infinite[j]! > 0)
      throw new KindredError({
        code: "INFINITE_VALUE",
        where: training.where,
        problem: `column "${training.source.plan[j]!.name}" has ${counted(infinite[j]!, "infinite value")}`,
        fix: "Replace them before",
        column: training.source.plan[j]!.name,
        got: infinite[j],
      });
}

/** Refuses columns whose values are too large to be squared and added up, by name. */
export function refuseTooLarge(training: Training, squares: ArrayLike<number>): void {
  const j = Array.from(squares).indexOf(Number.POSITIVE_INFINITY);
  if (j < 0) return;
  const column = training.source.plan[j]!.name;
  throw new KindredError({
    code: "INVALID_INPUT",
    where: training.where,
    problem: `column "${column}" has values whose squares are too large for numbers`,
    fix: "Divide it by a constant before",
    column,
  });
}

/** What is said where iterations ended too early. */
export function notConverged({ maxIterations }: { readonly maxIterations: number }): string {
  return `Iterations ended at maxIterations (${maxIterations}) before they came to rest: allow more, or a larger tolerance`;
}

/** Are results rounded to float32? They are where no column comes in float64. */
export function isSingle(training: Training): boolean {
  return training.source.plan.every((column) => column.storage !== "float64");
}
