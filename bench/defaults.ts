import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Table } from "apache-arrow";
import {
  type CrossValidation,
  crossValidate,
  FeatureEncoder,
  GradientBoosting,
  HalvingSearch,
  Imputer,
  integers,
  LogisticRegression,
  logUniform,
  Pipeline,
  RandomSearch,
  RepeatedStratifiedKFold,
  Scaler,
  trainTestSplit,
  uniform,
} from "kindred";
import { parseCsv, readCsv } from "kindred/io";
import { Random } from "../src/engine/numeric/random/index.js";

const DATA = resolve(process.env["KINDRED_DATA"] ?? "../shared/data");
/** Which parts run: all of them by default. */
const PARTS = (process.env["KINDRED_BENCH_PARTS"] ?? "scaling,boosting,halving").split(",");
/** Which data sets, by a part of their names: all of them by default. */
const SETS = process.env["KINDRED_BENCH_SETS"] ?? "";
const REPEATS = Number(process.env["KINDRED_BENCH_REPEATS"] ?? 2);

/** A table with labels, and whether its rows are in the order of time. */
interface DataSet {
  readonly name: string;
  readonly table: Table;
  readonly target: string;
  readonly positive: string | number;
  readonly nominal: readonly string[];
  readonly inTime?: boolean;
}

/** Defaults held against other candidates in shared folds of several data sets. */
export async function run(): Promise<void> {
  const sets = [...(await real()), interactions(), additive()].filter(({ name }) => name.includes(SETS));
  if (PARTS.includes("scaling")) await scaling(sets);
  if (PARTS.includes("boosting")) await boosting(sets);
  if (PARTS.includes("halving")) await halving(sets);
}

/** Real data, as far as they are there. Columns that are known with the answer alone, ids and constants are left out. */
async function real(): Promise<DataSet[]> {
  const without = (table: Table, ...names: readonly string[]): Table =>
    table.select(table.schema.fields.map(({ name }) => name).filter((name) => !names.includes(name)));
  const bank = join(DATA, "bank-marketing/bank-additional-full.csv.gz");
  const coil = join(DATA, "coil2000/ticdata2000.csv");
  const campaign = join(DATA, "marketing-campaign/ml_project1_data.csv");
  return [
    ...(existsSync(bank)
      ? [
          {
            name: "bank-marketing",
            table: without(parseCsv(gunzipSync(readFileSync(bank)).toString()), "duration"),
            target: "y",
            positive: "yes",
            nominal: [],
            inTime: true,
          },
        ]
      : []),
    ...(existsSync(coil)
      ? [
          {
            name: "coil2000",
            table: await readCsv(coil),
            target: "CARAVAN",
            positive: 1,
            nominal: ["MOSTYPE", "MOSHOOFD"],
          },
        ]
      : []),
    ...(existsSync(campaign)
      ? [
          {
            name: "marketing-campaign",
            table: without(await readCsv(campaign), "ID", "Z_CostContact", "Z_Revenue"),
            target: "Response",
            positive: 1,
            nominal: [],
          },
        ]
      : []),
  ];
}

/** People of whom some answer: a word of forty, one of three, amounts and noise; `score` is the log odds. */
function made(name: string, rows: number, score: (x: readonly number[], zone: number) => number): DataSet {
  const random = new Random(11, name);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const lines = Array.from({ length: rows }, () => {
    const x = Array.from({ length: 8 }, normal);
    const zone = Math.floor(40 * random.uniform() ** 2);
    const y = random.uniform() < 1 / (1 + Math.exp(-score(x, zone))) ? 1 : 0;
    const codes = x.map((value, j) =>
      j < 5 ? Math.max(1, Math.min(7, Math.round(4 + 1.5 * value))) : value.toFixed(3),
    );
    return [...codes, `z${zone}`, ["a", "b", "c"][random.below(3)], y].join(",");
  });
  const head = "A,B,C,D,E,F,G,H,ZONE,KIND,Y";
  return { name, table: parseCsv([head, ...lines].join("\n")), target: "Y", positive: 1, nominal: [] };
}

const interactions = (): DataSet =>
  made("made: interactions", 8000, (x, zone) => (x[0]! > 0 === x[1]! > 0 ? 1 : -1) + (zone % 7 === 3 ? 1 : 0) - 2.4);
