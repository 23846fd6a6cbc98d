import { KindredError } from "../../errors/index.js";
import {
  type Block,
  type ColumnStore,
  FeatureMatrix,
  idOf,
  isCoded,
  isIdentity,
  type Origin,
  plainStore,
  readValues,
  valueAt,
} from "../../matrix/index.js";
import { mappedByCode } from "./by-code.js";
import type { Executor } from "./operation.js";
import { partOf } from "./parts.js";

/** A column as it is; floats are rounded to float32 where `single`. */
export interface PassCode {
  readonly kind: "pass";
  readonly from: number;
}

/** A date as the number of its day since 1970. */
export interface DaysCode {
  readonly kind: "days";
  readonly from: number;
}

/** One column of 0 and 1 for each of some outputs. */
export interface OneHotCode {
  readonly kind: "oneHot";
  readonly from: number;
  /** Known values, and which output each turns on; -1 for none. */
  readonly values: Float64Array;
  readonly outputs: Int32Array;
  readonly width: number;
  /** The output for missing values, and for values that are not known: -1 for none, -2 where that is an error. */
  readonly missing: number;
  readonly other: number;
}

/** Each known value replaced by `width` numbers. */
export interface TableCode {
  readonly kind: "table";
  readonly from: number;
  readonly values: Float64Array;
  /** For each value its numbers; where `parts` > 1 a whole such table for each part of the rows. */
  readonly numbers: Float64Array;
  readonly width: number;
  readonly parts: number;
  readonly missing: Float64Array;
  readonly other: Float64Array;
  readonly refuseOther: boolean;
}

/** How one input column becomes output columns. */
export type ColumnCode = PassCode | DaysCode | OneHotCode | TableCode;

/** Every input column as numbers. */
export interface EncodeOperation {
  readonly op: "encode";
  readonly codes: readonly ColumnCode[];
  readonly names: readonly string[];
  readonly origins: readonly Origin[];
  readonly single: boolean;
  /** The words of text columns, for messages. */
  readonly words: ReadonlyMap<number, readonly string[]>;
}

const lookups = new WeakMap<ColumnCode, Map<number, number>>();

/** Position of each known value of a column. */
function lookupOf(code: OneHotCode | TableCode): Map<number, number> {
  let lookup = lookups.get(code);
  if (lookup === undefined) {
    lookup = new Map(Array.from(code.values, (value, k) => [value, k]));
    lookups.set(code, lookup);
  }
  return lookup;
}

const DAY = 86_400_000;

export const encode: Executor<EncodeOperation> = {
  block(operation, block) {
    const { codes, names, origins } = operation;
    const stores = codes.flatMap((code) => encodeColumn(operation, code, block));
    return new FeatureMatrix(block.x.rows, names, stores, origins);
  },
  row(operation) {
    const { codes, names, single } = operation;
    const out = new Float64Array(names.length);
    return (values) => {
      let at = 0;
      for (const code of codes) {
        const value = values[code.from]!;
        if (code.kind === "pass") out[at++] = single ? singleOf(value) : value;
        else if (code.kind === "days") out[at++] = Math.floor(value / DAY);
        else if (code.kind === "oneHot") {
          const output = outputOf(operation, code, value, undefined);
          for (let k = 0; k < code.width; k++) out[at++] = k === output ? 1 : 0;
        } else {
          const { from, numbers } = numbersOf(code, entryOf(operation, code, value, undefined), 0);
          for (let k = 0; k < code.width; k++)
            out[at++] = single ? Math.fround(numbers[from + k]!) : numbers[from + k]!;
        }
      }
      return out;
    };
  },
};

