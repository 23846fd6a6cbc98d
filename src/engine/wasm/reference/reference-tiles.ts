import { readValues } from "../../../matrix/index.js";
import type { ColumnTiles, Sweep } from "../tiles.js";
import { addProductTile } from "./gram.js";

const TILE_ROWS = 256;

/** Tiles of columns in plain loops, which take every sum in the order that the kernels take. */
export class ReferenceTiles implements ColumnTiles {
  readonly width: number;
  readonly coefficients: Float64Array;
  readonly scores: readonly Float64Array[];
  readonly weights: Float64Array = new Float64Array(TILE_ROWS);
  readonly chosen: Int32Array = new Int32Array(TILE_ROWS);
  readonly chosenWeights: Float64Array = new Float64Array(TILE_ROWS);
  readonly sums: Float64Array;
  readonly squareSums: Float64Array;
  readonly squares: Float64Array;
  readonly #sweep: Sweep;
  readonly #columns: readonly Float64Array[];
  #rows = 0;

  constructor(sweep: Sweep) {
    const { outputs, squares } = sweep;
    this.#sweep = sweep;
    this.width = sweep.x.stores.length + 1;
    this.#columns = Array.from({ length: this.width }, () => new Float64Array(TILE_ROWS));
    this.coefficients = new Float64Array(outputs * this.width);
    this.scores = Array.from({ length: outputs }, () => new Float64Array(TILE_ROWS));
    this.sums = new Float64Array(outputs * this.width);
    this.squareSums = new Float64Array(outputs * this.width);
    this.squares = new Float64Array(squares * this.width * this.width);
  }

  load(from: number, rows: number): void {
    const { x, center, mask } = this.#sweep;
    this.#rows = rows;
    this.#columns.forEach((values, j) => {
      const store = x.stores[j];
      if (store === undefined) values.fill(1, 0, rows);
      else readValues(store, rows, values, 0, 1, from);
      const by = store === undefined ? 0 : center[j]!;
      for (let i = 0; i < rows; i++) values[i] = mask?.[from + i] === 0 ? 0 : values[i]! - by;
    });
  }

  score(output: number): void {
    const scores = this.scores[output]!.fill(0);
    this.#columns.forEach((values, j) => {
      const by = this.coefficients[output * this.width + j]!;
      for (let i = 0; i < this.#rows; i++) scores[i]! += values[i]! * by;
    });
  }

  addSums(output: number): void {
    this.#columns.forEach((values, j) => {
      this.sums[output * this.width + j]! += this.#strands((i) => this.weights[i]! * values[i]!);
    });
  }

  addSquareSums(output: number): void {
    this.#columns.forEach((values, j) => {
      this.squareSums[output * this.width + j]! += this.#strands((i) => this.weights[i]! * values[i]! * values[i]!);
    });
  }

  /** Even and odd rows are summed apart. */
  #strands(term: (row: number) => number): number {
    const sums = [0, 0];
    for (let i = 0; i < this.#rows; i++) sums[i & 1]! += term(i);
    return sums[0]! + sums[1]!;
  }

  addSquare(square: number, used: number): void {
    const rows = Array.from(this.chosen.subarray(0, used));
    const plain = this.#columns.map((values) => Float64Array.from(rows, (i) => values[i]!));
    const weighted = plain.map((values) => values.map((value, i) => this.chosenWeights[i]! * value));
    const size = this.width * this.width;
    const sums = this.squares.subarray(square * size, (square + 1) * size);
    addProductTile({ columns: plain, right: weighted, rows: used, first: 0, single: false }, sums, this.width);
  }
}
