import type { Block } from "../../matrix/index.js";
import type { ColumnBins } from "./column-bins.js";
import { BLOCK_ROWS } from "./grow.js";
import { type GrownTree, leafOf } from "./grown-tree.js";
import { boostingLoss } from "./losses.js";
import { packRows, type Sizes, sizesOf, type Units } from "./quantize.js";
import { histogramsIn, sumHistograms } from "./step.js";
import { makeMemory, openWorkspace, type Workspace } from "./workspace.js";

/** What bin 0 is stored as: with it 255 bins are the codes of a byte, and its missing code stands for what is missing. */
export const FIRST_BIN = -127;

/** Rows as bins, each column a code, with what belongs to them. */
export interface BlockBoosting {
  readonly classes: number;
  /** Scores of the rows, output by output; those of the rows before it are somewhere else. */
  readonly scores: Float64Array;
  readonly y: Float64Array;
  /** Rows without weight are left out of everything. */
  readonly weights: Float64Array;
}

/** The rows of one block of a boosting whose rows lie on several machines. */
export class BoostingBlock {
  readonly #space: Workspace;
  readonly #rows: BlockBoosting;
  readonly #chosen: Int32Array;
  readonly #g: Float64Array;
  readonly #h: Float64Array;
  readonly #loss: ReturnType<typeof boostingLoss>;

  /** @param counts - By column, its bins of values. */
  constructor(counts: Int32Array, x: Block["x"], rows: BlockBoosting) {
    this.#space = spaceOf(counts);
    this.#rows = rows;
    fillCodes(this.#space, x);
    this.#chosen = Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => rows.weights[i]! > 0);
    this.#g = new Float64Array(x.rows);
    this.#h = new Float64Array(x.rows);
    this.#loss = boostingLoss(rows.classes, x.rows);
  }

  /** Adds what a tree answers to the scores of an output, and the weights of the rows to the covers of its leaves. */
  add(tree: GrownTree, output: number, covers: Float64Array): void {
    const { weights } = this.#rows;
    const scores = this.#scores(output);
    for (const row of this.#chosen) {
      const leaf = leafOf(tree, this.#space, row);
      scores[row]! += tree[leaf]!.values[0]!;
      covers[leaf]! += weights[row]!;
    }
  }

  /** Looks at all scores, before derivatives are asked for. */
  begin(): void {
    this.#loss.begin(this.#rows.scores);
  }

  /** Works out the derivatives by an output, and gives the largest of them. */
  derive(output: number): Sizes {
    const { y, weights } = this.#rows;
    this.#loss.derive(output, this.#scores(output), y, weights, this.#g, this.#h);
    this.#space.index.set(this.#chosen);
    return sizesOf(this.#space, this.#chosen.length, this.#g, this.#h);
  }

  /** Writes the histograms of the rows that come to each target of a tree. `targets` are by node, and -1 where a node is none. */
  sum(tree: GrownTree, targets: Int32Array, units: Units, out: Int32Array): void {
    const space = this.#space;
    packRows(space, this.#chosen.length, this.#g, this.#h, units);
    const [start, end] = histogramsIn(space, 0, 0, space.stride);
    const rows: number[][] = [];
    for (const row of this.#chosen) {
      const target = targets[leafOf(tree, space, row)]!;
      if (target < 0) continue;
      rows[target] ??= [];
      rows[target].push(row);
    }
    rows.forEach((own, target) => {
      space.index.set(own);
      sumHistograms(space, { from: 0, rows: own.length, slot: 0 }, 0, space.stride);
      out.set(space.words.subarray(start, end), target * (end - start));
    });
  }

  #scores(output: number): Float64Array {
    const { length } = this.#rows.y;
    return this.#rows.scores.subarray(output * length, (output + 1) * length);
  }
}

/** Rows of a piece whose bytes stay in the cache while column after column is written. */
const TILE_ROWS = 512;

/** Puts rows whose values are codes of bins into a workspace. */
function fillCodes({ bins, features, part }: Workspace, { stores, rows }: Block["x"]): void {
  for (let from = 0; from < rows; from += TILE_ROWS) {
    const to = Math.min(rows, from + TILE_ROWS);
    stores.forEach(({ data, start, stride, missing }, f) => {
      const { start: first, step } = part(f);
      const { count } = features[f]!;
      let out = first + from * step + f;
      for (let i = from, at = start + from * stride; i < to; i++, at += stride, out += step) {
        const code = data[at]!;
        bins[out] = code === missing ? count : code - FIRST_BIN;
      }
    });
  }
}

let opened: { readonly counts: Int32Array; readonly space: Workspace } | undefined;

/** A workspace for the rows of a block: the one of the block before where columns are the same. */
function spaceOf(counts: Int32Array): Workspace {
  if (opened?.counts.length !== counts.length || counts.some((count, f) => count !== opened!.counts[f])) {
    const features = Array.from(counts, (count, column): ColumnBins => ({ column, count, ends: NO_ENDS }));
    const plan = { features, rows: BLOCK_ROWS, leaves: 2 };
    opened = { counts: counts.slice(), space: openWorkspace(makeMemory(plan), plan) };
  }
  return opened!.space;
}

const NO_ENDS = new Float64Array(0);
