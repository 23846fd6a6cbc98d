export {
  FittedNeuralNetwork,
  type NetworkHistory,
  type NetworkLayer,
  type NeuralNetworkState,
} from "./fitted-neural-network.js";
export type { NetworkBackend, NetworkStopping, NeuralNetworkOptions } from "./network-options.js";
export { NeuralNetwork } from "./neural-network.js";
