import { type Block, memorySource, type RowSource, takeRows } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { checkedLabel, type Training } from "../../estimator/index.js";
import type { Labels } from "../../matrix/index.js";
import type { Fold, Splitter } from "./fold.js";
import { GroupKFold } from "./group-k-fold.js";
import { KFold } from "./k-fold.js";
import { StratifiedGroupKFold } from "./stratified-group-k-fold.js";
import { RepeatedStratifiedKFold, StratifiedKFold } from "./stratified-k-fold.js";
import { TimeSplit } from "./time-split.js";

/** A splitter as documents hold it. */
export interface SplitterDocument {
  /** The class's name. */
  readonly kind: string;
  /** What it is made with. */
  readonly params: object;
}

/** How rows are divided: a number of stratified folds (that divide no group, where there are groups), a splitter, or the folds themselves. */
export type Folds = number | Splitter | SplitterDocument | readonly Fold[];

const SPLITTERS: Readonly<Record<string, new (params: object) => Splitter>> = {
  KFold,
  StratifiedKFold,
  RepeatedStratifiedKFold,
  GroupKFold,
  StratifiedGroupKFold,
  TimeSplit,
};

/** A splitter of this library as data, everything else as it is. */
export function splitterDocument(folds: Folds): Folds {
  if (typeof folds !== "object" || !("split" in folds) || folds.kind === undefined) return folds;
  return Object.hasOwn(SPLITTERS, folds.kind) ? { kind: folds.kind, params: folds.params! } : folds;
}

/** The splitter that folds stand for, or the folds themselves. */
export function splitterOf(
  folds: Folds,
  seed: number,
  grouped: boolean,
  where: string,
): Splitter | { readonly folds: readonly Fold[] } {
  if (typeof folds === "number") return new (grouped ? StratifiedGroupKFold : StratifiedKFold)({ folds, seed });
  if (Array.isArray(folds)) return { folds: folds as readonly Fold[] };
  if ("split" in folds) return folds as Splitter;
  const { kind, params } = folds as SplitterDocument;
  if (Object.hasOwn(SPLITTERS, kind)) return new SPLITTERS[kind]!(params);
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `there is no splitter ${JSON.stringify(kind)}`,
    fix: `Use ${Object.keys(SPLITTERS).join(", ")}, or one of your own`,
  });
}

/** Rows in memory that can be divided: those of a training, with what belongs to them. */
export interface FoldedData {
  readonly training: Training;
  readonly block: Block;
  readonly folds: readonly Fold[];
}

/**
 * The rows of a training divided. Rows that repeat others (they have the same id) go where those go, so that no copy is on both sides.
 */
export async function foldedData(training: Training, folds: Folds, seed: number, where: string): Promise<FoldedData> {
  training.signal?.throwIfAborted();
  const block = await training.as(where).collect();
  requireClasses(training, block);
  const splitter = splitterOf(folds, seed, block.groups !== undefined, where);
  if (!("split" in splitter)) return { training, block, folds: splitter.folds };
  const copies = copiesOf(block);
  const firsts = copies?.map((rows) => rows[0]!);
  const pick = (values: ArrayLike<number> | undefined): Labels | undefined =>
    values === undefined || firsts === undefined ? values : firsts.map((i) => values[i]!);
  const [y, groups] = [pick(block.y), pick(block.groups)];
  const split = splitter.split(firsts?.length ?? block.x.rows, {
    ...(y === undefined ? {} : { y }),
    ...(groups === undefined ? {} : { groups }),
  });
  if (copies === undefined) return { training, block, folds: split };
  const all = (some: Int32Array): Int32Array => Int32Array.from(Array.from(some).flatMap((k) => copies[k]!)).sort();
  return { training, block, folds: split.map(({ train, test }) => ({ train: all(train), test: all(test) })) };
}

/** Refuses rows without a target, and rows of one class alone. */
export function requireClasses({ classes, where }: Training, { y, w }: Block): void {
  if (classes === undefined || y === undefined)
    throw new KindredError({
      code: "MISSING_TARGET",
      where,
      problem: "it learns from a target and got none",
      fix: 'Pass { target: labels } or { target: "COLUMN" }',
    });
  const missing = y.findIndex(Number.isNaN);
  if (missing >= 0) checkedLabel(null, missing, where);
  const present = new Set(w === undefined ? y : y.filter((_, i) => w[i]! > 0));
  if (present.size < 2)
    throw new KindredError({
      code: "SINGLE_CLASS",
      where,
      problem: `every row has the label ${JSON.stringify(classes[y[0]!])}`,
      fix: "Learn from rows of at least two classes",
    });
}

/** The rows of each id, in the order of the first of them; nothing where no id is there twice. */
function copiesOf({ ids, x }: Block): number[][] | undefined {
  if (ids === undefined || new Set(ids).size === x.rows) return undefined;
  const rows = new Map<number, number[]>();
  ids.forEach((id, i) => {
    const list = rows.get(id);
    if (list === undefined) rows.set(id, [i]);
    else list.push(i);
  });
  return [...rows.values()];
}

/** The training on chosen rows. */
export function trainingOn({ training, block }: FoldedData, rows: ArrayLike<number>): Training {
  return training.over({ ...training, source: sourceOf(block, rows) });
}

/** Chosen rows as a source. */
export function sourceOf(block: Block, rows: ArrayLike<number>): RowSource {
  return memorySource({ ...takeRows(block, Array.from(rows)), row: 0 });
}
