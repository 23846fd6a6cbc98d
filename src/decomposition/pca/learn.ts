import { Random } from "../../engine/numeric/random/index.js";
import { moments } from "../../engine/reducers/index.js";
import { KindredError } from "../../errors/index.js";
import { completeMoments, isSingle, refuseTooLarge, type Training } from "../../estimator/index.js";
import { readValues } from "../../matrix/index.js";
import { type Centered, type Directions, fromCovariance, fromRandomDirections, oriented } from "./eigen.js";
import { nipals } from "./nipals.js";
import type { PCAOptions } from "./options.js";
import { withoutRounding } from "./rank.js";
import type { PCAState } from "./state.js";

/** The widest table of which the whole covariance matrix is decomposed by itself. */
const MAX_COVARIANCE_WIDTH = 2000;

/** The directions of most variance of the rows of a training. */
export async function learnComponents(training: Training, params: PCAOptions): Promise<PCAState> {
  const sums = await completeMoments(training);
  refuseTooLarge(training, sums.squares!);
  const width = training.source.plan.length;
  const rows = training.source.rows;
  const limit = Math.min(width, rows);
  const { components } = params;
  if (components !== undefined && components > limit) throw tooMany(components, rows, width);
  const weight = sums.weight![0]!;
  const mean = Float64Array.from(sums.sum!, (sum) => sum / weight);
  const centered = { mean, divisor: Math.max(weight - 1, 1) };
  const most = components !== undefined && components >= 1 ? components : limit;
  const seen = await directions(training, params, centered, most);
  const columnVariances = seen.columnVariances ?? (await variancesOf(training, centered));
  const found = withoutRounding(seen, columnVariances, isRounded(training, params));
  const total = columnVariances.reduce((sum, variance) => sum + variance, 0);
  const count = components !== undefined && components < 1 ? enough(found.variance, total, components) : most;
  return {
    mean,
    components: found.components.slice(0, count * width),
    variance: found.variance.slice(0, count),
    total,
    divisor: centered.divisor,
    single: isSingle(training),
  };
}

/** The solver that is used. */
function solverOf({ solver, components }: PCAOptions, width: number): "covariance" | "randomized" | "nipals" {
  if (solver !== "auto") return solver;
  const fewer = components !== undefined && components >= 1 && components < width;
  return width > MAX_COVARIANCE_WIDTH && fewer ? "randomized" : "covariance";
}

async function directions(
  training: Training,
  params: PCAOptions,
  centered: Centered,
  most: number,
): Promise<Directions> {
  const chosen = solverOf(params, centered.mean.length);
  if (chosen === "covariance") return fromCovariance(training, centered, most);
  if (chosen === "randomized") {
    const random = new Random(params.seed);
    return fromRandomDirections(training, centered, most, () => random.normal());
  }
  return fromNipals(training, centered, most);
}

/** One component after the other, in memory. */
async function fromNipals(training: Training, centered: Centered, most: number): Promise<Directions> {
  const { x, w } = await training.collect();
  if (w !== undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: training.where,
      problem: 'the solver "nipals" takes no sample weights',
      fix: 'Use the solver "covariance"',
    });
  const width = centered.mean.length;
  const rows = new Float64Array(x.rows * width);
  x.stores.forEach((store, j) => {
    readValues(store, x.rows, rows, j, width);
    for (let at = j; at < rows.length; at += width) rows[at]! -= centered.mean[j]!;
  });
  const { components, variance } = await nipals(training, rows, centered, most);
  return { components: oriented(components, width), variance };
}

/** The fewest leading components that hold more than a share of the variance. */
function enough(variance: Float64Array, total: number, share: number): number {
  let sum = 0;
  for (let c = 0; c < variance.length; c++) {
    sum += variance[c]!;
    if (sum / total > share) return c + 1;
  }
  return variance.length;
}

function tooMany(components: number, rows: number, width: number): KindredError {
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: "PCA.fit",
    problem: `${components} components were asked for, and ${rows} rows of ${width} columns have at most ${Math.min(rows, width)}`,
    fix: "Ask for fewer, or for a share of the variance",
    expected: Math.min(rows, width),
    got: components,
  });
}

/** One more pass, for solvers that see directions and not variances. */
async function variancesOf(training: Training, { mean, divisor }: Centered): Promise<Float64Array> {
  const { squares } = await training.reduce(moments, { shift: mean });
  return Float64Array.from(squares!, (sum) => sum / divisor);
}

/** Are products of columns taken in float32? Those of codes are whole numbers, but not those with random directions. */
function isRounded(training: Training, params: PCAOptions): boolean {
  const { plan } = training.source;
  const solver = solverOf(params, plan.length);
  if (solver === "nipals" || !isSingle(training)) return false;
  return solver === "randomized" || plan.some(({ storage }) => storage === "float32");
}
