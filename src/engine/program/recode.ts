import { KindredError } from "../../errors/index.js";
import {
  type ColumnStore,
  conformStore,
  FeatureMatrix,
  type Origin,
  plainStore,
  type StorageName,
} from "../../matrix/index.js";
import { mappedByCode } from "./by-code.js";
import type { Executor } from "./operation.js";
import { type Recoding, recodingOf } from "./recoding.js";

/** A column that goes out: made by a recoding, or as it came in. */
export interface RecodedColumn {
  readonly from: number;
  readonly name: string;
  readonly origin: Origin;
  readonly recoding?: Recoding;
  /** How results are stored, unless one asks for more. */
  readonly storage: StorageName;
  /** The words that results are positions of, where they are words. */
  readonly labels?: readonly string[];
  /** Is a value of which the recoding says nothing an error? It is missing otherwise. */
  readonly refuse: boolean;
}

/** Columns made of the values of others. */
export interface RecodeOperation {
  readonly op: "recode";
  readonly columns: readonly RecodedColumn[];
}

export const recode: Executor<RecodeOperation> = {
  block: ({ columns }, { x }) =>
    new FeatureMatrix(
      x.rows,
      columns.map(({ name }) => name),
      columns.map((column) => recodedStore(column, x.stores[column.from]!, x.rows)),
      columns.map(({ origin }) => origin),
    ),
  row: ({ columns }) => {
    const results = columns.map((column) => resultOf(column));
    return (values) => Float64Array.from(columns, ({ from }, j) => results[j]!(values[from]!));
  },
};

function recodedStore(column: RecodedColumn, store: ColumnStore, rows: number): ColumnStore {
  if (column.recoding === undefined) return store;
  const result = resultOf(column, store.labels);
  const values = mappedByCode(store, rows, result);
  const conformed = conformStore(plainStore(values), rows, column.storage);
  return column.labels === undefined ? conformed : { ...conformed, labels: column.labels };
}

function resultOf(column: RecodedColumn, words?: readonly string[]): (value: number) => number {
  const { recoding, refuse } = column;
  if (recoding === undefined) return (value) => value;
  const run = recodingOf(recoding);
  return (value) => {
    if (Number.isNaN(value)) return value;
    const result = run(value);
    if (result === undefined && refuse) throw unlisted(column, words?.[value] ?? value);
    return result ?? Number.NaN;
  };
}

function unlisted({ origin, name }: RecodedColumn, got: string | number): KindredError {
  const column = origin.sources[0] ?? name;
  return new KindredError({
    code: "UNSEEN_CATEGORY",
    where: "Recoder.transform",
    problem: `column "${column}" holds ${JSON.stringify(got)}, of which the rule for "${name}" says nothing`,
    fix: 'Add it to the rule, or use { other: "missing" }',
    column,
    got,
  });
}
