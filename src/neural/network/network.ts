import type { NamedTensorMap, Optimizer, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Random } from "../../engine/numeric/random/index.js";
import type { Activation } from "../../engine/program/index.js";
import type { NetworkLayer } from "./fitted.js";
import type { TensorFlow } from "./tensorflow.js";

let networks = 0;

/** Rows of a step, both ways round: products without transposes are the fast ones. */
export interface Batch {
  /** Rows x columns. */
  readonly rows: Float32Array;
  /** Columns x rows. */
  readonly columns: Float32Array;
  readonly count: number;
}

/** What a forward pass leaves for the way back. */
type Passed = {
  /** What the hidden layers made of their sums. */
  active: Tensor2D[];
  /** What that was multiplied by, to silence some neurons; empty without dropout. */
  masks: Tensor2D[];
  scores: Tensor2D;
};

/**
 * Layers as TensorFlow.js variables. Scores leave it as numbers and their derivatives come back so, since the loss is ours; the way back through
 * the layers is written out, for the gradients of operations are registered in no package that is needed otherwise.
 */
export class Network {
  readonly #tf: TensorFlow;
  readonly #sizes: readonly number[];
  readonly #activation: Activation;
  readonly #weights: readonly Variable[];
  readonly #biases: readonly Variable[];
  readonly #optimizer: Optimizer;

  /** @param sizes - Columns, neurons of the hidden layers, outputs. */
  constructor(tf: TensorFlow, sizes: readonly number[], activation: Activation, learningRate: number, random: Random) {
    this.#tf = tf;
    this.#sizes = sizes;
    this.#activation = activation;
    const name = `kindred/network${networks++}`;
    const layers = sizes.slice(1).map((neurons, l) => firstLayer(sizes[l]!, neurons, activation, random));
    // Within tidy, so that the tensors that variables begin with go.
    this.#weights = layers.map(({ weights, bias }, l) =>
      tf.tidy(() => tf.variable(tf.tensor2d(weights, [sizes[l]!, bias.length]), true, `${name}/weights${l}`)),
    );
    this.#biases = layers.map(({ bias }, l) => tf.tidy(() => tf.variable(tf.tensor1d(bias), true, `${name}/bias${l}`)));
    this.#optimizer = tf.train.adam(learningRate);
  }

  /** Rows x outputs. */
  async scores(rows: Float32Array, count: number): Promise<Float32Array> {
    const tf = this.#tf;
    const out = tf.tidy(() => this.#forward(tf.tensor2d(rows, [count, this.#sizes[0]!]), undefined).scores);
    const values = (await out.data()) as Float32Array;
    out.dispose();
    return values;
  }

  /**
   * One step.
   *
   * @param silence - Gives what the neurons of a hidden layer are multiplied by, rows x neurons; undefined for no dropout.
   * @param derive - Turns scores (rows x outputs) into the derivatives of the loss by them.
   */
  async step(
    batch: Batch,
    silence: ((neurons: number) => Float32Array) | undefined,
    derive: (scores: Float32Array) => Float32Array,
  ): Promise<void> {
    const tf = this.#tf;
    const x = tf.tensor2d(batch.rows, [batch.count, this.#sizes[0]!]);
    const passed = tf.tidy(() => this.#forward(x, silence));
    const derivatives = derive((await passed.scores.data()) as Float32Array);
    const gradients = tf.tidy(() => this.#backward(batch, passed, derivatives));
    this.#optimizer.applyGradients(gradients);
    tf.dispose([x, passed.scores, ...passed.active, ...passed.masks]);
    tf.dispose(gradients);
  }

  #forward(x: Tensor2D, silence: ((neurons: number) => Float32Array) | undefined): Passed {
    const tf = this.#tf;
    const active: Tensor2D[] = [];
    const masks: Tensor2D[] = [];
    let input = x;
    for (let l = 0; l < this.#weights.length - 1; l++) {
      active.push(tf[this.#activation](this.#sums(input, l)));
      if (silence !== undefined) {
        const neurons = this.#sizes[l + 1]!;
        masks.push(tf.tensor2d(silence(neurons), [x.shape[0], neurons]));
      }
      input = silenced(tf, active[l]!, masks[l]);
    }
    return { active, masks, scores: this.#sums(input, this.#weights.length - 1) };
  }

  #sums(input: Tensor2D, layer: number): Tensor2D {
    const tf = this.#tf;
    return tf.add(tf.matMul(input, this.#weights[layer]! as unknown as Tensor2D), this.#biases[layer]!);
  }

  #backward(batch: Batch, { active, masks }: Passed, derivatives: Float32Array): NamedTensorMap {
    const tf = this.#tf;
    const gradients: NamedTensorMap = {};
    let flow: Tensor2D = tf.tensor2d(derivatives, [batch.count, this.#sizes.at(-1)!]);
    for (let l = this.#weights.length - 1; l >= 0; l--) {
      const before: Tensor2D =
        l === 0
          ? tf.tensor2d(batch.columns, [this.#sizes[0]!, batch.count])
          : tf.transpose(silenced(tf, active[l - 1]!, masks[l - 1]));
      gradients[this.#weights[l]!.name] = tf.matMul(before, flow);
      gradients[this.#biases[l]!.name] = tf.sum(flow, 0);
      if (l === 0) break;
      const back: Tensor2D = tf.matMul(flow, tf.transpose(this.#weights[l]! as unknown as Tensor2D));
      flow = tf.mul(silenced(tf, back, masks[l - 1]), this.#slope(active[l - 1]!));
    }
    return gradients;
  }

  /** The derivative of the activation, from what it gave. */
  #slope(active: Tensor2D): Tensor2D {
    const tf = this.#tf;
    if (this.#activation === "relu") return tf.cast(tf.greater(active, 0), "float32");
    const one = tf.onesLike(active);
    return this.#activation === "tanh" ? tf.sub(one, tf.mul(active, active)) : tf.mul(active, tf.sub(one, active));
  }

  /** The layers as they are now. */
  async layers(): Promise<NetworkLayer[]> {
    return Promise.all(
      this.#weights.map(async (weights, l) => ({
        weights: Float32Array.from(await weights.data()),
        bias: Float32Array.from(await this.#biases[l]!.data()),
      })),
    );
  }

  dispose(): void {
    this.#optimizer.dispose();
    this.#tf.dispose([...this.#weights, ...this.#biases]);
  }
}

function silenced(tf: TensorFlow, values: Tensor2D, mask: Tensor2D | undefined): Tensor2D {
  return mask === undefined ? values : tf.mul(values, mask);
}

/** First weights, uniform in a range that keeps the spread of sums (X. Glorot, Y. Bengio, 2010; for relu K. He and others, 2015). */
function firstLayer(inputs: number, neurons: number, activation: Activation, random: Random): NetworkLayer {
  const range = Math.sqrt(6 / (activation === "relu" ? inputs : inputs + neurons));
  return {
    weights: Float32Array.from({ length: inputs * neurons }, () => (2 * random.uniform() - 1) * range),
    bias: new Float32Array(neurons),
  };
}
