import type { Block } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import type { FitOptions } from "../define/options.js";
import { encodeLabels } from "./target.js";

/** What belongs to the rows beside their features: values, or the name of the column that holds them. */
export type RowParts = Pick<FitOptions, "target" | "sampleWeight" | "groups">;

/** The parts of rows in memory, as blocks hold them. `column` reads one by its name; `classes` are those known before. */
export function readParts(
  { target, sampleWeight, groups }: RowParts,
  rows: number,
  column: (name: string) => Labels,
  where: string,
  classes?: readonly Label[],
): Pick<Block, "y" | "w" | "groups"> & { readonly classes?: readonly Label[] } {
  const valuesOf = (part: Labels | Numbers | string, name: string): Labels => {
    const values = typeof part === "string" ? column(part) : part;
    if (values.length !== rows) throw wrongLength(name, values.length, rows, where);
    return values;
  };
  const labels = target === undefined ? undefined : encodeLabels(valuesOf(target, "target"), where, classes);
  const weights = sampleWeight === undefined ? undefined : valuesOf(sampleWeight, "sampleWeight");
  const w =
    weights &&
    Float64Array.from({ length: rows }, (_, i) => checkedWeight(Number(labelAt(weights, i) ?? Number.NaN), i, where));
  const together = groups === undefined ? undefined : encodeLabels(valuesOf(groups, "groups"), where);
  return {
    ...(labels === undefined ? {} : { y: labels.codes, classes: labels.classes }),
    ...(w === undefined ? {} : { w }),
    ...(together === undefined ? {} : { groups: Int32Array.from(together.codes) }),
  };
}

/** A weight that a row may have. */
export function checkedWeight(weight: number, row: number, where: string): number {
  if (weight >= 0 && Number.isFinite(weight)) return weight;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the weight of row ${row} is ${weight}`,
    fix: "Use finite weights of at least 0",
    got: weight,
  });
}

/** Refuses what has not one value a row. */
export function wrongLength(what: string, got: number, expected: number, where: string): KindredError {
  return new KindredError({
    code: "WRONG_LENGTH",
    where,
    problem: `${what} has ${got} values for ${expected} rows`,
    fix: "Give one value a row",
    expected,
    got,
  });
}
