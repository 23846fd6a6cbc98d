import {
  type ColumnStore,
  FeatureMatrix,
  isCoded,
  isIdentity,
  materialized,
  plainStore,
  valueAt,
} from "../../matrix/index.js";
import { hasMissing } from "./by-code.js";
import { filledCodes } from "./filled-codes.js";
import type { Executor } from "./operation.js";

/** Missing values replaced, column by column; NaN leaves a column as it is. */
export interface FillOperation {
  readonly op: "fill";
  readonly values: Float64Array;
  /** For text columns: the vocabulary before and after (a fill may be a word that no row held). */
  readonly words: ReadonlyMap<number, { readonly before: number; readonly labels: readonly string[] }>;
}

export const fill: Executor<FillOperation> = {
  block: ({ values, words }, { x }) =>
    new FeatureMatrix(
      x.rows,
      x.columns,
      x.stores.map((store, j) => {
        const known = words.get(j);
        const widened = known === undefined ? store : moreWords(store, x.rows, known.before, known.labels);
        return Number.isNaN(values[j]!) ? widened : filled(widened, x.rows, values[j]!);
      }),
      x.provenance,
    ),
  row: ({ values, words }) => {
    const shifts = Float64Array.from(
      values,
      (_, j) => (words.get(j)?.labels.length ?? 0) - (words.get(j)?.before ?? 0),
    );
    const before = Float64Array.from(values, (_, j) => words.get(j)?.before ?? Number.POSITIVE_INFINITY);
    return (row) => {
      for (let j = 0; j < row.length; j++) {
        const value = row[j]!;
        if (Number.isNaN(value)) row[j] = values[j]!;
        else if (value >= before[j]!) row[j] = value + shifts[j]!;
      }
      return row;
    };
  },
};

/** Codes stay codes where the value is one; decided by the value alone, so alike in every block. */
function filled(store: ColumnStore, rows: number, value: number): ColumnStore {
  const { data, missing, start, stride } = store;
  const about = {
    ...(store.labels === undefined ? {} : { labels: store.labels }),
    ...(store.shows === undefined ? {} : { shows: store.shows }),
  };
  if (isCoded(store) && (missing === undefined || (keepsStorage(store, value) && !hasMissing(store, rows))))
    return store;
  if (keepsStorage(store, value)) {
    return plainStore(filledCodes(store, rows, missing!, value), { ...about, missing: missing! });
  }
  if (isIdentity(store) && data instanceof Float32Array && Math.fround(value) === value) {
    const floats = new Float32Array(rows);
    for (let i = 0; i < rows; i++) {
      const v = data[start + i * stride]!;
      floats[i] = Number.isNaN(v) ? value : v;
    }
    return plainStore(floats, about);
  }
  const floats = materialized(store, rows);
  for (let i = 0; i < rows; i++) if (Number.isNaN(floats[i]!)) floats[i] = value;
  return plainStore(floats, about);
}

/** Is the value a code of the column? */
function keepsStorage(store: ColumnStore, value: number): boolean {
  return isCoded(store) && isIdentity(store) && fitsCode(store.data, value);
}

function fitsCode(data: ColumnStore["data"], value: number): boolean {
  if (!Number.isInteger(value) || Object.is(value, -0)) return false;
  if (data instanceof Int8Array) return Math.abs(value) <= 127;
  if (data instanceof Uint8Array) return value >= 0 && value < 255;
  return Math.abs(value) <= (data instanceof Int16Array ? 32767 : 2147483647);
}

/** Makes room for new words at the end of the vocabulary: words that this table alone has move behind them. */
function moreWords(store: ColumnStore, rows: number, before: number, labels: readonly string[]): ColumnStore {
  const shift = labels.length - before;
  const own = store.labels!.slice(before);
  if (shift === 0) return store;
  if (own.length === 0) return { ...store, labels };
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const code = valueAt(store, i);
    codes[i] = Number.isNaN(code) ? -2147483648 : code >= before ? code + shift : code;
  }
  return plainStore(codes, { missing: -2147483648, labels: [...labels, ...own] });
}
