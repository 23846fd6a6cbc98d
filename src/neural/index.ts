/**
 * Neural networks, which train on TensorFlow.js and predict without it.
 *
 * @module kindred/neural
 */

export {
  FittedNeuralNetwork,
  type NetworkHistory,
  type NetworkLayer,
  type NeuralNetworkState,
} from "./network/fitted.js";
export { NeuralNetwork } from "./network/index.js";
export type { NetworkBackend, NetworkStopping, NeuralNetworkOptions } from "./network/options.js";
