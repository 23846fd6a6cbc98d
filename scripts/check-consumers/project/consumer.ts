import {
  defineTransformer,
  FeatureEncoder,
  type FittedOf,
  type FittedPCA,
  GradientBoosting,
  Imputer,
  KMeans,
  load,
  makePipeline,
  PCA,
  Pipeline,
  Scaler,
} from "kindred";
import { toSql } from "kindred/export";
import { parseCsv } from "kindred/io";
import { NeuralNetwork } from "kindred/neural";
import { segmentationReport } from "kindred/report";
import { createHandler } from "kindred/serve";
import { checkEstimator } from "kindred/testing";

const people = parseCsv("AGE;ZONE\n34;north\n51;south\n", { separator: ";" });
const segments = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["reduce", new PCA({ components: 0.9 })],
  ["cluster", new KMeans({ clusters: 2, seed: 1 })],
]);
const fitted: FittedOf<typeof segments> = await segments.fit(people);
const reduce: FittedPCA = fitted.steps.reduce;
export const ratio: number | undefined = reduce.explainedVarianceRatio[0];
export const labels: Int32Array = load(JSON.stringify(fitted), { as: segments }).predict(people);
export const wider = segments.with({ "reduce.components": 2 });
// @ts-expect-error a pipeline in a wrong order does not compile
export const wrong = makePipeline(new FeatureEncoder(), new FeatureEncoder());
// @ts-expect-error predicting before fitting does not compile
segments.predict(people);
export const classifier = new GradientBoosting({ iterations: 10 });
export const parts = { defineTransformer, toSql, NeuralNetwork, segmentationReport, createHandler, checkEstimator };
