import { FeatureMatrix, readValues } from "../../matrix/index.js";
import { sigmoid, tanh } from "../numeric/math/index.js";
import type { Executor } from "./operation.js";

/** What a neuron makes of the sum that it gets. */
export type Activation = "relu" | "tanh" | "sigmoid";

/** Every value through an activation function. */
export interface ActivateOperation {
  readonly op: "activate";
  readonly activation: Activation;
}

const FUNCTIONS: { readonly [A in Activation]: (value: number) => number } = {
  relu: (value) => (value > 0 ? value : value * 0),
  tanh,
  sigmoid,
};

export const activate: Executor<ActivateOperation> = {
  block({ activation }, { x }) {
    const width = x.columns.length;
    const values = new Float64Array(x.rows * width);
    x.stores.forEach((store, j) => {
      readValues(store, x.rows, values, j, width);
    });
    applied(FUNCTIONS[activation], values);
    return FeatureMatrix.dense(x.rows, x.columns, values, x.provenance);
  },
  row({ activation }) {
    const run = FUNCTIONS[activation];
    return (values) => applied(run, values);
  },
};

function applied(run: (value: number) => number, values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = run(values[i]!);
  return values;
}
