import type { Label } from "../../matrix/index.js";
import type { RowFailure } from "../read/rows.js";
import type { Scored } from "./scored.js";
import type { Scorer } from "./scorer.js";

/** A row of the request, for formats that give one entry a row. */
export interface Entry {
  /** Its ids, in the order of `passed`. */
  readonly ids: readonly unknown[];
  /** Position among the scored rows; -1 where the row failed. */
  readonly at: number;
  readonly failure: RowFailure | undefined;
}

/** All rows in the order of the request. */
export function* entriesOf({ rows, good, failures }: Scored): Generator<Entry> {
  let at = 0;
  let failed = 0;
  for (let row = 0; row < rows.count; row++) {
    const ids = rows.passed.map((one) => one.values[row] ?? null);
    if (good[at] === row) yield { ids, at: at++, failure: undefined };
    else yield { ids, at: -1, failure: failures[failed++] };
  }
}

/** A column of an answer. */
export interface ScoreColumn {
  readonly name: string;
  /** The value of a scored row. */
  value(scored: Scored, at: number): number | Label | null;
}

/** The columns that stand in a line of an answer: of two classes the probability of the second, of more all of them. */
export function scoreColumns(scorer: Scorer): readonly ScoreColumn[] {
  const { names, classes, verb } = scorer;
  if (verb === "predict" && classes !== undefined)
    return [{ name: "label", value: (scored, at) => scorer.fitted.labelOf(rowOf(scored, at)) }];
  const first = verb === "predictProbabilities" && names.length === 2 ? 1 : 0;
  return names.slice(first).map((name, k) => ({
    name: first === 1 ? "score" : name,
    value: ({ scores }, at) => finite(scores.values[at * names.length + first + k]!),
  }));
}

/** The scores of one row. */
export function rowOf({ scores }: Scored, at: number): Float64Array {
  return scores.values.subarray(at * scores.names.length, (at + 1) * scores.names.length);
}

/** JSON knows no NaN. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
