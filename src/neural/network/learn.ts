import { classTotalsOf, classWeightsOf, heldOutRows } from "../../classifier/index.js";
import { Random } from "../../engine/numeric/random/index.js";
import { areaUnderRoc } from "../../engine/numeric/statistics/index.js";
import { type Block, collect, yieldToEventLoop } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { completeMoments, type Training } from "../../estimator/index.js";
import { readValues } from "../../matrix/index.js";
import type { NetworkLayer, NeuralNetworkState } from "./fitted.js";
import { lossOf } from "./loss.js";
import { type Batch, Network } from "./network.js";
import type { NetworkStopping, NeuralNetworkOptions } from "./options.js";
import { tensorflow } from "./tensorflow.js";

/** Rows that are scored at once. */
const SCORED_ROWS = 4096;

/** Rows in memory: values row by row, labels, and what each weighs. */
interface Rows {
  readonly values: Float32Array;
  readonly width: number;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

/** Learns by Adam (D. Kingma, J. Ba, 2015) over shuffled batches; leaves no tensor behind, however it ends. */
export async function trainNetwork(training: Training, params: NeuralNetworkOptions): Promise<NeuralNetworkState> {
  await completeMoments(training);
  const totals = await classTotalsOf(training);
  const classWeights = classWeightsOf(params.classWeight, training.classes!, totals, training.where);
  const outputs = totals.length === 2 ? 1 : totals.length;
  const stopping = stoppingOf(params, outputs, training.where);
  const { learn, watch } = await split(training, params, stopping, classWeights);
  const tf = await tensorflow(params.backend, training.where);
  const random = new Random(params.seed, "network");
  const network = new Network(
    tf,
    [learn.width, ...params.hidden, outputs],
    params.activation,
    params.learningRate,
    random,
  );
  const yieldNow = yieldToEventLoop(training.signal);
  try {
    const losses: number[] = [];
    const watched: number[] = [];
    let best: { epoch: number; layers: NetworkLayer[] } | undefined;
    for (let epoch = 0; epoch < params.epochs; epoch++) {
      losses.push(await runEpoch(network, learn, outputs, params, random, yieldNow));
      training.progress(epoch + 1, params.epochs);
      if (watch === undefined) continue;
      watched.push(await score(network, watch, outputs, stopping!.metric, yieldNow));
      const better = stopping!.metric === "rocAuc" ? 1 : -1;
      const found = better * watched.at(-1)!;
      if (best === undefined && Number.isNaN(found)) throw diverged(training.where, epoch);
      // NaN is above nothing: it never improves.
      if (best === undefined || found > better * watched[best.epoch]!) best = { epoch, layers: await network.layers() };
      if (epoch - best.epoch >= stopping!.patience) break;
    }
    const layers = best?.layers ?? (await network.layers());
    if (!layers.every(({ weights, bias }) => weights.every(Number.isFinite) && bias.every(Number.isFinite)))
      throw diverged(training.where, losses.findIndex(Number.isNaN));
    return {
      layers,
      history: {
        loss: Float64Array.from(losses),
        watched: Float64Array.from(watched),
        best: best?.epoch ?? losses.length - 1,
        backend: tf.getBackend(),
      },
    };
  } finally {
    network.dispose();
  }
}

function diverged(where: string, epoch: number): KindredError {
  const when = epoch < 0 ? "in the last epoch" : `in epoch ${epoch + 1}`;
  return new KindredError({
    code: "INVALID_RESULT",
    where,
    problem: `the weights left the numbers ${when}: the loss is NaN`,
    fix: "Put a Scaler before it, or lower `learningRate`",
  });
}

/** When to stop, with every default filled in. */
type Stopping = { readonly [K in keyof NetworkStopping]-?: NonNullable<NetworkStopping[K]> };

function stoppingOf({ earlyStopping }: NeuralNetworkOptions, outputs: number, where: string): Stopping | undefined {
  if (earlyStopping === false) return undefined;
  const { patience = 10, share = 0.1, metric } = earlyStopping === true ? {} : earlyStopping;
  if (metric === "rocAuc" && outputs > 1)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `the metric "rocAuc" is for two classes, and there are ${outputs}`,
      fix: 'Watch the "logLoss"',
    });
  return { patience, share, metric: metric ?? (outputs === 1 ? "rocAuc" : "logLoss") };
}

