import { xxhash64 } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import type { Labels } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { demanded, type Fold, foldsOf } from "./fold.js";

/** Options of `foldsById`. */
export interface FoldsByIdOptions {
  /** How many folds; 5 by default. */
  readonly folds?: number;
  /** A whole number from 0 up; other folds for another seed. 0 by default. */
  readonly seed?: number;
  /** The group of each row: rows of a group are in the same fold. */
  readonly groups?: IdList;
  /**
   * About which share of each fold's training rows is learned from, as in a round of HalvingSearch on a cluster: those of the lowest hash, so that a smaller share is
   * part of a larger one. 1 by default.
   */
  readonly share?: number;
}

/** What names each row: texts, whole numbers (also of 64 bits, as bigints) or booleans, as a list or an Arrow Vector. */
export type IdList = Labels | ArrayLike<bigint | string | number>;

const WHERE = "foldsById";
const checkOptions = optionsCheck<FoldsByIdOptions>(WHERE, {
  folds: check.whole(2),
  seed: check.seed,
  groups: check.list,
  share: check.share,
});

/**
 * The folds of `crossValidate` and of searches on a cluster, made here: which fold a row is in follows from what names it, the seed and the number of folds
 * alone, whatever order rows are in and whatever other rows there are. Rows keep their folds when a table grows.
 *
 * **Formula.** Row i is tested in fold `pmod(xxhash64(seed, id, 'fold'), folds)`, as Spark's SQL has it with the seed as a BIGINT and the id, or its group where
 * there are groups, as a STRING. Rows are not stratified, and folds are of about the same size. Under a share s below 1 row i is learned from where
 * `pmod(xxhash64(seed, id, 'share'), 2⁵³)` is below s · 2⁵³.
 *
 * @param ids - What names each row, as the column `rowId` of the source has it. Whole numbers are hashed as the text that Spark writes of them; of ids of other
 *   types (decimals, dates, fractions) give that text.
 * @returns The folds, for `folds` of `crossValidate`, searches and whatever else takes them.
 * @throws KindredError INVALID_PARAMETER for a wrong option; INVALID_INPUT for an id that is missing or none of these.
 *
 * @example
 * ```ts
 * import { crossValidate, foldsById, NaiveBayes } from "kindred";
 *
 * const ids = Array.from({ length: 60 }, (_, i) => 910_000 + i);
 * const X = ids.map((id) => [id % 10, (id * 7) % 5]);
 * const y = X.map(([a]) => (a! > 4 ? "yes" : "no"));
 * const folds = foldsById(ids, { folds: 3, seed: 1 });
 * folds.map(({ test }) => test.length); // [22, 21, 17]
 * const result = await crossValidate(new NaiveBayes(), X, y, { folds });
 * ```
 */
export function foldsById(ids: IdList, options: FoldsByIdOptions = {}): Fold[] {
  checkArguments(WHERE, { ids: [ids, check.list] });
  checkOptions(options);
  const { folds = 5, seed = 0, groups, share = 1 } = options;
  const by = groups === undefined ? ids : demanded(groups, "groups", ids.length, WHERE);
  const foldOf = foldsOfTexts(seed, folds);
  const divided = foldsOf(
    Int32Array.from({ length: ids.length }, (_, i) => foldOf(textOf(by, i, groups === undefined ? "id" : "group"))),
    folds,
  );
  if (share === 1) return divided;
  const isIn = isInShare(seed, share);
  const chosen = Uint8Array.from({ length: ids.length }, (_, i) => (isIn(textOf(ids, i, "id")) ? 1 : 0));
  return divided.map(({ train, test }) => ({ train: train.filter((row) => chosen[row] === 1), test }));
}

const encoder = new TextEncoder();
/** A share is some of as many parts as a double tells apart. */
const PARTS_BITS = 53;
const PARTS = 2 ** PARTS_BITS;
/** The seed that Spark begins with. */
const FIRST_SEED = 42n;

/** Hashes texts after a seed and before a word, value by value, as `xxhash64(seed, text, word)` of Spark does. */
function hashOfTexts(seed: number, word: string): (text: string) => bigint {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seed), true);
  const start = xxhash64(bytes, FIRST_SEED);
  const last = encoder.encode(word);
  return (text) => BigInt.asIntN(64, xxhash64(last, xxhash64(encoder.encode(text), start)));
}

/** The fold of a text. */
function foldsOfTexts(seed: number, folds: number): (text: string) => number {
  const hash = hashOfTexts(seed, "fold");
  const count = BigInt(folds);
  return (text) => Number(((hash(text) % count) + count) % count);
}

/** Is a text among those of the lowest hash? */
function isInShare(seed: number, share: number): (text: string) => boolean {
  const hash = hashOfTexts(seed, "share");
  const end = BigInt(Math.floor(share * PARTS));
  return (text) => BigInt.asUintN(PARTS_BITS, hash(text)) < end;
}

/** An id as Spark casts it to a text. */
function textOf(ids: IdList, row: number, what: string): string {
  const value: unknown =
    "get" in ids && typeof ids.get === "function" ? ids.get(row) : (ids as ArrayLike<unknown>)[row];
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw new KindredError({
    code: "INVALID_INPUT",
    where: WHERE,
    problem: `the ${what} of row ${row} is ${value === null || value === undefined ? "missing" : String(value)}`,
    fix: "Give texts, whole numbers or bigints; of other types the text that Spark makes of them: CAST(… AS STRING)",
    got: value,
  });
}
