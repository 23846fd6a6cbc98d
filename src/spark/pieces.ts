import { KindredError } from "../errors/index.js";
import {
  type Block,
  type ColumnPlan,
  type ColumnStore,
  concatStores,
  conformStore,
  FeatureMatrix,
  type Label,
  missingCodeOf,
  newStore,
  STORAGE_NAMES,
  type Store,
  storageOf,
  takeStore,
  wider,
  withMissing,
} from "../matrix/index.js";
import { byCodePoint } from "../table/index.js";
import { pack, unpack } from "./packet.js";
import { type PackedKeys, RowKeys } from "./row-keys.js";

/** Labels of rows: positions in a list. */
interface Coded {
  readonly codes: Int32Array;
  readonly labels: readonly Label[];
}

/** Rows of one block that lay in one partition, on their way to it: every column by itself, in the narrowest storage that holds what was seen there. */
interface Piece {
  readonly keys: PackedKeys;
  /** The storage of each column, as a position in the list of names. */
  readonly storages: Uint8Array;
  /** The columns one after the other, each from a multiple of 8 bytes on. */
  readonly memory: Uint8Array;
  /** The words of text columns. */
  readonly words: ReadonlyMap<number, readonly string[]>;
  readonly y?: Coded;
  readonly w?: Float64Array;
  readonly groups?: Coded;
}

/** The labels that codes stand for. */
export interface RowLabels {
  readonly classes: readonly Label[];
  readonly groups: readonly Label[];
}

const ALIGNMENT = 8;

/** Chosen rows of a block as a piece. */
export function pieceOf(block: Block, keys: RowKeys, chosen: Int32Array, { classes, groups }: RowLabels): Buffer {
  const n = chosen.length;
  const { stores } = block.x;
  const sizes = stores.map(({ data }) => padded(n * data.BYTES_PER_ELEMENT));
  const memory = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  const words = new Map<number, readonly string[]>();
  let at = 0;
  stores.forEach(({ data, start, labels }, j) => {
    const column = newStore(storageOf(data), 0).constructor as ArrayKind;
    const codes = new column(memory.buffer, at, n);
    gather(bitsOf(data), start, chosen, bitsOf(codes));
    if (labels !== undefined) words.set(j, recoded(codes, labels));
    at += sizes[j]!;
  });
  const coded = (positions: ArrayLike<number>, labels: readonly Label[]): Coded => {
    const codes = Int32Array.from(chosen, (i) => positions[i]!);
    return { labels: recoded(codes, labels), codes };
  };
  const piece: Piece = {
    keys: keys.take(chosen),
    storages: Uint8Array.from(stores, ({ data }) => STORAGE_NAMES.indexOf(storageOf(data))),
    memory,
    words,
    ...(block.y === undefined ? {} : { y: coded(block.y, classes) }),
    ...(block.w === undefined ? {} : { w: Float64Array.from(chosen, (i) => block.w![i]!) }),
    ...(block.groups === undefined ? {} : { groups: coded(block.groups, groups) }),
  };
  return pack(piece);
}

/** The block that starts at `row`, from all of its pieces: its rows in the order of their keys, in the storage that a plan promises. */
export function blockOf(
  packed: readonly Uint8Array[],
  row: number,
  plan: readonly ColumnPlan[],
  { classes, groups }: RowLabels,
): Block {
  const pieces = packed.map((bytes) => unpack<Piece>(bytes));
  const keys = RowKeys.join(pieces.map((piece) => new RowKeys(piece.keys)));
  const order = keys.order();
  for (let i = 1; i < order.length; i++) if (keys.compare(order[i - 1]!, keys, order[i]!) === 0) throw otherRows(row);
  const isInOrder = order.every((at, i) => at === i);
  const inOrder = (store: ColumnStore): ColumnStore => (isInOrder ? store : takeStore(store, order));
  const columns = pieces.map(partsOf);
  const stores = plan.map((column, j) => {
    const parts = columns.map((part) => part[j]!);
    return inOrder(column.labels === undefined ? numbersOf(parts, column) : wordsOf(parts, column));
  });
  const labelsOf = (part: "y" | "groups", labels: readonly Label[]): number[] => {
    const codes = new Map(labels.map((label, code) => [label, code]));
    const all = pieces.flatMap((piece) => Array.from(piece[part]!.codes, (at) => codes.get(piece[part]!.labels[at]!)!));
    return Array.from(order, (i) => all[i]!);
  };
  const weights = pieces.flatMap(({ w }) => (w === undefined ? [] : Array.from(w)));
  return {
    x: new FeatureMatrix(
      order.length,
      plan.map(({ name }) => name),
      stores,
    ),
    row,
    ...(pieces[0]?.y === undefined ? {} : { y: Float64Array.from(labelsOf("y", classes)) }),
    ...(pieces[0]?.w === undefined ? {} : { w: Float64Array.from(order, (i) => weights[i]!) }),
    ...(pieces[0]?.groups === undefined ? {} : { groups: Int32Array.from(labelsOf("groups", groups)) }),
  };
}

