import { Random } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import type { DataInput, JobOptions } from "../../estimator/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { selectable } from "../../selection/index.js";
import { jaccards } from "./jaccard.js";
import { refittable, refitted, type SegmentEstimator, type SegmentModel, segmentsBy } from "./refit.js";
import { SegmentStabilities, stabilityOf } from "./segment-stabilities.js";

/** Options of `stability`. */
export interface StabilityOptions extends JobOptions {
  /** How many times the segments are made again; 20 by default. */
  readonly draws?: number;
  /** How many rows each of them is made from; half of all by default, 20,000 at most. */
  readonly rows?: number;
  /** Seed of the draws. */
  readonly seed?: number;
}

const WHERE = "stability";
const MAX_DRAW_ROWS = 20_000;
/** Rows on which the segments are compared at most. */
const COMPARED_ROWS = 50_000;

const checkStability = optionsCheck<StabilityOptions>("stability", {
  draws: check.whole(2),
  rows: check.whole(2),
  seed: check.seed,
  ...check.job,
});

/**
 * Does each segment come out again when others are asked? The whole model, every step of a Pipeline, is fitted again on rows drawn at random without
 * replacement, and each segment is held against the most similar one of the new model by their Jaccard: the people in both over the people in either
 * (C. Hennig, "Cluster-wise assessment of cluster stability", 2007). Below 0.6 a segment should not be relied on, from 0.75 on it holds. One number
 * over all segments would hide the one that dissolves.
 *
 * @param model - A clusterer or a Pipeline that ends in one: fitted, to rate its segments, or not, then it is fitted on all rows first.
 * @param data - The rows that it was fitted on, or others like them.
 * @throws KindredError where the model has no segments, or there are fewer than 4 rows.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, KMeans, Pipeline, Scaler, stability } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 30 : 60) + (i % 7)) });
 * const pipeline = new Pipeline([["scale", new Scaler()], ["cluster", new KMeans({ clusters: 2, seed: 1 })]]);
 * const fitted = await pipeline.fit(people);
 * const { segments } = await stability(fitted, people, { draws: 5, seed: 1 });
 * segments.map(({ jaccard }) => jaccard); // [1, 1]
 * ```
 */
export async function stability(
  model: SegmentEstimator | SegmentModel,
  data: DataInput,
  options: StabilityOptions = {},
): Promise<SegmentStabilities> {
  checkArguments("stability", { model: [model, check.anyObject], data: [data, check.data] });
  checkStability(options);
  const { draws = 20, seed = 0, onProgress, ...job } = options;
  const estimator = refittable(model, WHERE);
  const all = selectable(data, WHERE);
  const size = options.rows ?? Math.min(Math.ceil(all.rows / 2), MAX_DRAW_ROWS);
  checkSize(size, all.rows);
  const random = new Random(seed, WHERE);
  const compared = all.select(random.sample(all.rows, COMPARED_ROWS));
  const fitted = "fit" in model ? await refitted(estimator, data, job) : segmentsBy(model, WHERE);
  const { ids, labels } = positionsOf(fitted.predict(compared));
  const found: Float64Array[] = [];
  for (let draw = 0; draw < draws; draw++) {
    job.signal?.throwIfAborted();
    const again = await refitted(estimator, all.select(random.sample(all.rows, size)), job);
    found.push(jaccards(labels, ids.length, again.predict(compared)));
    onProgress?.({ step: WHERE, done: draw + 1, total: draws });
  }
  const ratings = ids.map((segment, s) =>
    stabilityOf(
      segment,
      found.map((draw) => draw[s]!),
    ),
  );
  return new SegmentStabilities(ratings, draws, size);
}

/** Labels as positions among the ids that occur, rising. */
function positionsOf(labels: ArrayLike<number>): { readonly ids: readonly number[]; readonly labels: Int32Array } {
  const ids = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const positions = new Map(ids.map((id, position) => [id, position]));
  return { ids, labels: Int32Array.from(labels, (id) => positions.get(id)!) };
}

function checkSize(size: number, rows: number): void {
  const fail = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
  };
  if (rows < 4) fail(`there are ${rows} rows`, "Use at least 4: segments are made again from a part of them");
  if (!Number.isInteger(size) || size < 2 || size >= rows)
    fail(`draws of ${size} rows were asked for and there are ${rows}`, "Draw fewer rows than there are; half is usual");
}
