import type { Table } from "apache-arrow";
import {
  FeatureEncoder,
  type FeatureMatrix,
  type FitOptions,
  Imputer,
  KMeans,
  LogisticRegression,
  PCA,
  Pipeline,
  Scaler,
  type Source,
} from "kindred";
import { parseCsv } from "kindred/io";

const ROWS = 10_000;

/** People with codes, amounts and words, some of them missing, and whether they answered. */
export function people(): Table {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 16_777_216;
  };
  const lines = ["age,income,zone,phase,size,answered"];
  for (let i = 0; i < ROWS; i++) {
    const kind = Math.floor(random() * 4);
    const age = 20 + 12 * kind + Math.floor(random() * 15);
    const income = (900 + 400 * kind + 700 * random()).toFixed(2);
    const zone = random() < 0.1 ? "" : "abcd"[Math.floor(random() * 4)];
    const phase = random() < 0.05 ? "" : 1 + ((kind * 2 + Math.floor(random() * 3)) % 9);
    const answered = random() < 0.1 + 0.2 * kind;
    lines.push(`${age},${income},${zone},${phase},${(random() * random() * 1e6).toFixed(0)},${answered}`);
  }
  return parseCsv(`${lines.join("\n")}\n`);
}

/** The rows of a table in batches of some size. */
export function inBatches(table: Table, size: number): Source {
  return {
    *open() {
      for (let from = 0; from < table.numRows; from += size) yield table.slice(from, from + size);
    },
  };
}

const start = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
] as const;
const scale = ["scale", new Scaler()] as const;

const PIPELINES = {
  scaler: new Pipeline([...start, scale]),
  pca: new Pipeline([...start, scale, ["reduce", new PCA({ components: 4 })]]),
  kMeans: new Pipeline([...start, scale, ["cluster", new KMeans({ clusters: 5, starts: 3, seed: 1 })]]),
  miniBatch: new Pipeline([
    ...start,
    scale,
    ["cluster", new KMeans({ clusters: 5, starts: 2, algorithm: "miniBatch", seed: 1 })],
  ]),
  whole: new Pipeline([
    ...start,
    scale,
    ["reduce", new PCA({ components: 0.9 })],
    ["cluster", new KMeans({ clusters: 5, starts: 3, seed: 1 })],
  ]),
};
const LOGISTIC = new Pipeline([...start, scale, ["learn", new LogisticRegression()]]);

/** A fitted model, and what it makes of all rows, by name. */
export interface Fit {
  readonly name: string;
  readonly model: object;
  readonly answers: Float64Array | Int32Array;
}

/** Fits every model on the data and applies it to all rows of the table, with so many threads. */
export async function fitAll(data: Table | Source, table: Table, options: FitOptions): Promise<Fit[]> {
  const { threads } = options;
  const job = threads === undefined ? {} : { threads };
  const fits: Fit[] = [];
  const features = { ...options, target: "answered" };
  for (const name of ["scaler", "pca"] as const) {
    const model = await PIPELINES[name].fit(data, features);
    const output = (await model.bulk("transform", data, job).collect()) as FeatureMatrix;
    fits.push({ name, model, answers: output.toDense() });
  }
  for (const name of ["kMeans", "miniBatch", "whole"] as const) {
    const model = await PIPELINES[name].fit(data, features);
    fits.push({ name, model, answers: await model.bulk("predict", data, job).collect() });
  }
  const model = await LOGISTIC.fit(data, "answered", options);
  fits.push({ name: "logistic", model, answers: model.predictProbabilities(table).toDense() });
  return fits;
}

/** A short text for the bits of each model and of its answers. */
export function digestOf(fits: readonly Fit[]): Record<string, string> {
  return Object.fromEntries(
    fits.map(({ name, model, answers }) => {
      const { checksum } = JSON.parse(JSON.stringify(model)) as { checksum: string };
      return [name, `${checksum.slice(0, 24)} ${hashOf(answers)}`];
    }),
  );
}

/** FNV-1a over the bits of numbers. */
function hashOf(numbers: Float64Array | Int32Array): string {
  const words = new Uint32Array(Float64Array.from(numbers).buffer);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
