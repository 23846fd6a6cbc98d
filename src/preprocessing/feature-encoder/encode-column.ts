import type { ColumnCode, OneHotCode } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import type { ColumnPlan, Label } from "../../matrix/index.js";
import { oneHotGroups } from "./one-hot.js";
import type { Encoding, FeatureEncoderOptions } from "./options.js";
import type { TargetTable } from "./target-encoding.js";

/** What a FeatureEncoder learned of one column. */
export interface EncodedColumn {
  /** How values become numbers. */
  readonly code: ColumnCode;
  /** The names of the columns that it gives. */
  readonly names: readonly string[];
  /** The category that each of them stands for, where it does for one. */
  readonly categories: readonly (string | undefined)[];
  /** The values that it knows, in order, as a person reads them. */
  readonly known: readonly (Label | null)[];
}

/** An encoding, with the order of values where one was given. */
export type Resolved = Encoding | { readonly encoding: "ordinal"; readonly order: readonly Label[] };

/** How one column becomes numbers, from the values that it was seen to hold. */
export function encodeColumn(
  column: ColumnPlan,
  from: number,
  encoding: Resolved,
  counts: DistinctValues,
  params: FeatureEncoderOptions,
  training: Training,
  target: TargetTable | undefined,
): EncodedColumn {
  const { name } = column;
  const known = Array.from(counts.values, (value) => readable(column, value));
  const single: Pick<EncodedColumn, "names" | "categories"> = { names: [name], categories: [undefined] };
  if (encoding === "passthrough" || encoding === "date")
    return { code: { kind: encoding === "date" ? "days" : "pass", from }, ...single, known: [] };
  const table = (numbers: ArrayLike<number>, other: number): EncodedColumn => ({
    code: {
      kind: "table",
      from,
      values: counts.values,
      numbers: Float64Array.from(numbers),
      width: 1,
      parts: 1,
      missing: Float64Array.of(encoding === "frequency" ? shareOf(counts.missing, counts) : Number.NaN),
      other: Float64Array.of(other),
      refuseOther: params.unseen === "error",
    },
    ...single,
    known,
  });
  if (encoding === "frequency")
    return table(
      counts.weights.map((weight) => shareOf(weight, counts)),
      0,
    );
  if (typeof encoding === "object") return table(givenOrder(column, known, encoding.order, training.where), Number.NaN);
  if (encoding === "ordinal")
    return table(
      counts.values.map((_, k) => k),
      Number.NaN,
    );
  if (encoding === "binary") {
    if (known.length > 2)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: training.where,
        problem: `column "${name}" is to be binary and has ${known.length} values`,
        fix: 'Encode it as "oneHot" or "ordinal"',
        column: name,
        got: known.length,
      });
    return table(
      counts.values.map((_, k) => k),
      Number.NaN,
    );
  }
  if (encoding === "target") return targetColumn(column, from, counts, params, training.classes!, target!, known);
  return oneHotColumn(column, from, counts, params, known, training.source.rows);
}

function targetColumn(
  { name }: ColumnPlan,
  from: number,
  { values }: DistinctValues,
  params: FeatureEncoderOptions,
  classes: readonly Label[],
  { whole, prior }: TargetTable,
  known: readonly (Label | null)[],
): EncodedColumn {
  const width = prior.length;
  const names = width === 1 ? [name] : classes.map((label) => `${name}=>${String(label)}`);
  return {
    code: {
      kind: "table",
      from,
      values,
      numbers: whole,
      width,
      parts: 1,
      missing: prior,
      other: prior,
      refuseOther: params.unseen === "error",
    },
    names,
    categories: names.map(() => undefined),
    known,
  };
}

function oneHotColumn(
  column: ColumnPlan,
  from: number,
  counts: DistinctValues,
  params: FeatureEncoderOptions,
  known: readonly (Label | null)[],
  rows: number,
): EncodedColumn {
  const groups = oneHotGroups(counts, params, known, rows, column.shows === "boolean");
  const code: OneHotCode = { kind: "oneHot", from, values: counts.values, ...groups.code };
  return {
    code,
    names: groups.categories.map((category) =>
      column.shows === "boolean" && category === "true" ? column.name : `${column.name}=${category}`,
    ),
    categories: groups.categories,
    known: counts.missing > 0 ? [...known, null] : known,
  };
}

function shareOf(weight: number, { weights, missing }: DistinctValues): number {
  let total = missing;
  for (let k = 0; k < weights.length; k++) total += weights[k]!;
  return weight / total;
}

function readable({ labels, shows }: ColumnPlan, value: number): Label {
  if (labels !== undefined) return labels[value]!;
  return shows === "boolean" ? value === 1 : value;
}

function givenOrder(
  { name }: ColumnPlan,
  known: readonly (Label | null)[],
  order: readonly Label[],
  where: string,
): number[] {
  return known.map((value) => {
    const at = order.indexOf(value!);
    if (at >= 0) return at;
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `column "${name}" holds ${JSON.stringify(value)}, which its order does not list`,
      fix: "Add it to the order",
      column: name,
      got: value,
    });
  });
}