/** Where the rows of a block are not those that were counted. */
export function otherRows(row: number): KindredError {
  return new KindredError({
    code: "INVALID_INPUT",
    where: "sparkSource",
    problem: `the rows from ${row} on are not those that were counted: the query gave others when it was read again`,
    fix: "Write what the query gives as a table, and read that",
  });
}

/** The columns of a piece. */
function partsOf({ storages, memory, words, keys }: Piece): Part[] {
  const rows = "ints" in keys ? keys.ints.length / 2 : keys.ends.length;
  let at = 0;
  return Array.from(storages, (storage, j) => {
    const Kind = newStore(STORAGE_NAMES[storage]!, 0).constructor as ArrayKind;
    const data = new Kind(memory.buffer as ArrayBuffer, memory.byteOffset + at, rows);
    at += padded(data.byteLength);
    const labels = words.get(j);
    return { store: withMissing(data, labels === undefined ? {} : { labels }), rows };
  });
}

/** A column of a piece. */
interface Part {
  readonly store: ColumnStore;
  readonly rows: number;
}

function numbersOf(parts: readonly Part[], { storage, shows }: ColumnPlan): ColumnStore {
  const fitting = parts.map(({ store, rows }) => conformStore(store, rows, storage));
  const widest = fitting.reduce((found, { data }) => wider(found, storageOf(data)), storage);
  const store = concatStores(
    fitting.map((one, k) => conformStore(one, parts[k]!.rows, widest)),
    parts.map(({ rows }) => rows),
  );
  return shows === undefined ? store : { ...store, shows };
}

/** Words by their positions in the plan; words that it does not know come after them. */
function wordsOf(parts: readonly Part[], { storage, labels: known = [] }: ColumnPlan): ColumnStore {
  const codes = new Map(known.map((word, code) => [word, code]));
  const others = new Set(parts.flatMap(({ store: { labels = [] } }) => labels.filter((word) => !codes.has(word))));
  const labels = others.size === 0 ? known : [...known, ...Array.from(others).sort(byCodePoint)];
  for (const word of others) codes.set(word, labels.indexOf(word));
  const data = newStore(
    others.size === 0 ? storage : "int32",
    parts.reduce((sum, { rows }) => sum + rows, 0),
  );
  data.fill(missingCodeOf(data)!);
  let at = 0;
  for (const { store, rows } of parts) {
    const { data: own, missing, labels: words = [] } = store;
    const here = words.map((word) => codes.get(word)!);
    for (let i = 0; i < rows; i++) if (own[i] !== missing) data[at + i] = here[own[i]!]!;
    at += rows;
  }
  return withMissing(data, { labels });
}

/** Codes of the labels that occur among them, in place; these labels. */
function recoded<L>(codes: Store, labels: readonly L[]): L[] {
  const own = new Map<number, number>();
  const missing = missingCodeOf(codes);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === missing) continue;
    if (!own.has(code)) own.set(code, own.size);
    codes[i] = own.get(code)!;
  }
  return Array.from(own.keys(), (code) => labels[code]!);
}

type ArrayKind = new (memory: ArrayBufferLike, at: number, length: number) => Store;
/** Arrays by the bytes of an element, so that loops meet four kinds of them. */
const BITS: Readonly<Record<number, new (memory: ArrayBufferLike, at: number, length: number) => Bits>> = {
  1: Uint8Array,
  2: Uint16Array,
  4: Uint32Array,
  8: Float64Array,
};
type Bits = Uint8Array | Uint16Array | Uint32Array | Float64Array;

function bitsOf({ buffer, byteOffset, length, BYTES_PER_ELEMENT }: Store): Bits {
  return new BITS[BYTES_PER_ELEMENT]!(buffer, byteOffset, length);
}

function gather(from: Bits, start: number, chosen: Int32Array, to: Bits): void {
  for (let k = 0; k < chosen.length; k++) to[k] = from[start + chosen[k]!]!;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
