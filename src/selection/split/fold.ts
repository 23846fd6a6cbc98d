import { Random } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import type { Labels, Numbers } from "../../matrix/index.js";
import { check, checkArguments, type OptionChecks, optionsCheck } from "../../options/index.js";

/** Rows to learn from and rows to be scored. */
export interface Fold {
  /** Positions of the rows to learn from, rising. */
  readonly train: Int32Array;
  /** Positions of the rows to be scored, rising. */
  readonly test: Int32Array;
}

/** What a splitter may look at beside the number of rows. */
export interface FoldParts {
  /** The label of each row. */
  readonly y?: Labels;
  /** The group of each row: rows of a group stay on one side. */
  readonly groups?: Labels;
  /** When each row happened. */
  readonly times?: Numbers;
}

/** Divides rows into folds. Immutable: the same rows give the same folds. */
export interface Splitter {
  /** The class's name, where documents are to hold the splitter. */
  readonly kind?: string;
  /** What it was made with. */
  readonly params?: object;
  /**
   * The folds of a number of rows.
   *
   * @throws KindredError where there are too few rows, or a part is missing that it needs.
   */
  split(rows: number, parts?: FoldParts): Fold[];
}

/** Options of splitters that shuffle. */
export interface SplitterOptions {
  /** How many folds; 5 by default. */
  readonly folds?: number;
  /** Are rows shuffled first? True by default; without it, folds are those of scikit-learn. */
  readonly shuffle?: boolean;
  /** Seed of the shuffling. */
  readonly seed?: number;
}

/** What options of splitters that shuffle must be. */
export const splitterChecks: OptionChecks<SplitterOptions> = {
  folds: check.whole(2),
  shuffle: check.flag,
  seed: check.seed,
};

/** The folds that a number a row describes: rows of fold k are tested by a model of the others. */
export function foldsOf(foldOf: ArrayLike<number>, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, k) => {
    const train: number[] = [];
    const test: number[] = [];
    for (let i = 0; i < foldOf.length; i++) (foldOf[i] === k ? test : train).push(i);
    return { train: Int32Array.from(train), test: Int32Array.from(test) };
  });
}

/** A fold with a share of the rows of each class to learn from; a larger share holds those of a smaller one. */
export function sampled({ train, test }: Fold, share: number, y: Float64Array): Fold {
  if (share >= 1) return { train, test };
  const places = new Random(0, "HalvingSearch").permutation(train.length);
  const members = new Map<number, number[]>();
  for (const place of places) {
    const row = train[place]!;
    const list = members.get(y[row]!);
    if (list === undefined) members.set(y[row]!, [row]);
    else list.push(row);
  }
  const chosen = [...members.values()].flatMap((list) => list.slice(0, Math.max(1, Math.round(share * list.length))));
  return { train: Int32Array.from(chosen).sort(), test };
}

/** Refuses what cannot be divided, and parts that are none. */
export function checkParts(rows: number, parts: FoldParts, where: string): void {
  checkArguments(where, { rows: [rows, check.whole(0)] });
  partsCheck(parts);
}

const partsCheck = optionsCheck<FoldParts>("split", { y: check.labels, groups: check.labels, times: check.numbers });

/** Refuses a number of folds that is none, or more than there are things to divide. */
export function checkFolds(folds: number, things: number, what: string, where: string): void {
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where, problem, fix });
  };
  if (!Number.isInteger(folds) || folds < 2) fail(`folds is ${folds}`, "Use a whole number of 2 or more");
  if (things < folds) fail(`there are ${things} ${what} for ${folds} folds`, "Use fewer folds, or more rows");
}

/** A part that a splitter cannot do without, of the right length. */
export function demanded<T extends { readonly length: number }>(
  part: T | undefined,
  name: string,
  rows: number,
  where: string,
): T {
  if (part === undefined)
    throw new KindredError({
      code: "MISSING_TARGET",
      where,
      problem: `it divides by ${name} and got none`,
      fix: `Pass { ${name} }, one value a row`,
    });
  if (part.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `${name} has ${part.length} values for ${rows} rows`,
      fix: "Give one value a row",
      expected: rows,
      got: part.length,
    });
  return part;
}
