import { type ClassWeight, classWeightSchema } from "../../classifier/index.js";
import type { Activation } from "../../engine/program/index.js";
import * as z from "../../options/schemas.js";

/** When training stops before its last epoch. */
export interface NetworkStopping {
  /** How many epochs may go by without a better score; 10 where undefined. */
  readonly patience?: number | undefined;
  /** The share of rows held out, where `fit` is given no validation rows; 0.1 where undefined. */
  readonly share?: number | undefined;
  /** What is watched: the area under the ROC curve for two classes and the log loss for more, where undefined. */
  readonly metric?: "rocAuc" | "logLoss" | undefined;
}

/** Where products are computed: whichever TensorFlow.js has, or the one named. */
export type NetworkBackend = "auto" | "cpu" | "wasm" | "webgpu" | "tensorflow";

/** Options of NeuralNetwork. */
export interface NeuralNetworkOptions {
  /** Neurons of each hidden layer; none for a logistic regression by gradient steps. */
  readonly hidden: readonly number[];
  /** What a hidden neuron makes of the sum that it gets. */
  readonly activation: Activation;
  /** The share of hidden neurons that is silent in each step, drawn for each step. */
  readonly dropout: number;
  /** How far a step goes (Adam). Above 0. */
  readonly learningRate: number;
  /** Rows a step. */
  readonly batchSize: number;
  /** How often it goes through all rows. */
  readonly epochs: number;
  /**
   * Stops when rows that it does not learn from are scored no better any more, and keeps the weights of the best score. `true` is a patience of
   * 10 epochs and a share of 0.1. Rows that repeat one row, or are of one group, are held out together.
   */
  readonly earlyStopping: boolean | NetworkStopping;
  /** How much the rows of each class count; all count once by default. */
  readonly classWeight?: ClassWeight | undefined;
  /** `"auto"` takes the backend that is registered with TensorFlow.js already, else the WebAssembly or the plain one that is installed. */
  readonly backend: NetworkBackend;
  /** Seed of the first weights, the order of rows, the silent neurons and the rows held out. */
  readonly seed: number;
}

/** Checks and completes the options of NeuralNetwork. */
export const networkParams: z.ZodType<NeuralNetworkOptions, object> = z.strictObject({
  hidden: z.array(z.number().int().positive()).default([100]),
  activation: z.enum(["relu", "tanh", "sigmoid"]).default("relu"),
  dropout: z.number().min(0).lt(1).default(0),
  learningRate: z.number().positive().default(0.001),
  batchSize: z.number().int().positive().default(200),
  epochs: z.number().int().positive().default(50),
  earlyStopping: z
    .union([
      z.boolean(),
      z.strictObject({
        patience: z.number().int().positive().optional(),
        share: z.number().gt(0).lt(1).optional(),
        metric: z.enum(["rocAuc", "logLoss"]).optional(),
      }),
    ])
    .default(false),
  classWeight: classWeightSchema.optional(),
  backend: z.enum(["auto", "cpu", "wasm", "webgpu", "tensorflow"]).default("auto"),
  seed: z.number().int().min(0).default(0),
});
