import type { Operation } from "../../engine/program/index.js";
import { type ClassifierClass, defineClassifier } from "../../estimator/index.js";
import { FittedNeuralNetwork, type NetworkLayer, type NeuralNetworkState, networkState } from "./fitted.js";
import { type NeuralNetworkOptions, networkParams } from "./options.js";

const NeuralNetworkBase: ClassifierClass<NeuralNetworkOptions, FittedNeuralNetwork> = defineClassifier({
  kind: "NeuralNetwork",
  version: 1,
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
 * Training computes its products with TensorFlow.js, on whichever backend is installed (a peer: `npm install @tensorflow/tfjs-core
 * @tensorflow/tfjs-backend-wasm`); its results differ between backends as float32 does. A fitted network loads and predicts without it,
 * the same bits everywhere.
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
