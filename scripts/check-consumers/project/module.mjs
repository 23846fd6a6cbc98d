import { FeatureEncoder, FeatureMatrix, Imputer, KMeans, LogisticRegression, load, Pipeline, Scaler } from "kindred";
import { toJavaScript } from "kindred/export";
import { parseCsv } from "kindred/io";
import { NeuralNetwork } from "kindred/neural";
import { charts } from "kindred/report";
import { createHandler } from "kindred/serve";
import { checkEstimator } from "kindred/testing";

const people = parseCsv("AGE;ZONE\n34;north\n51;south\n28;north\n63;south\n", { separator: ";" });
const fitted = await new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["cluster", new KMeans({ clusters: 2, seed: 1 })],
]).fit(people);
const again = load(JSON.stringify(fitted));
const clusters = new Set(again.predict(people)).size;
const matrix = FeatureMatrix.fromColumns({ a: [1, 2, 3, 4] });
const model = await new LogisticRegression().fit(matrix, [0, 0, 1, 1]);
const source = toJavaScript(model);
if (typeof source !== "string" || typeof NeuralNetwork !== "function" || typeof charts !== "object")
  throw new Error("an entry point is empty");
if (typeof createHandler(model) !== "function" || typeof checkEstimator !== "function")
  throw new Error("an entry point is empty");
console.log(model.predict([[9]])[0], clusters, again.kind);
