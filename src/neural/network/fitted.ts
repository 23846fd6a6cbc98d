import { type Form, forms } from "../../document/index.js";
import { FittedClassifier, type StateFacts } from "../../estimator/index.js";
import type { NeuralNetworkOptions } from "./options.js";

/** One layer: inputs x neurons row by row, and one bias a neuron. */
export interface NetworkLayer {
  /** Inputs x neurons, row by row. */
  readonly weights: Float32Array;
  /** One a neuron. */
  readonly bias: Float32Array;
}

/** How training went. */
export interface NetworkHistory {
  /** The mean weighted log loss of each epoch's steps, in the state that each step found. */
  readonly loss: Float64Array;
  /** The score of the watched rows after each epoch; empty where none were watched. */
  readonly watched: Float64Array;
  /** The epoch whose weights were kept, from 0. */
  readonly best: number;
  /** Where products were computed. */
  readonly backend: string;
}

/** What a NeuralNetwork learned. */
export interface NeuralNetworkState {
  /** Hidden layers, then the output layer: one neuron for two classes, else one a class. */
  readonly layers: readonly NetworkLayer[];
  /** How training went. */
  readonly history: NetworkHistory;
}

/** What a document may hold of it. */
export function networkState({ params: { hidden } }: StateFacts<NeuralNetworkOptions>): Form<NeuralNetworkState> {
  const layer = forms.record({ bias: forms.float32("neurons"), weights: forms.float32(["before", "neurons"]) });
  const layers = forms.checked(forms.list(layer, hidden.length + 1), (list, size) => {
    const sizes = [size("inputs"), ...hidden, size("scores")];
    const odd = list.findIndex(
      ({ bias, weights }, l) => bias.length !== sizes[l + 1] || weights.length !== sizes[l]! * sizes[l + 1]!,
    );
    return odd < 0
      ? undefined
      : `has a layer ${odd} that does not lead from ${sizes[odd]} to ${sizes[odd + 1]} neurons`;
  });
  const losses = { missing: true, infinite: true } as const;
  const history = forms.record({
    loss: forms.float64("epochs", losses),
    watched: forms.float64("watched", losses),
    best: forms.number({ min: 0, whole: true }),
    backend: forms.text(),
  });
  return forms.record({ layers, history });
}

/** A fitted NeuralNetwork. It needs no TensorFlow.js: its layers are part of it. */
export class FittedNeuralNetwork extends FittedClassifier<NeuralNetworkOptions, NeuralNetworkState> {
  /** How training went. */
  get history(): NetworkHistory {
    return this.state.history;
  }
}