/** The rows to learn from, and those to watch: validation rows where there are any, else some that are held out. */
async function split(
  training: Training,
  { seed }: NeuralNetworkOptions,
  stopping: Stopping | undefined,
  classWeights: Float64Array,
): Promise<{ learn: Rows; watch: Rows | undefined }> {
  const block = await training.collect();
  const all = weighing(block);
  if (stopping === undefined) return { learn: rowsOf(block, all, classWeights), watch: undefined };
  if (training.validation !== undefined) {
    const given = await collect(training.validation);
    return {
      learn: rowsOf(block, all, classWeights),
      watch: rowsOf(given, weighing(given), classWeights),
    };
  }
  const held = heldOutRows(block, all, stopping.share, seed);
  if (held.size === 0)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where: training.where,
      problem: `${all.length} rows are too few to hold some of them out`,
      fix: "Pass { validation }, or leave earlyStopping off",
    });
  return {
    learn: rowsOf(
      block,
      all.filter((i) => !held.has(i)),
      classWeights,
    ),
    watch: rowsOf(block, Int32Array.from(held), classWeights),
  };
}

/** The rows with a weight: others teach nothing. */
function weighing({ x, w }: Block): Int32Array {
  const all = Int32Array.from({ length: x.rows }, (_, i) => i);
  return w === undefined ? all : all.filter((i) => w[i]! > 0);
}

function rowsOf(block: Block, chosen: Int32Array, classWeights: Float64Array): Rows {
  const { y, w } = block;
  const x = chosen.length === block.x.rows ? block.x : block.x.take(chosen);
  const width = x.columns.length;
  const values = new Float32Array(x.rows * width);
  x.stores.forEach((store, j) => {
    readValues(store, x.rows, values, j, width);
  });
  return {
    values,
    width,
    labels: Float64Array.from(chosen, (i) => y![i]!),
    weights: Float64Array.from(chosen, (i) => classWeights[y![i]!]! * (w === undefined ? 1 : w[i]!)),
  };
}

/** One pass over the rows in a new order. Gives the mean loss. */
async function runEpoch(
  network: Network,
  rows: Rows,
  outputs: number,
  { batchSize, dropout }: NeuralNetworkOptions,
  random: Random,
  yieldNow: () => Promise<void>,
): Promise<number> {
  const order = random.permutation(rows.labels.length);
  let loss = 0;
  let total = 0;
  for (let from = 0; from < order.length; from += batchSize) {
    const chosen = order.subarray(from, from + batchSize);
    const labels = Float64Array.from(chosen, (i) => rows.labels[i]!);
    const weights = Float64Array.from(chosen, (i) => rows.weights[i]!);
    const kept = 1 - dropout;
    const silence = (neurons: number): Float32Array =>
      Float32Array.from({ length: chosen.length * neurons }, () => (random.uniform() < kept ? 1 / kept : 0));
    await network.step(batchOf(rows, chosen), dropout > 0 ? silence : undefined, (scores) => {
      const found = lossOf(scores, outputs, labels, weights);
      loss += found.loss;
      return found.derivatives;
    });
    for (const weight of weights) total += weight;
    await yieldNow();
  }
  return loss / total;
}

function batchOf({ values, width }: Rows, chosen: Int32Array): Batch {
  const count = chosen.length;
  const rows = new Float32Array(count * width);
  const columns = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const from = chosen[i]! * width;
    for (let j = 0; j < width; j++) {
      rows[i * width + j] = values[from + j]!;
      columns[j * count + i] = values[from + j]!;
    }
  }
  return { rows, columns, count };
}

async function score(
  network: Network,
  { values, width, labels, weights }: Rows,
  outputs: number,
  metric: "rocAuc" | "logLoss",
  yieldNow: () => Promise<void>,
): Promise<number> {
  const scores = new Float32Array(labels.length * outputs);
  for (let from = 0; from < labels.length; from += SCORED_ROWS) {
    const to = Math.min(labels.length, from + SCORED_ROWS);
    scores.set(await network.scores(values.subarray(from * width, to * width), to - from), from * outputs);
    await yieldNow();
  }
  if (metric === "rocAuc") return areaUnderRoc(Float64Array.from(scores), labels, weights);
  return lossOf(scores, outputs, labels, weights).loss / weights.reduce((sum, weight) => sum + weight, 0);
}
