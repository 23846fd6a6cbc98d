export {
  FittedNeuralNetwork,
  type NetworkHistory,
  type NetworkLayer,
  type NeuralNetworkState,
} from "./network/fitted.js";
export { NeuralNetwork } from "./network/index.js";
export type { NetworkBackend, NetworkStopping, NeuralNetworkOptions } from "./network/options.js";