const additive = (): DataSet =>
  made("made: additive", 8000, (x, zone) => 0.5 * x[0]! - 0.4 * x[5]! + 0.3 * x[2]! + (zone % 9 === 4 ? 1 : 0) - 3);

const encoder = ({ nominal }: DataSet): FeatureEncoder =>
  new FeatureEncoder({ columns: Object.fromEntries(nominal.map((name) => [name, "oneHot" as const])) });

type Made = Parameters<typeof crossValidate>[0];

/** Candidates by name, scored in the same folds; the differences are those from the first. */
async function compared(set: DataSet, candidates: Readonly<Record<string, Made>>): Promise<void> {
  const scores: [string, CrossValidation<unknown>][] = [];
  for (const [name, candidate] of Object.entries(candidates))
    scores.push([
      name,
      await crossValidate(candidate, set.table, set.target, {
        folds: new RepeatedStratifiedKFold({ folds: 5, repeats: REPEATS, seed: 3 }),
        scoring: ["rocAuc", "logLoss"],
        positive: set.positive,
      }),
    ]);
  console.log(`\n${set.name}, ${set.table.numRows} rows, ${5 * REPEATS} folds`);
  const first = scores[0]![1];
  for (const [name, score] of scores) {
    const { difference, interval } = score.differenceFrom(first);
    const apart = score === first ? "" : `  ${signed(difference)} (${signed(interval[0])} to ${signed(interval[1])})`;
    console.log(
      `  ${name.padEnd(44)} AUC ${score.mean().toFixed(4)}  log loss ${score.mean("logLoss").toFixed(4)}${apart}`,
    );
  }
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;
}

/** Are one-hot columns scaled? */
async function scaling(sets: readonly DataSet[]): Promise<void> {
  console.log("\nencode, scale, logistic regression: one-hot columns as they are, or scaled as well");
  const pipeline = (set: DataSet, columns: "auto" | "all", c: number) =>
    new Pipeline([
      ["impute", new Imputer()],
      ["encode", encoder(set)],
      ["scale", new Scaler({ columns })],
      ["model", new LogisticRegression({ c })],
    ]);
  for (const set of sets) {
    await compared(set, {
      "all scaled, c 1": pipeline(set, "all", 1),
      "indicators as they are, c 1": pipeline(set, "auto", 1),
      "all scaled, c 0.01": pipeline(set, "all", 0.01),
      "indicators as they are, c 0.01": pipeline(set, "auto", 0.01),
    });
    if (set.inTime !== true) continue;
    for (const share of [0.6, 0.7, 0.8, 0.9]) {
      const cut = Math.floor(share * set.table.numRows);
      const [past, future] = [set.table.slice(0, cut), set.table.slice(cut)];
      const folds = [{ train: range(0, cut), test: range(cut, set.table.numRows) }];
      const auc = async (columns: "auto" | "all"): Promise<string> =>
        (await crossValidate(pipeline(set, columns, 1), set.table, set.target, { folds, positive: set.positive }))
          .mean()
          .toFixed(3);
      console.log(
        `  the last ${future.numRows} rows by the first ${past.numRows}: all scaled ${await auc("all")}, indicators as they are ${await auc("auto")}`,
      );
    }
  }
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}

/** How many trees, of what size? */
async function boosting(sets: readonly DataSet[]): Promise<void> {
  console.log("\nboosting on raw tables");
  const candidates: Readonly<Record<string, ConstructorParameters<typeof GradientBoosting>[0]>> = {
    "100 trees of 31 leaves, rate 0.1": { iterations: 100, learningRate: 0.1, maxLeaves: 31, minSamplesLeaf: 20 },
    "the same, stopping early": {
      iterations: 300,
      learningRate: 0.1,
      maxLeaves: 31,
      minSamplesLeaf: 20,
      earlyStopping: true,
    },
    "100 trees of 31 leaves, rate 0.05": { iterations: 100, learningRate: 0.05, maxLeaves: 31, minSamplesLeaf: 20 },
    "60 trees of 31 leaves, rate 0.05": { iterations: 60, learningRate: 0.05, maxLeaves: 31, minSamplesLeaf: 20 },
    "100 trees of 15 leaves, rate 0.05": { iterations: 100, learningRate: 0.05, maxLeaves: 15, minSamplesLeaf: 20 },
    "100 trees of 8 leaves, rate 0.1": { iterations: 100, learningRate: 0.1, maxLeaves: 8, minSamplesLeaf: 20 },
    "100 trees of 8 leaves, rate 0.05": { iterations: 100, learningRate: 0.05, maxLeaves: 8, minSamplesLeaf: 20 },
    "100 trees of 15 leaves, rate 0.05, l2 10": {
      iterations: 100,
      learningRate: 0.05,
      maxLeaves: 15,
      minSamplesLeaf: 20,
      l2: 10,
    },
    "100 trees of 15, rate 0.05, half of the columns": {
      iterations: 100,
      learningRate: 0.05,
      maxLeaves: 15,
      minSamplesLeaf: 20,
      columnSample: 0.5,
    },
  };
  for (const set of sets)
    await compared(
      set,
      Object.fromEntries(
        Object.entries(candidates).map(([name, options]) => [
          name,
          new Pipeline([
            ["encode", encoder(set)],
            ["model", new GradientBoosting(options)],
          ]),
        ]),
      ),
    );
}

