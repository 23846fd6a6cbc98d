import type { LearningKernels } from "./learning-kernels.js";
import { ONES, PackedColumns } from "./packed-columns.js";
import type { ColumnTiles, Sweep } from "./tiles.js";

const TILE_ROWS = 256;

/** Tiles of columns in the memory of the kernels: everything lies there until the kernels are used for something else. */
export class WasmTiles implements ColumnTiles {
  readonly width: number;
  readonly coefficients: Float64Array;
  readonly scores: readonly Float64Array[];
  readonly weights: Float64Array;
  readonly chosen: Int32Array;
  readonly chosenWeights: Float64Array;
  readonly sums: Float64Array;
  readonly squareSums: Float64Array;
  readonly squares: Float64Array;
  readonly #run: LearningKernels["run"];
  readonly #count: number;
  readonly #packed: PackedColumns;
  readonly #shifts: Float64Array;
  readonly #mask: Float64Array;
  readonly #values: Float64Array;
  readonly #panels: Float64Array;
  readonly #plain: Float64Array;
  readonly #weighted: Float64Array;
  #rows = 0;

  constructor({ run, scratch }: LearningKernels, { x, center, mask, outputs, squares }: Sweep) {
    const stores = [...x.stores, ONES];
    this.#run = run;
    this.#count = stores.length;
    this.width = 4 * ((stores.length + 3) >> 2);
    const panels = this.width * TILE_ROWS;
    const size = (this.width + 2) * this.width;
    const held = [
      ...[outputs * this.width, outputs * this.width, outputs * this.width, squares * size, this.width],
      ...[(outputs + 4) * TILE_ROWS, mask === undefined ? 0 : x.rows + 1, panels, squares > 0 ? 2 * panels : 0],
    ];
    const needed = PackedColumns.bytesNeeded(stores, x.rows);
    scratch.open(needed.bytes + 8 * held.reduce((sum, length) => sum + length, 0), needed.arrays + outputs + 16);
    this.#packed = new PackedColumns(scratch, stores, x.rows, "values");
    this.#packed.fill(0, x.rows);
    this.#shifts = scratch.float64(this.width).fill(0);
    this.#shifts.set(x.stores.map((_, j) => center[j]!));
    this.#mask = scratch.float64(mask === undefined ? 0 : x.rows + 1);
    if (mask !== undefined) this.#mask.set(mask);
    this.#values = scratch.float64(TILE_ROWS + 4);
    this.#panels = scratch.float64(panels);
    this.#plain = scratch.float64(squares > 0 ? panels : 0);
    this.#weighted = scratch.float64(squares > 0 ? panels : 0);
    this.coefficients = scratch.float64(outputs * this.width).fill(0);
    this.scores = Array.from({ length: outputs }, () => scratch.float64(TILE_ROWS));
    this.weights = scratch.float64(TILE_ROWS);
    this.chosen = scratch.int32(TILE_ROWS);
    this.chosenWeights = scratch.float64(TILE_ROWS);
    this.sums = scratch.float64(outputs * this.width).fill(0);
    this.squareSums = scratch.float64(outputs * this.width).fill(0);
    this.squares = scratch.float64(squares * size).fill(0);
  }

  load(from: number, rows: number): void {
    this.#rows = rows;
    const [shifts, values, panels] = [this.#shifts, this.#values, this.#panels].map((array) => array.byteOffset);
    const mask = this.#mask.length === 0 ? 0 : this.#mask.byteOffset;
    this.#run.packValues(this.#packed.pointer, shifts!, mask, this.#count, from, rows, 0, values!, panels!);
  }

  /** Pairs of rows in the tile. */
  get #steps(): number {
    return (this.#rows + 1) >> 1;
  }

  score(output: number): void {
    const by = this.coefficients.byteOffset + 8 * output * this.width;
    const to = this.scores[output]!.byteOffset;
    this.#run.panelScores(this.#panels.byteOffset, by, this.#count, this.#steps, to);
  }

  addSums(output: number): void {
    this.#addColumns(this.sums, output, 0);
  }

  addSquareSums(output: number): void {
    this.#addColumns(this.squareSums, output, 1);
  }

  #addColumns(sums: Float64Array, output: number, square: number): void {
    // An odd last row has a partner of zeros, which must not meet anything but a number.
    if (this.#rows & 1) this.weights[this.#rows] = 0;
    const to = sums.byteOffset + 8 * output * this.width;
    this.#run.panelSums(this.#panels.byteOffset, this.weights.byteOffset, this.#count, this.#steps, square, to);
  }

  addSquare(square: number, used: number): void {
    const panels = this.#panels.byteOffset;
    const [plain, weighted] = [this.#plain.byteOffset, this.#weighted.byteOffset];
    const [rows, weights] = [this.chosen.byteOffset, this.chosenWeights.byteOffset];
    this.#run.panelRows(panels, this.#count, this.#steps, rows, weights, used, plain, weighted);
    const to = this.squares.byteOffset + 8 * square * (this.width + 2) * this.width;
    this.#run.gramDoubles(plain, weighted, 0, this.#count, (used + 1) >> 1, to, this.width);
  }
}
