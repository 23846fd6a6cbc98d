import { hashed } from "../numeric/random/index.js";
import { type Block, idOf } from "../rows/index.js";
import type { NamedArrays } from "./reducer.js";
import type { Summary, SummaryKind } from "./summary.js";

/** Rows of a weight above zero whose ids hash lowest; of rows that hash alike the first. */
export class LowestDraws implements Summary {
  readonly #most: number;
  readonly #seed: number;
  #rows: { readonly row: number; readonly draw: number }[] = [];

  /** No row above it is among the lowest. */
  #highest: number = Number.POSITIVE_INFINITY;

  constructor(most: number, seed: number) {
    this.#most = most;
    this.#seed = seed;
  }

  add(block: Block): void {
    for (let i = 0; i < block.x.rows; i++) {
      if (block.w !== undefined && !(block.w[i]! > 0)) continue;
      const draw = hashed(idOf(block, i), this.#seed);
      if (draw <= this.#highest) this.#rows.push({ row: block.row + i, draw });
    }
    this.#keepLowest();
  }

  arrays(): NamedArrays {
    const rows = Float64Array.from(this.#rows, ({ row }) => row);
    return { rows, draws: Float64Array.from(this.#rows, ({ draw }) => draw) };
  }

  merge({ rows, draws }: NamedArrays): void {
    rows!.forEach((row, k) => {
      this.#rows.push({ row, draw: draws![k]! });
    });
    this.#keepLowest();
  }

  /** The numbers of the rows, rising. */
  get chosen(): Float64Array {
    return Float64Array.from(this.#rows, ({ row }) => row).sort();
  }

  #keepLowest(): void {
    if (this.#rows.length <= this.#most) return;
    this.#rows = this.#rows.sort((a, b) => a.draw - b.draw || a.row - b.row).slice(0, this.#most);
    this.#highest = this.#rows.at(-1)!.draw;
  }
}

/** `params.settings` holds how many rows are wanted, and the seed. */
export const lowestDraws: SummaryKind<LowestDraws> = {
  name: "lowestDraws",
  init: (_plan, { settings }) => new LowestDraws(settings![0]!, settings![1]!),
};
