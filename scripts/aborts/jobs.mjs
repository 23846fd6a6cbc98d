// Jobs that are stopped at random moments, over the compiled package: what each needs, and how it is run under a signal.
import { join } from "node:path";
import * as kindred from "../../dist/index.js";
import * as io from "../../dist/io/index.js";

const ROWS = 30_000;
const COLUMNS = 20;

/** Values without a generator to import: the same in every process. */
function values(rows, columns) {
  let state = 12_345;
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < out.length; i++) {
    state = (state * 48_271) % 2_147_483_647;
    out[i] = state / 2_147_483_647;
  }
  return out;
}

function people(rows, columns) {
  const data = values(rows, columns);
  const named = Object.fromEntries(
    Array.from({ length: columns }, (_, j) => [
      `x${j}`,
      Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]),
    ]),
  );
  const x = kindred.FeatureMatrix.fromColumns(named);
  const y = Array.from({ length: rows }, (_, i) =>
    data[i * columns] + data[i * columns + 1] * data[i * columns + 2] > 0.75 ? 1 : 0,
  );
  return { x, y };
}

const boosting = () => new kindred.GradientBoosting({ iterations: 20 });
const search =
  (make) =>
  async ({ x, y }, options) =>
    (await make().fit(x, y, options)).bestParams;
const pipeline = () =>
  new kindred.Pipeline([
    ["scale", new kindred.Scaler()],
    ["reduce", new kindred.PCA({ components: 5 })],
    ["cluster", new kindred.KMeans({ clusters: 6, starts: 4 })],
  ]);
const space = { learningRate: [0.05, 0.1, 0.2, 0.3], maxLeaves: [7, 15, 31] };
const common = { folds: 3, scoring: "rocAuc" };

/** Each: what is made before the clock runs, and the job itself, whose answer must be the same after an abort. */
export const JOBS = {
  GridSearch: [
    () => people(4000, 8),
    search(
      () => new kindred.GridSearch({ estimator: boosting(), grid: { learningRate: [0.05, 0.1, 0.2] }, ...common }),
    ),
  ],
  RandomSearch: [
    () => people(4000, 8),
    search(() => new kindred.RandomSearch({ estimator: boosting(), space, trials: 3, ...common })),
  ],
  HalvingSearch: [
    () => people(4000, 8),
    search(() => new kindred.HalvingSearch({ estimator: boosting(), space, trials: 6, ...common })),
  ],
  ParzenSearch: [
    () => people(4000, 8),
    search(() => new kindred.ParzenSearch({ estimator: boosting(), space, trials: 4, warmUp: 2, ...common })),
  ],
  "Pipeline.fit": [
    () => people(ROWS, COLUMNS),
    async ({ x }, options) => [...(await pipeline().fit(x, options)).predict(x.take([0, 1, 2]))],
  ],
  "bulk transform": [
    async () => ({ ...people(ROWS * 5, COLUMNS), fitted: await pipeline().fit(people(2000, COLUMNS).x) }),
    async ({ x, fitted }, options) => (await fitted.bulk("transform", x, options).collect()).rows,
  ],
  "bulk predict": [
    async () => ({ ...people(ROWS * 5, COLUMNS), fitted: await pipeline().fit(people(2000, COLUMNS).x) }),
    async ({ x, fitted }, options) => (await fitted.bulk("predict", x, options).collect()).length,
  ],
  readCsv: [
    async (folder) => {
      const path = join(folder, "people.csv");
      await io.writeCsv(path, people(ROWS * 2, COLUMNS).x.toTable());
      return { path };
    },
    async ({ path }, options) => (await io.readCsv(path, options)).numRows,
  ],
  readArrow: [
    async (folder) => {
      const path = join(folder, "people.arrow");
      await io.writeArrow(path, people(ROWS * 4, COLUMNS).x.toTable());
      return { path };
    },
    async ({ path }, { signal }) => (await io.readArrow(path, { signal })).numRows,
  ],
  readParquet: [
    async (folder) => {
      const path = join(folder, "people.parquet");
      await io.writeParquet(path, people(ROWS, COLUMNS).x.toTable());
      return { path };
    },
    async ({ path }, { signal }) => (await io.readParquet(path, { signal })).numRows,
  ],
  readXlsx: [
    async (folder) => {
      const path = join(folder, "people.xlsx");
      const { default: writeXlsx } = await import("write-excel-file/node");
      const rows = people(2000, 8).x.toRows();
      const head = rows[0].map((_, j) => ({ value: `x${j}` }));
      await writeXlsx([head, ...rows.map((row) => row.map((value) => ({ value })))]).toFile(path);
      return { path };
    },
    async ({ path }, { signal }) => (await io.readXlsx(path, { signal })).numRows,
  ],
};
