import type { RowPacking, Scores } from "../numeric/distances/index.js";
import type { DistancesOperation } from "./distances.js";
import { middle } from "./nearest.js";
import type { ProjectOperation } from "./project-operation.js";

/** Half a unit in the last place of float32 and of float64. */
const FLOAT32_UNIT = 2 ** -24;
const FLOAT64_UNIT = 2 ** -53;
/** Bounds are of first order in the roundings: this covers the rest, and the rounding of the bounds themselves. */
const BOUND_FACTOR = 1.02;
/** Below what float32 holds with full precision. */
const TINY_SCORE = 2 ** -110;

/** What centroids behind a projection look like from before it. */
interface Seen {
  /** Clusters x columns: the projection's weights times each centroid, less the middle m of the centroids; and the same of their sizes. */
  readonly weights: Float64Array;
  readonly sizes: Float64Array;
  /** For each centroid |c|^2 - |m|^2 - 2 b.(c - m), and a bound of what rounding makes of that and of the biases b. */
  readonly constants: Float64Array;
  readonly errors: Float64Array;
  /** For each centroid |c|^2. */
  readonly squares: Float64Array;
  /** The lengths of all weights and all biases. */
  readonly spread: number;
  readonly start: number;
}

const known = new WeakMap<ProjectOperation, { readonly measure: DistancesOperation; readonly seen: Seen }>();

/**
 * Scores of rows x before a projection that order centroids c behind it as their distances do. With z = b + x.W the squared distance is
 * |z|^2 + |c|^2 - 2 z.c, and z.c is b.c + x.(W c): as many products as there are centroids, and not as many as there are outputs.
 *
 * `Scores.unit` and `lengths` bound how far that is from what `project` and `distances` would make of the row: the rounding of its values and
 * of each output's sum there, of the score here, and of distances in float64.
 */
export function projectedScores(
  operation: ProjectOperation,
  measure: DistancesOperation,
  { offset, isWide }: RowPacking,
): Scores {
  const { weights, sizes, constants, errors, squares, spread, start } = seenOf(operation, measure);
  const width = offset.length;
  const outputs = operation.bias.length;
  const center = operation.center ?? new Float64Array(width);
  // A value less its centroid is what is packed times its scale, plus this.
  const rest = offset.map((value, j) => value - center[j]!);
  const restLength = lengthOf(rest);
  const origin = lengthOf(offset) + lengthOf(center);
  const rounding = (outputs + 10) * 8 * FLOAT64_UNIT;
  const unit = ((width + 12) * FLOAT32_UNIT + rounding * spread * spread) * BOUND_FACTOR;
  const share = sumError(operation) + (isWide ? 3 : 2) * FLOAT32_UNIT + (outputs + 8) * FLOAT64_UNIT;
  const lengths = new Float64Array(constants.length);
  const moved = constants.slice();
  for (let c = 0; c < lengths.length; c++) {
    let [along, size, own, at] = [0, 0, 0, 0];
    for (let j = 0; j < width; j++) {
      const [a, h] = [weights[c * width + j]!, sizes[c * width + j]!];
      along += rest[j]! * a;
      size += h * h;
      own += a * a;
      at += Math.abs(rest[j]!) * h;
    }
    moved[c]! -= 2 * along;
    const steep = 2 * share * Math.sqrt(size) + 2 * (width + 12) * FLOAT32_UNIT * Math.sqrt(own);
    const fixed =
      2 * share * at +
      errors[c]! +
      8 * FLOAT64_UNIT * (width * at + origin * Math.sqrt(size)) +
      4 * FLOAT32_UNIT * Math.abs(moved[c]!) +
      rounding * ((start + spread * restLength) ** 2 + squares[c]!) +
      TINY_SCORE;
    lengths[c] = BOUND_FACTOR * Math.max(steep / (2 * unit), Math.sqrt(fixed / unit));
  }
  return { weights, constants: moved, lengths, unit };
}

/** How far an output's sum may be from the true one, as a share of its products' sizes. */
function sumError({ single, singleSums, bias, weights }: ProjectOperation): number {
  const terms = weights.length / bias.length + 2;
  if (singleSums === true) return BOUND_FACTOR * terms * FLOAT32_UNIT;
  return BOUND_FACTOR * (terms * FLOAT64_UNIT + (single ? FLOAT32_UNIT : 0));
}

function seenOf(operation: ProjectOperation, measure: DistancesOperation): Seen {
  const found = known.get(operation);
  if (found?.measure === measure) return found.seen;
  const { bias, singleSums } = operation;
  const by = singleSums === true ? operation.weights.map(Math.fround) : operation.weights;
  const start = singleSums === true ? bias.map(Math.fround) : bias;
  const outputs = bias.length;
  const width = by.length / outputs;
  const { centroids } = measure;
  const clusters = centroids.length / outputs;
  const m = middle(centroids, outputs);
  const seen = {
    weights: new Float64Array(clusters * width),
    sizes: new Float64Array(clusters * width),
    constants: new Float64Array(clusters),
    errors: new Float64Array(clusters),
    squares: new Float64Array(clusters),
    spread: lengthOf(by),
    start: lengthOf(start),
  };
  const share = 2 * (sumError(operation) + 4 * FLOAT32_UNIT);
  for (let c = 0; c < clusters; c++) {
    const away = Float64Array.from(m, (value, k) => centroids[c * outputs + k]! - value);
    for (let k = 0; k < outputs; k++) {
      const centroid = centroids[c * outputs + k]!;
      seen.squares[c]! += centroid * centroid;
      seen.constants[c]! += away[k]! * (centroid + m[k]! - 2 * start[k]!);
      const sizes = Math.abs(centroid) + Math.abs(m[k]!);
      seen.errors[c]! +=
        Math.abs(away[k]!) * (share * Math.abs(start[k]!)) +
        (outputs + 8) * 4 * FLOAT64_UNIT * sizes * (sizes + Math.abs(start[k]!));
    }
    for (let j = 0; j < width; j++) {
      let [sum, size] = [0, 0];
      for (let k = 0; k < outputs; k++) {
        const product = by[j * outputs + k]! * away[k]!;
        sum += product;
        size += Math.abs(product);
      }
      seen.weights[c * width + j] = sum;
      seen.sizes[c * width + j] = size;
    }
  }
  known.set(operation, { measure, seen });
  return seen;
}

function lengthOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