function encodeColumn(operation: EncodeOperation, code: ColumnCode, block: Block): ColumnStore[] {
  const store = block.x.stores[code.from]!;
  const { rows } = block.x;
  switch (code.kind) {
    case "pass":
      return [passed(store, rows, operation.single)];
    case "days": {
      const days = floats(rows, operation.single);
      for (let i = 0; i < rows; i++) days[i] = Math.floor(valueAt(store, i) / DAY);
      return [plainStore(days)];
    }
    case "oneHot": {
      const columns = Array.from({ length: code.width }, () => new Int8Array(rows));
      const outputs = mappedByCode(store, rows, (value) => outputOf(operation, code, value, store));
      for (let i = 0; i < rows; i++) if (outputs[i]! >= 0) columns[outputs[i]!]![i] = 1;
      return columns.map((data) => plainStore(data, { missing: -128 }));
    }
    case "table": {
      const columns = Array.from({ length: code.width }, () => floats(rows, operation.single));
      const entries = mappedByCode(store, rows, (value) => entryOf(operation, code, value, store));
      for (let i = 0; i < rows; i++) {
        const part = code.parts > 1 ? partOf(idOf(block, i), code.parts) : 0;
        const { from, numbers } = numbersOf(code, entries[i]!, part);
        for (let k = 0; k < code.width; k++) columns[k]![i] = numbers[from + k]!;
      }
      return columns.map((data) => plainStore(data));
    }
  }
}

function floats(rows: number, single: boolean): Float32Array | Float64Array {
  return single ? new Float32Array(rows) : new Float64Array(rows);
}

function passed(store: ColumnStore, rows: number, single: boolean): ColumnStore {
  const { shows: _, ...numbers } = store;
  if (isIdentity(store) && (isCoded(store) || !single || store.data instanceof Float32Array)) return numbers;
  const data = new Float64Array(rows);
  readValues(store, rows, data);
  if (!single) return plainStore(data);
  const narrow = Float32Array.from(data);
  if (!data.some(isLargeInteger)) return plainStore(narrow);
  for (let i = 0; i < rows; i++) data[i] = singleOf(data[i]!);
  return plainStore(data);
}

/** A value in single precision; a whole number as it is: days such as 20240131 and ids are codes, of which none may become another. */
function singleOf(value: number): number {
  return isLargeInteger(value) ? value : Math.fround(value);
}

/** Is it a whole number that single precision may not hold? */
function isLargeInteger(value: number): boolean {
  return (value > 16777216 || value < -16777216) && Number.isInteger(value);
}

function outputOf(operation: EncodeOperation, code: OneHotCode, value: number, store: ColumnStore | undefined): number {
  if (Number.isNaN(value)) {
    if (code.missing !== -2) return code.missing;
    throw unseen(operation, code.from, "a missing value", null);
  }
  const at = lookupOf(code).get(value);
  if (at !== undefined) return code.outputs[at]!;
  if (code.other !== -2) return code.other;
  throw unseen(operation, code.from, `the value ${shown(operation, code.from, value, store)}`, value);
}

const MISSING = -1;
const OTHER = -2;

/** The position of a value in a table, {@link MISSING} or {@link OTHER}. */
function entryOf(operation: EncodeOperation, code: TableCode, value: number, store: ColumnStore | undefined): number {
  if (Number.isNaN(value)) return MISSING;
  const at = lookupOf(code).get(value);
  if (at !== undefined) return at;
  if (!code.refuseOther) return OTHER;
  throw unseen(operation, code.from, `the value ${shown(operation, code.from, value, store)}`, value);
}

/** Where the numbers of an entry lie. */
function numbersOf(code: TableCode, entry: number, part: number): { from: number; numbers: Float64Array } {
  if (entry === MISSING) return { from: 0, numbers: code.missing };
  if (entry === OTHER) return { from: 0, numbers: code.other };
  return { from: (part * code.values.length + entry) * code.width, numbers: code.numbers };
}

function shown({ words }: EncodeOperation, from: number, value: number, store: ColumnStore | undefined): string {
  const word = store?.labels?.[value] ?? words.get(from)?.[value];
  return word === undefined ? (words.has(from) ? "given" : String(value)) : JSON.stringify(word);
}

function unseen({ origins, codes, names }: EncodeOperation, from: number, what: string, got: unknown): KindredError {
  const at = codes.findIndex((code) => code.from === from);
  const before = codes.slice(0, at).reduce((sum, code) => sum + ("width" in code ? code.width : 1), 0);
  const column = origins[before]?.sources[0] ?? names[before] ?? "";
  return new KindredError({
    code: "UNSEEN_CATEGORY",
    where: "FeatureEncoder.transform",
    problem: `column "${column}" holds ${what}, which was not there at fit`,
    fix: 'Refit with it, or use { unseen: "ignore" }',
    column,
    got,
  });
}
