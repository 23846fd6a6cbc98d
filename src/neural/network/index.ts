import type { Operation } from "../../engine/program/index.js";
import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import { FittedNeuralNetwork, type NetworkLayer, type NeuralNetworkState, networkState } from "./fitted.js";
import { type NeuralNetworkOptions, networkParams } from "./options.js";

const NeuralNetworkBase: ClassifierClass<NeuralNetworkOptions, FittedNeuralNetwork> = defineClassifier({
  kind: "NeuralNetwork",
  version: 1,
  inMemory: true,
  params: networkParams,
  // Steps follow the order of rows, and a row that comes twice is in two steps.
  traits: {
    missing: "refused",
    ordered: true,
    weightsRepeat: false,
    checkParams: { hidden: [4], epochs: 5, batchSize: 16 },
  },
  fitted: FittedNeuralNetwork,
  async learn(training, params: NeuralNetworkOptions) {
    const { trainNetwork } = await import("./learn.js");
    return { state: await trainNetwork(training, params) };
  },
  predictor({ layers }: NeuralNetworkState, { activation }, _input, classes) {
    const names = classes.map(String);
    const outputs = layers.at(-1)!.bias.length === 1 ? [names[1]!] : names;
    return [
      ...layers.flatMap((layer, l): Operation[] =>
        l === layers.length - 1
          ? [sums(layer, outputs)]
          : [
              sums(
                layer,
                Array.from(layer.bias, (_, k) => `hidden${l + 1}.${k + 1}`),
              ),
              { op: "activate", activation },
            ],
      ),
      { op: "link", link: outputs.length === 1 ? "logistic" : "softmax", names },
    ];
  },
  state: networkState,
});

function sums({ weights, bias }: NetworkLayer, names: readonly string[]): Operation {
  return { op: "project", weights: Float64Array.from(weights), bias: Float64Array.from(bias), names, single: false };
}

/**
 * A feed-forward neural network: hidden layers, then the log odds of two classes or of each class (softmax), trained by Adam on the weighted
 * log loss over shuffled batches. Put a Scaler before it.
 *
 * Training computes its products with TensorFlow.js, on whichever backend is installed (peers: `@tensorflow/tfjs-core`
 * and a backend such as `@tensorflow/tfjs-backend-wasm`); its results differ between backends as float32 does. A fitted
 * network loads and predicts without it, the same bits everywhere.
 *
 * **Formula.** Of a row x the hidden layers make h = φ(x W + b), the next one of that, and so on, φ being `activation`;
 * of the last one's h the output makes z = h W + b. The probability is 1 / (1 + exp(−z)) for two classes and the softmax
 * of z for more. A step moves W and b by Adam against the gradient of −Σ w ln p(label) / Σ w over a batch, w being the
 * weight of a row times that of its class. Under `dropout` d each hidden value is 0 with probability d, and else divided
 * by 1 − d, while training alone. Biases start at 0, W uniform within ±√(6 / inputs) for `"relu"`, and within
 * ±√(6 / (inputs + neurons)) for others.
 *
 * **Limits.** Missing and infinite values are refused, and `fit` fails where weights are no numbers any more. Training
 * rows must fit into memory, and take four bytes for each value beside. Without `earlyStopping` all `epochs` are run and
 * the last weights kept; nothing but `dropout` and early stopping keeps weights small. The early-stopping metric
 * `"rocAuc"` is for two classes. Rows in another order give another network. `fit` needs TensorFlow.js, and searches and
 * cross-validation run it on the calling thread.
 *
 * **Source.** D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating errors", 1986; first
 * weights: X. Glorot, Y. Bengio, 2010, and for `"relu"` K. He and others, 2015; dropout: N. Srivastava and others, 2014;
 * D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015.
 *
 * @example
 * ```ts
 * import { NeuralNetwork } from "kindred/neural";
 *
 * const people = Array.from({ length: 120 }, (_, i) => [(i % 12) / 6 - 1, (i % 7) / 3 - 1]);
 * const answers = people.map(([a, b]) => a! * b! > 0);
 * const fitted = await new NeuralNetwork({ hidden: [16], epochs: 200, batchSize: 32, learningRate: 0.02, backend: "cpu" }).fit(people, answers);
 * fitted.predict([[0.8, 0.8], [-0.8, 0.8]]); // [true, false]
 * fitted.history.loss.length; // 200
 * ```
 */
export class NeuralNetwork extends NeuralNetworkBase {}