/** What halving loses beside a random search of the same candidates, on rows that no search saw. */
async function halving(sets: readonly DataSet[]): Promise<void> {
  console.log(
    "\nhalving beside a random search of 27 candidates: AUC on the half of the rows that was left out, mean of three divisions",
  );
  for (const set of sets.filter(({ table }) => table.numRows < 10_000)) {
    const linear = new Pipeline([
      ["impute", new Imputer()],
      ["encode", encoder(set)],
      ["scale", new Scaler()],
      ["model", new LogisticRegression()],
    ]);
    const trees = new Pipeline([
      ["encode", encoder(set)],
      ["model", new GradientBoosting({ learningRate: 0.1 })],
    ]);
    const linearSpace = { "model.c": logUniform(1e-4, 10), "model.classWeight": [undefined, "balanced" as const] };
    const treeSpace = {
      "model.maxLeaves": integers(2, 32, { log: true }),
      "model.iterations": integers(20, 200, { log: true }),
      "model.columnSample": uniform(0.3, 1),
      "model.minSamplesLeaf": integers(5, 80, { log: true }),
    };
    for (const [name, searches] of [
      [
        "logistic regression",
        searchesOf((options, kind) => kind({ estimator: linear, space: linearSpace, ...options })),
      ],
      ["boosting", searchesOf((options, kind) => kind({ estimator: trees, space: treeSpace, ...options }))],
    ] as const) {
      console.log(`\n${set.name}, ${name}`);
      for (const [label, make] of Object.entries(searches)) {
        const start = performance.now();
        const aucs: number[] = [];
        for (const seed of [1, 2, 3]) {
          const { train, test } = trainTestSplit(set.table, set.target, { test: 0.5, seed });
          const rows = [...train.rows, ...test.rows];
          const folds = [
            {
              train: Int32Array.from(train.rows),
              test: Int32Array.from(rows.slice(train.rows.length)),
            },
          ];
          const found = await crossValidate(make(seed), set.table, set.target, { folds, positive: set.positive });
          aucs.push(found.mean());
        }
        const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
        console.log(
          `  ${label.padEnd(44)} AUC ${mean.toFixed(4)}  ${((performance.now() - start) / 1000).toFixed(0)} s`,
        );
      }
    }
  }
}

type Options = { readonly trials: number; readonly folds: number; readonly seed: number };
type Kind = (options: object) => Made;

function searchesOf(
  make: (options: Options & { factor?: number; firstShare?: number }, kind: Kind) => Made,
): Readonly<Record<string, (seed: number) => Made>> {
  const random: Kind = (options) => new RandomSearch(options as never) as Made;
  const half: Kind = (options) => new HalvingSearch(options as never) as Made;
  const common = (seed: number): Options => ({ trials: 27, folds: 4, seed });
  return {
    "random, all 27 on all rows": (seed) => make(common(seed), random),
    "halving, factor 3, from 1/27 of the rows": (seed) => make({ ...common(seed), factor: 3, firstShare: 0 }, half),
    "halving, factor 3, from 1/9": (seed) => make({ ...common(seed), factor: 3, firstShare: 1 / 9 }, half),
    "halving, factor 3, from 1/4": (seed) => make({ ...common(seed), factor: 3, firstShare: 1 / 4 }, half),
    "halving, factor 2, from 1/8": (seed) => make({ ...common(seed), factor: 2, firstShare: 1 / 8 }, half),
    "halving, factor 2, from 1/4": (seed) => make({ ...common(seed), factor: 2, firstShare: 1 / 4 }, half),
  };
}
