import type { Table } from "apache-arrow";
import { Random } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import type { DataInput, FitInput } from "../../estimator/index.js";
import type { FeatureMatrix, Label, Labels, MatrixLike } from "../../matrix/index.js";
import { labelAt } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { asData, isSource, readWhole, type Source } from "../../table/index.js";
import { demanded } from "./fold.js";
import { selectable, selectLabels, targetOf } from "./select-rows.js";

/** Options of `trainTestSplit`. */
export interface TrainTestOptions {
  /** The share of rows to be tested; a quarter by default. */
  readonly test?: number;
  /** Do both parts hold every label in the same share? True by default where there are labels. */
  readonly stratify?: boolean;
  /** The group of each row: no group is divided. Parts are then only about as large as was asked, and hold labels in about the same shares. */
  readonly groups?: Labels;
  /** Seed of the split. */
  readonly seed?: number;
}

/** One part of divided rows. */
export interface Part<X> {
  /** The rows. */
  readonly X: X;
  /** Their labels; none where none were given. */
  readonly y: Label[];
  /** Their positions in the whole, rising. */
  readonly rows: Int32Array;
}

/** Rows divided in two. */
export interface TrainTest<X> {
  /** The rows to learn from. */
  readonly train: Part<X>;
  /** The rows to judge by. */
  readonly test: Part<X>;
}

/** What comes out of data that are divided. */
export type PartOf<D> = D extends MatrixLike ? FeatureMatrix : Table;

const checkSplit = optionsCheck<TrainTestOptions>("trainTestSplit", {
  test: check.between(0, 1),
  stratify: check.flag,
  groups: check.labels,
  seed: check.seed,
});

/**
 * Rows divided in two, at random but by seed.
 *
 * @param y - Labels, or the name of their column in a Table, which leaves it: no target is a feature.
 * @throws KindredError where a part would have no rows, or none of a label.
 *
 * @example
 * ```ts
 * import { trainTestSplit } from "kindred";
 *
 * const { train, test } = trainTestSplit([[1], [2], [3], [4]], [0, 1, 0, 1], { test: 0.5, seed: 1 });
 * train.y.sort(); // [0, 1]
 * test.rows.length; // 2
 * ```
 */
export function trainTestSplit<D extends DataInput>(
  X: D,
  y?: Labels | string,
  options?: TrainTestOptions,
): TrainTest<PartOf<D>>;
/** The same of a Source, whose rows are read into memory. */
export function trainTestSplit(
  X: Source,
  y?: Labels | string,
  options?: TrainTestOptions,
): Promise<TrainTest<Table | FeatureMatrix>>;
export function trainTestSplit(
  X: FitInput,
  y?: Labels | string,
  options: TrainTestOptions = {},
): TrainTest<Table | FeatureMatrix> | Promise<TrainTest<Table | FeatureMatrix>> {
  checkArguments("trainTestSplit", { X: [X, check.data], y: [y, check.target.optional()] });
  checkSplit(options);
  return isSource(X)
    ? readWhole(X, WHERE).then((data) => divided(data, y, options))
    : divided(asData(X, WHERE), y, options);
}

const WHERE = "trainTestSplit";

function divided(
  X: Table | MatrixLike,
  y: Labels | string | undefined,
  options: TrainTestOptions,
): TrainTest<Table | FeatureMatrix> {
  const where = WHERE;
  const { test: share = 0.25, stratify = y !== undefined, groups, seed = 0 } = options;
  const { rows, select } = selectable(X, where, y);
  const labels = y === undefined ? undefined : targetOf(X, y, rows, where);
  const members = new Map<unknown, number[]>();
  for (let i = 0; i < rows; i++) {
    const key = stratify && labels !== undefined ? labelAt(labels, i) : undefined;
    const list = members.get(key);
    if (list === undefined) members.set(key, [i]);
    else list.push(i);
  }
  const random = new Random(seed, where);
  const grouped =
    groups === undefined ? undefined : wholeGroups(demanded(groups, "groups", rows, where), members, share, random);
  const tested = grouped ?? new Uint8Array(rows);
  for (const [label, list] of members) {
    const count = grouped === undefined ? Math.round(list.length * share) : list.filter((i) => grouped[i] === 1).length;
    if (count === 0 || count === list.length)
      throw refusal(
        where,
        `${list.length} rows${label === undefined ? "" : ` of label ${JSON.stringify(label)}`} cannot be divided at ${share}`,
        "Use more rows, or another share",
      );
    if (grouped === undefined) for (const at of random.sample(list.length, count)) tested[list[at]!] = 1;
  }
  const part = (wanted: number): Part<Table | FeatureMatrix> => {
    const chosen = Int32Array.from({ length: rows }, (_, i) => i).filter((i) => tested[i] === wanted);
    return {
      X: select(chosen),
      y: labels === undefined ? [] : selectLabels(labels, chosen),
      rows: chosen,
    };
  };
  return { train: part(0), test: part(1) };
}

/** 1 for rows to be tested: groups in a drawn order, each where it brings the labels' shares nearer to the one asked for. */
function wholeGroups(
  groups: Labels,
  members: ReadonlyMap<unknown, readonly number[]>,
  share: number,
  random: Random,
): Uint8Array {
  const rowsOf = new Map<unknown, number[]>();
  const part = new Int32Array(groups.length);
  const sizes = [...members.values()].map((list, label) => {
    for (const i of list) part[i] = label;
    return list.length;
  });
  for (let i = 0; i < groups.length; i++) {
    const list = rowsOf.get(labelAt(groups, i));
    if (list === undefined) rowsOf.set(labelAt(groups, i), [i]);
    else list.push(i);
  }
  const taken = new Float64Array(sizes.length);
  const off = (counts: Float64Array): number =>
    sizes.reduce((sum, size, label) => sum + (counts[label]! / size - share) ** 2, 0);
  const tested = new Uint8Array(groups.length);
  for (const rows of random.shuffle([...rowsOf.values()])) {
    const more = taken.slice();
    for (const i of rows) more[part[i]!]! += 1;
    if (off(more) >= off(taken)) continue;
    taken.set(more);
    for (const i of rows) tested[i] = 1;
  }
  return tested;
}

function refusal(where: string, problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where, problem, fix });
}
