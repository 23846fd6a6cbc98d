import { classTotals } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import type { Training } from "../training/training.js";

/** The weight of the rows of each class. @throws KindredError where fewer than two classes have any. */
export async function classTotalsOf(training: Training): Promise<Float64Array> {
  const classes = training.classes!;
  const { weight } = await training.reduce(classTotals, { settings: Int32Array.of(classes.length) });
  const present = classes.filter((_, k) => weight![k]! > 0);
  refuseSingleClass(present, classes, training.where);
  return weight as Float64Array;
}

/** @throws KindredError where fewer than two classes are present among the rows of a weight above 0. */
export function refuseSingleClass(present: readonly Label[], classes: readonly Label[], where: string): void {
  if (present.length >= 2) return;
  throw new KindredError({
    code: "SINGLE_CLASS",
    where,
    problem:
      present.length === 0
        ? "no row has any weight"
        : `every row${classes.length > 1 ? " with a weight" : ""} has the label ${JSON.stringify(present[0])}`,
    fix: "Learn from rows of at least two classes",
    got: present,
  });
}
