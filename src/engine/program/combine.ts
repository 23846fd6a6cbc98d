import {
  type Block,
  conformStore,
  FeatureMatrix,
  type Origin,
  plainStore,
  readValues,
  type StorageName,
} from "../../matrix/index.js";
import { type Combination, combinationOf } from "./combination.js";
import type { Executor } from "./operation.js";

/** A column made of several. */
export interface CombinedColumn {
  readonly name: string;
  readonly origin: Origin;
  /** Positions of its parts: columns that come in, and behind them those made before it. */
  readonly parts: readonly number[];
  readonly combination: Combination;
  readonly storage: StorageName;
  /** Is it a date? */
  readonly shows?: "date";
}

/** Columns made of the values of several others, behind those that stay. */
export interface CombineOperation {
  readonly op: "combine";
  /** Which of the columns that come in stay. */
  readonly keep: readonly number[];
  readonly columns: readonly CombinedColumn[];
}

export const combine: Executor<CombineOperation> = {
  block({ keep, columns }, { x }: Block) {
    const values: Float64Array[] = [];
    const valuesAt = (position: number): Float64Array => {
      let found = values[position];
      if (found === undefined) {
        found = new Float64Array(x.rows);
        readValues(x.stores[position]!, x.rows, found);
        values[position] = found;
      }
      return found;
    };
    const made = columns.map(({ parts, combination, storage, shows }, k) => {
      const run = combinationOf(combination);
      const given = parts.map(valuesAt);
      const row = new Float64Array(parts.length);
      const out = new Float64Array(x.rows);
      for (let i = 0; i < x.rows; i++) {
        for (let p = 0; p < row.length; p++) row[p] = given[p]![i]!;
        out[i] = run(row);
      }
      values[x.stores.length + k] = out;
      const store = conformStore(plainStore(out), x.rows, storage);
      return shows === undefined ? store : { ...store, shows };
    });
    return new FeatureMatrix(
      x.rows,
      [...keep.map((j) => x.columns[j]!), ...columns.map(({ name }) => name)],
      [...keep.map((j) => x.stores[j]!), ...made],
      [...keep.map((j) => x.provenance[j]!), ...columns.map(({ origin }) => origin)],
    );
  },
  row({ keep, columns }) {
    const runs = columns.map(({ combination }) => combinationOf(combination));
    return (values) => {
      const all = Array.from(values);
      columns.forEach(({ parts }, k) => {
        all.push(runs[k]!(parts.map((position) => all[position]!)));
      });
      return Float64Array.from([...keep.map((j) => all[j]!), ...all.slice(values.length)]);
    };
  },
};
