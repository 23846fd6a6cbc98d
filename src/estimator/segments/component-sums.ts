import type { NamedArrays } from "../../engine/reducers/index.js";
import { type ColumnStore, valueAt } from "../../matrix/index.js";
import type { SegmentComponents } from "./statistics.js";

/** Means of components by segment. */
export class ComponentSums {
  readonly #width: number;
  readonly #weights: number[] = [];
  readonly #sums: Float64Array[] = [];
  readonly #squares: Float64Array;

  /** @param width - How many components there are. */
  constructor(width: number) {
    this.#width = width;
    this.#squares = new Float64Array(width);
  }

  /** Adds the components of a block's rows. */
  add(stores: readonly ColumnStore[], segments: Int32Array, weights: Float64Array | undefined): void {
    for (let i = 0; i < segments.length; i++) {
      const w = weights === undefined ? 1 : weights[i]!;
      const s = segments[i]!;
      if (w === 0 || s < 0) continue;
      this.#reach(s);
      this.#weights[s]! += w;
      for (let c = 0; c < this.#width; c++) {
        const value = valueAt(stores[c]!, i);
        this.#sums[s]![c]! += w * value;
        this.#squares[c]! += w * value * value;
      }
    }
  }

  arrays(): NamedArrays {
    const sums = new Float64Array(this.#sums.length * this.#width);
    this.#sums.forEach((own, s) => {
      sums.set(own, s * this.#width);
    });
    return {
      componentWeights: Float64Array.from(this.#weights),
      componentSums: sums,
      componentSquares: this.#squares,
    };
  }

  merge({ componentWeights, componentSums, componentSquares }: NamedArrays): void {
    this.#reach(componentWeights!.length - 1);
    componentWeights!.forEach((weight, s) => {
      this.#weights[s]! += weight;
      for (let c = 0; c < this.#width; c++) this.#sums[s]![c]! += componentSums![s * this.#width + c]!;
    });
    for (let c = 0; c < this.#width; c++) this.#squares[c]! += componentSquares![c]!;
  }

  /** Means for a number of segments. */
  result(names: readonly string[], segments: number): SegmentComponents {
    const width = this.#width;
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    const means = new Float64Array(segments * width);
    const overall = new Float64Array(2 * width);
    for (let c = 0; c < width; c++) {
      const sum = this.#sums.reduce((all, sums) => all + sums[c]!, 0);
      overall[2 * c] = sum / total;
      overall[2 * c + 1] = Math.sqrt(Math.max(0, this.#squares[c]! / total - (sum / total) ** 2));
      this.#sums.forEach((sums, s) => {
        means[s * width + c] = sums[c]! / this.#weights[s]!;
      });
    }
    return { names, overall, means };
  }

  #reach(s: number): void {
    while (this.#sums.length <= s) {
      this.#sums.push(new Float64Array(this.#width));
      this.#weights.push(0);
    }
  }
}
