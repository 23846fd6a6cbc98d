import * as z from "zod";
import {
  defineClassifier,
  defineClusterer,
  defineResampler,
  defineTransformer,
  type FeatureMatrix,
  type FitContext,
} from "../../src/index.js";
import type { Loadable } from "../../src/persistence/index.js";

const params = z.strictObject({});
const seeded = z.strictObject({ seed: z.number().int().default(0) });
const version = 1;
const added = (x: FeatureMatrix, by: number): number[][] => x.toRows().map((row) => row.map((value) => value + by));
const halves = (x: FeatureMatrix, classes: number): number[][] =>
  Array.from({ length: x.rows }, () => Array(classes).fill(1 / classes) as number[]);
const resampler = (
  name: string,
  counts: (x: FeatureMatrix, params: object, context: FitContext) => ArrayLike<number>,
): Loadable => defineResampler({ kind: `broken/${name}`, version, params, counts });

let outside = 0;
let calls = 0;
const forgotten = new WeakMap<object, number>();
/** A generator that goes on between calls, as Math.random does. */
let state = 9;
const random = (): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};

/** Estimators that each break the contract in one way, and what the report says of it. */
export const BROKEN: readonly (readonly [what: string, type: Loadable, cause: RegExp])[] = [
  [
    "keeps its state in a variable outside",
    defineTransformer({
      kind: "broken/Closure",
      version,
      params,
      fit: (x) => {
        outside = x.column(x.columns[0]!)[0]!;
        return {};
      },
      transform: (x) => added(x, outside),
    }),
    /its state is not its own/,
  ],
  [
    "keeps its state where JSON does not see it",
    defineTransformer({
      kind: "broken/Forgets",
      version,
      params,
      fit: (x) => {
        const learned = { rows: x.rows };
        forgotten.set(learned, 5);
        return learned;
      },
      transform: (x, learned) => added(x, forgotten.get(learned) ?? 0),
    }),
    /a model that was loaded answers otherwise|the loaded model answers differently/,
  ],
  [
    "has a state that JSON has no form for",
    defineTransformer({
      kind: "broken/Function",
      version,
      params,
      fit: () => ({ add: (value: number) => value + 1 }),
      transform: (x, { add }) => x.toRows().map((row) => row.map(add)),
    }),
    /has no JSON form|function/i,
  ],
  [
    "draws without its seed",
    defineTransformer({
      kind: "broken/Random",
      version,
      params,
      fit: () => ({ by: random() }),
      transform: (x, { by }) => added(x, by),
    }),
    /two fits differ/,
  ],
  [
    "has a seed and does not use it",
    defineTransformer({
      kind: "broken/Seed",
      version,
      params: seeded,
      fit: (x) => ({ by: x.rows }),
      transform: (x, { by }) => added(x, by),
    }),
    /the seed is not used/,
  ],
  [
    "draws while it transforms",
    defineTransformer({
      kind: "broken/Draws",
      version,
      params,
      fit: () => ({}),
      transform: (x) => added(x, random()),
    }),
    /differs the second time|two fits differ/,
  ],
  [
    "counts in its state while it transforms",
    defineTransformer({
      kind: "broken/Counts",
      version,
      params,
      fit: () => ({ asked: 0 }),
      transform: (x, learned) => {
        (learned as { asked: number }).asked++;
        return added(x, 1);
      },
    }),
    /two fits differ|the model was changed by what it was asked/,
  ],
  [
    "sorts the rows that it learns from",
    defineTransformer({
      kind: "broken/Sorts",
      version,
      params,
      fit: (x) => ({ least: x.column(0).sort()[0]! }),
      transform: (x, { least }) => added(x, least),
    }),
    /fit changed the rows/,
  ],
  [
    "keeps the memory of the rows that it learned from",
    defineTransformer({
      kind: "broken/Keeps",
      version,
      params,
      traits: { ordered: true, weights: false },
      fit: (x) => ({ first: x.column(1) }),
      transform: (x, { first }) => added(x, first[0]!),
    }),
    /changes with the rows that it was fitted on/,
  ],
  [
    "takes the mean of the rows that it is asked about",
    defineTransformer({
      kind: "broken/Batch",
      version,
      params,
      fit: () => ({}),
      transform: (x) => added(x, x.rows === 0 ? 0 : x.toRows().reduce((sum, row) => sum + row[0]!, 0) / x.rows),
    }),
    /transform of chosen rows differs/,
  ],
  [
    "gives fewer columns without a word",
    defineTransformer({
      kind: "broken/Narrow",
      version,
      params,
      fit: () => ({}),
      transform: (x) => x.toRows().map((row) => row.slice(1)),
    }),
    /Define outputColumns/,
  ],
  [
    "gives its columns in another order than it says",
    defineTransformer({
      kind: "broken/Order",
      version,
      params,
      fit: () => ({}),
      transform: (x) => x.renamed([...x.columns].reverse()),
    }),
    /gave column "rate" where "height" is due/,
  ],
  [
    "gives two columns one name",
    defineTransformer({
      kind: "broken/Twice",
      version,
      params,
      fit: () => ({}),
      transform: (x) => added(x, 1),
      outputColumns: (names) => names.map(() => "value"),
    }),
    /two columns are called "value"|name of more than one column/,
  ],
  [
    "learns something else with other threads",
    defineTransformer({
      kind: "broken/Threads",
      version,
      params,
      learn: async (training) => ({ state: { by: 1 / (training.threads ?? 7) } }),
      transform: (x, { by }) => added(x, by),
    }),
    /a fit with 1 thread differs/,
  ],
  [
    "hides that it was stopped",
    defineTransformer({
      kind: "broken/Hides",
      version,
      params,
      fit: async (x, _, { signal }) => {
        await new Promise((done) => setTimeout(done, 1));
        if (signal?.aborted) throw new Error("cancelled");
        return { rows: x.rows };
      },
      transform: (x, { rows }) => added(x, rows),
    }),
    /aborted midway rejects with Error: cancelled/,
  ],
  [
    "knows rows by their position",
    defineTransformer({
      kind: "broken/Position",
      version,
      params,
      fit: () => ({}),
      transform: (x) => x.toRows().map((row, i) => row.map(() => i)),
    }),
    /exact under subset and order/,
  ],
  [
    "shares a variable between fits",
    defineTransformer({
      kind: "broken/Shared",
      version,
      params,
      fit: async (x) => {
        calls = 0;
        for (let i = 0; i < x.rows; i++) {
          calls += 1;
          await Promise.resolve();
        }
        return { calls };
      },
      transform: (x, learned) => added(x, learned.calls),
    }),
    /a model fitted beside another differs/,
  ],
  [
    "changes its options whenever they are checked",
    defineTransformer({
      kind: "broken/Doubles",
      version,
      params: z.strictObject({
        by: z
          .number()
          .transform((value) => 2 * value)
          .default(1),
      }),
      fit: (_, { by }) => ({ by }),
      transform: (x, { by }) => added(x, by),
    }),
    /the JSON of the loaded estimator differs|with\(\{\}\) changes options/,
  ],
  [
    "fails in its own words on one row",
    defineTransformer({
      kind: "broken/OneRow",
      version,
      params,
      fit: (x) => {
        if (x.rows < 2) throw new RangeError("too few");
        return { by: 1 };
      },
      transform: (x, { by }) => added(x, by),
    }),
    /where a KindredError was due/,
  ],
  [
    "gives cluster -1",
    defineClusterer({
      kind: "broken/Minus",
      version,
      params,
      fit: () => ({}),
      predict: (x) => Array(x.rows).fill(-1) as number[],
    }),
    /gave -1 for row 0/,
  ],
  [
    "gives half clusters",
    defineClusterer({
      kind: "broken/Half",
      version,
      params,
      fit: () => ({}),
      predict: (x) => Array(x.rows).fill(0.5) as number[],
    }),
    /gave 0.5 for row 0/,
  ],
  [
    "gives more clusters than rows",
    defineClusterer({
      kind: "broken/Far",
      version,
      params,
      fit: () => ({}),
      predict: (x) => Array(x.rows).fill(1e6) as number[],
    }),
    /cluster 1000000/,
  ],
  [
    "gives probabilities below 0 and above 1",
    defineClassifier({
      kind: "broken/Negative",
      version,
      params,
      fit: () => ({}),
      predictProbabilities: (x) => Array.from({ length: x.rows }, () => [1.5, -0.5]),
    }),
    /gave 1.5, -0.5 for row 0, which are no probabilities/,
  ],
  [
    "gives probabilities that do not add up",
    defineClassifier({
      kind: "broken/Sum",
      version,
      params,
      fit: () => ({}),
      predictProbabilities: (x) => Array.from({ length: x.rows }, () => [0.25, 0.5]),
    }),
    /add up to 0.75/,
  ],
  [
    "gives the probability of one class alone",
    defineClassifier({
      kind: "broken/One",
      version,
      params,
      fit: () => ({}),
      predictProbabilities: (x) => Array.from({ length: x.rows }, () => [1]),
    }),
    /one value a class/,
  ],
  [
    "decides for a class that there is not",
    defineClassifier({
      kind: "broken/Decides",
      version,
      params,
      fit: (_x, _params, { classes }) => ({ classes: classes!.length }),
      predictProbabilities: (x, { classes }) => halves(x, classes),
      decide: () => 7,
    }),
    /decided for class 7 of 2/,
  ],
  ["counts too few rows", resampler("Short", () => [1]), /gave 1 counts for 60 rows/],
  ["counts below zero", resampler("Less", (x) => Array(x.rows).fill(-1) as number[]), /gave the count -1 for row 0/],
  [
    "counts half rows",
    resampler("HalfRows", (x) => Array(x.rows).fill(0.5) as number[]),
    /gave the count 0.5 for row 0/,
  ],
  [
    "draws rows without a seed",
    resampler("Draw", (x) => Array.from({ length: x.rows }, () => (random() < 0.5 ? 1 : 0))),
    /two calls give other rows/,
  ],
  [
    "overwrites the rows that it looks at",
    resampler("Mutates", (x) => {
      x.column(0).fill(0);
      return Array(x.rows).fill(1) as number[];
    }),
    /it changed the rows that it was given/,
  ],
  [
    "overwrites the labels that it looks at",
    resampler("Labels", (x, _, { y }) => {
      y!.fill(0);
      return Array(x.rows).fill(1) as number[];
    }),
    /it changed the labels that it was given/,
  ],
  ["leaves no rows", resampler("None", (x) => Array(x.rows).fill(0) as number[]), /left none of 60 rows/],
];
