import { Random } from "../../engine/numeric/random/index.js";
import { type Block, memorySource, yieldToEventLoop } from "../../engine/rows/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { completeMoments, defineResampler, type ResamplerClass, type Training } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import * as z from "../../options/schemas.js";
import { classRows } from "../class-rows.js";
import { type Kinds, kindsOf, nearestOf } from "./neighbors.js";
import { joinedStores, type Synthetic } from "./rows.js";

/** Options of Smote. */
export interface SmoteOptions {
  /** Rows of a smaller class for each row of the largest one. Above 0, at most 1. */
  readonly ratio: number;
  /** How many of the nearest rows of its class a row may be mixed with. */
  readonly neighbors: number;
  /** Columns whose numbers are names and cannot be mixed. One-hot columns are known to be names without being listed. */
  readonly nominal: readonly string[];
  /** Seed of the draw. */
  readonly seed: number;
}

const SmoteBase: ResamplerClass<SmoteOptions> = defineResampler({
  kind: "Smote",
  version: 1,
  params: z.strictObject({
    ratio: z.number().positive().max(1).default(1),
    neighbors: z.number().int().min(1).default(5),
    nominal: z.array(z.string()).readonly().default([]),
    seed: z.number().int().min(0).default(0),
  }),
  traits: { target: "required", missing: "refused" },
  async resample(training, params: SmoteOptions) {
    await completeMoments(training);
    const block = await training.collect();
    const kinds = kindsOf(block.x, nominalColumns(training, params.nominal));
    const rows = classRows({
      y: block.y!,
      classes: training.classes!,
      schema: training.schema,
      ...(block.w === undefined ? {} : { sampleWeight: block.w }),
    });
    const wanted = Math.round(params.ratio * Math.max(...rows.map((list) => list.length)));
    const made: Synthetic[] = [];
    for (const list of rows)
      if (list.length > 0 && list.length < wanted)
        made.push(...(await synthesized(training, block.x, list, wanted - list.length, kinds, params)));
    return memorySource(withRows(block, made, kinds));
  },
});

/** The columns that cannot be mixed: those that are listed, and those that the Schema calls nominal. */
function nominalColumns({ where, source, schema }: Training, listed_: readonly string[]): ReadonlySet<number> {
  const names = source.plan.map((column) => column.name);
  const missing = listed_.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `nominal names ${listed(missing)}, which the data lack`,
      fix: "Correct the names, or take them off `nominal`",
      column: missing[0]!,
    });
  return new Set(
    names.flatMap((name, j) => (listed_.includes(name) || schema.column(name).level === "nominal" ? [j] : [])),
  );
}

async function synthesized(
  training: Training,
  x: FeatureMatrix,
  rows: readonly number[],
  count: number,
  kinds: Kinds,
  { neighbors, seed }: SmoteOptions,
): Promise<Synthetic[]> {
  if (rows.length < 2)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: training.where,
      problem: "a class has a single row, which has no neighbor to be mixed with",
      fix: "Use RandomOverSampler",
    });
  const yieldNow = yieldToEventLoop(training.signal);
  const random = new Random(seed, "Smote");
  const near = nearestOf(x, rows, kinds, Math.min(neighbors, rows.length - 1));
  const known: Int32Array[] = [];
  for (let i = 0; i < rows.length; i++) {
    known.push(near(i));
    training.progress(i + 1, rows.length);
    await yieldNow();
  }
  // Every row is the base of equally many, but for one more or less.
  const bases = random.permutation(rows.length);
  return Array.from({ length: count }, (_, k) => {
    const base = bases[k % bases.length]!;
    const others = known[base]!;
    return {
      base: rows[base]!,
      other: rows[others[random.below(others.length)]!]!,
      share: random.uniform(),
      near: others.map((at) => rows[at]!),
    };
  });
}

/** The rows as they are, and the made ones below. Whatever belongs to a made row is that of its base. */
function withRows(block: Block, made: readonly Synthetic[], kinds: Kinds): Block {
  const bases = made.map(({ base }) => base);
  const extended = (values: Float64Array): Float64Array =>
    Float64Array.from([...values, ...bases.map((i) => values[i]!)]);
  const ids = block.ids ?? Float64Array.from({ length: block.x.rows }, (_, i) => block.row + i);
  return {
    x: joinedStores(block.x, made, kinds),
    row: 0,
    ids: extended(ids),
    ...(block.y === undefined ? {} : { y: extended(block.y) }),
    ...(block.w === undefined ? {} : { w: extended(block.w) }),
    ...(block.groups === undefined
      ? {}
      : { groups: Int32Array.from([...block.groups, ...bases.map((i) => block.groups![i]!)]) }),
  };
}

/**
 * SMOTE: rows of the smaller classes are added, each somewhere on the line between a row and one of the nearest rows of its class. Where columns
 * are names (one-hot columns, columns that the Schema calls nominal, and those listed) the made row takes the commonest name among the
 * neighbors. At fit only. A made row keeps the id, weight and group of the row it starts from.
 *
 * Distances are those of the columns as they come: scale them before. Time grows with the square of the smaller class.
 *
 * **Formula.** A made row is x + u (z − x): x is a row of the class, z is drawn from the `neighbors` rows of its class
 * that are nearest to x, u evenly from 0 to 1. A class of n rows gets `ratio` N − n made rows (`ratio` N rounded),
 * where N rows are of the largest class; every row is x equally often, but for one time more or less. The squared
 * distance is Σ (x − z)² over columns of numbers, and m² / 2 more for each name that differs: m is the median of the
 * standard deviations that these columns have in the class. Where no column is of numbers, the distance counts the
 * names that differ.
 *
 * **Limits.** Missing and infinite values are refused, and so is a class of a single row that needs more. The training
 * rows must fit into memory; rows on Spark are refused. A target is needed. Rows of weight 0 count in no class, and
 * none is made from them. A column of codes that neither the Schema nor `nominal` calls nominal is mixed as numbers
 * are, and then holds values between its codes. Where rows are made, columns of numbers become floats.
 *
 * **Source.** N. Chawla, K. Bowyer, L. Hall, W. Kegelmeyer, "SMOTE: Synthetic minority over-sampling technique", 2002.
 *
 * @example
 * ```ts
 * import { LogisticRegression, Pipeline, Scaler, Smote } from "kindred";
 *
 * const fitted = await new Pipeline([
 *   ["scale", new Scaler()],
 *   ["smote", new Smote({ neighbors: 2, seed: 1 })],
 *   ["model", new LogisticRegression()],
 * ]).fit([[0], [1], [2], [3], [4], [5]], [0, 0, 0, 0, 1, 1]);
 * fitted.predict([[0], [5]]); // [0, 1]
 * ```
 */
export class Smote extends SmoteBase {}
