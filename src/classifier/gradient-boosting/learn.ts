import { sumInSections } from "../../engine/numeric/statistics/index.js";
import { isPortable } from "../../engine/program/index.js";
import { baseOf } from "../../engine/rows/index.js";
import { defaultThreads, runGroup } from "../../engine/threads/index.js";
import {
  BLOCK_ROWS,
  type BoostingRows,
  type BoostingRules,
  boostGroup,
  type ColumnBins,
  findBins,
  makeMemory,
  openWorkspace,
  type Plan,
} from "../../engine/trees/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import { classTotalsOf, classWeightsOf } from "../../estimator/index.js";
import { learnDistant, refuseDistant } from "./learn-distant.js";
import { type EarlyStopping, type GradientBoostingOptions, positionsOf, STOPPING } from "./options.js";
import { boostingRows } from "./rows.js";
import type { GradientBoostingState } from "./state.js";

/** The least sum of second derivatives of a leaf. */
const MIN_HESSIAN = 1e-3;
/** Values up to which one thread is done before another one has started. */
const MIN_GROUP_VALUES = 1 << 18;

/** Collects rows, puts their values into bins, and boosts trees on as many threads as pay. */
export async function learnBoosting(
  training: Training,
  params: GradientBoostingOptions,
): Promise<GradientBoostingState> {
  const before = baseOf(training.source);
  const isDistant = before.source.remote !== undefined && isPortable(before.program);
  if (isDistant) refuseDistant(training, params);
  const totals = await classTotalsOf(training);
  const classWeights = classWeightsOf(params.classWeight, training.classes!, totals, training.where);
  const names = training.source.plan.map(({ name }) => name);
  const categorical = positionsOf(params.categorical, names, "categorical", training.where);
  positionsOf(Object.keys(params.monotone), names, "monotone", training.where);
  refuse(params, training);
  const finding = { maxBins: params.maxBins, categorical: new Set(categorical.values()) };
  if (isDistant)
    return learnDistant(training, params, classWeights, finding, (features, weight) =>
      rulesOf(params, features, names, weight),
    );
  const { parts, ...rows } = await boostingRows(training, params, classWeights);
  const features = findBins(parts[0]!, rows.learn, finding);
  const plan: Plan = { features, rows: rows.count, leaves: params.maxLeaves };
  const threads = rows.count * features.length < MIN_GROUP_VALUES ? 1 : (training.threads ?? defaultThreads());
  const memory = makeMemory(plan, threads);
  const space = openWorkspace(memory, plan);
  parts.reduce((first, x) => {
    space.fillBins(x, first);
    return first + x.rows;
  }, 0);
  const args = { memory, plan, rows, rules: rulesOf(params, features, names, meanWeight(rows)) };
  const [boosted] = await runGroup(boostGroup, args, {
    threads,
    pieces: threads,
    signal: training.signal,
    onDone: (done) => training.progress(done, params.iterations),
  });
  return boosted!;
}

/** The mean weight of the rows learned from: the least Hessian of a leaf is for rows of weight 1, and must not change where all weights are scaled. */
function meanWeight({ learn, weights }: BoostingRows): number {
  return sumInSections(weights, learn, BLOCK_ROWS) / learn.length;
}

function rulesOf(
  params: GradientBoostingOptions,
  features: readonly ColumnBins[],
  names: readonly string[],
  weight: number,
): BoostingRules {
  const { maxDepth, earlyStopping, monotone } = params;
  const stopping: EarlyStopping = typeof earlyStopping === "object" ? earlyStopping : STOPPING;
  const signs = new Map(Object.entries(monotone));
  const directions = Int8Array.from(features, ({ column }) => {
    const sign = signs.get(names[column]!);
    return sign === undefined ? 0 : sign === "up" ? 1 : -1;
  });
  return {
    iterations: params.iterations,
    learningRate: params.learningRate,
    maxLeaves: params.maxLeaves,
    maxDepth: maxDepth ?? Number.POSITIVE_INFINITY,
    minSamplesLeaf: params.minSamplesLeaf,
    minHessian: MIN_HESSIAN * weight,
    l2: params.l2,
    subsample: params.subsample,
    columnSample: params.columnSample,
    seed: params.seed,
    metric: stopping.metric,
    ...(earlyStopping === false ? {} : { patience: stopping.patience }),
    ...(signs.size === 0 ? {} : { directions }),
  };
}

function refuse({ categorical, monotone, earlyStopping }: GradientBoostingOptions, training: Training): void {
  const classes = training.classes!.length;
  const both = categorical.find((name) => Object.hasOwn(monotone, name));
  const problem =
    both !== undefined
      ? `column "${both}" is both categorical and monotone`
      : classes > 2 && Object.keys(monotone).length > 0
        ? `monotone is for two classes, and there are ${classes}`
        : classes > 2 && typeof earlyStopping === "object" && earlyStopping.metric === "rocAuc"
          ? `the metric "rocAuc" is for two classes, and there are ${classes}`
          : undefined;
  if (problem !== undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: training.where,
      problem,
      fix: both === undefined ? "Learn two classes at a time, or leave it out" : "Name it in one of them",
    });
}
