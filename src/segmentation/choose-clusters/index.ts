import { Random } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import { type DataInput, type FitInput, firstNotFinite, isRemoteSource } from "../../estimator/index.js";
import { allFinite, FeatureMatrix } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { asData, isSource, readWhole } from "../../table/index.js";
import { ClusterChoices } from "./cluster-choices.js";
import { type Clustered, clusterings } from "./clusterings.js";
import { JudgedRows } from "./criteria.js";
import type { CustomerFit } from "./customers.js";
import { type DrawnClusters, drawAgain, drawSize, leftByChance, segmentsOf } from "./draws.js";
import { customerJudge, isFlags } from "./given-customers.js";
import { nullReference } from "./null-reference.js";
import { type ChooseOptions, chosenOptions, SAMPLE_ROWS, WHERE } from "./options.js";
import { RowDistances } from "./row-distances.js";
import { choiceOf } from "./summarize.js";

/** Silhouettes compare all pairs of rows: more than this adds time and hardly any digits. */
const SILHOUETTE_ROWS = 4000;
/** Draws of rows without clusters: what they leave varies little. */
const NULL_DRAWS = 5;

const checkChoose = optionsCheck<ChooseOptions>("chooseClusters", {
  from: check.whole(2),
  to: check.whole(2),
  sample: check.whole(1),
  bootstraps: check.whole(0),
  customers: check.data,
  seed: check.seed,
  kmeans: check.anyObject,
  ...check.job,
});

/**
 * How many clusters? Criteria for each number side by side, with how far they vary: inertia and the knee of its curve, silhouette, Calinski-Harabasz,
 * Davies-Bouldin, the gap to rows without clusters, and of each segment whether it comes out again when other people are asked. Where customers are
 * given, also how well the segments tell them from the rest. They seldom agree, and often no number is natural: `advice` says in one sentence what
 * follows from them, and why.
 *
 * @param X - Rows as KMeans would get them: encoded, scaled, reduced. A Table or records of numbers will do; those of a Source are read into memory. Of rows on a cluster (a table that `writeTable`
 *   wrote of `transform`) `sample` are drawn there by `seed`, as `people.sample` draws them, and come to this process; `customers` are rows of their own then.
 * @throws KindredError where there are fewer rows than clusters to try, a range makes no sense, or a value is missing.
 *
 * @example
 * ```ts
 * import { chooseClusters } from "kindred";
 *
 * const rows = Array.from({ length: 90 }, (_, i) => [10 * (i % 3) + (i % 7) / 10, (i % 5) / 10]);
 * const choice = await chooseClusters(rows, { from: 2, to: 6 });
 * choice.advice.clusters; // 3
 * choice.best.silhouette; // 3
 * choice.rows[1]!.jaccard; // [1, 1, 1]: each of three segments comes out again
 * console.log(choice.toText());
 * ```
 */
export async function chooseClusters(X: FitInput, options: ChooseOptions = {}): Promise<ClusterChoices> {
  checkArguments("chooseClusters", { X: [X, check.data] });
  checkChoose(options);
  const { all, people } = await rowsOf(X, options);
  const { from, to, sample, bootstraps, seed, kmeans } = chosenOptions(options, all.rows);
  const { signal, threads, onProgress, customers } = options;
  const job = { ...(signal === undefined ? {} : { signal }), ...(threads === undefined ? {} : { threads }) };
  signal?.throwIfAborted();
  refuseMissing(all);
  const random = new Random(seed, WHERE);
  const positions = random.sample(all.rows, sample);
  const rows = positions.length === all.rows ? all : all.take(positions);
  const judge =
    customers === undefined ? undefined : customerJudge(customers, { rows, positions, all: people }, seed, job);
  const nulls = bootstraps === 0 ? 0 : NULL_DRAWS;
  const total = to - from + 1 + bootstraps + nulls;
  let done = 0;
  const onStep = (): void => onProgress?.({ step: WHERE, done: ++done, total });

  const path = await clusterings(rows, { from, to, random, kmeans, ...job }, onStep);
  const judged = new JudgedRows(rows);
  const near = distancesOf(rows, seed);
  const fits: CustomerFit[] = [];
  for (const one of path) if (judge !== undefined) fits.push(await judge(one));

  const again: DrawnClusters[][] = [];
  const left: number[][] = [];
  const drawOptions = { from, to, seed, kmeans, ...job };
  const segments = segmentsOf(rows, path, seed, job);
  for (let draw = 0; draw < bootstraps; draw++) {
    again.push(await drawAgain(rows, segments, draw, drawOptions));
    onStep();
  }
  const withoutClusters = nulls === 0 ? undefined : await nullReference(rows, job);
  for (let draw = 0; draw < nulls; draw++) {
    const drawn = withoutClusters!(drawSize(rows.rows, to), new Random(seed, "rows without clusters", draw));
    left.push(await leftByChance(drawn, draw, drawOptions));
    onStep();
  }
  return new ClusterChoices({
    rows: path.map((one, at) =>
      choiceOf({
        one,
        ...judged.compactness(one.labels, one.clusters),
        silhouette: near(one),
        draws: again.map((draw) => draw[at]!),
        left: left.map((draw) => draw[at]!),
        people,
        customers: fits[at],
      }),
    ),
    drawnInertia: again.map((draw) => draw.map(({ clusters, inertia }) => ({ k: clusters, inertia }))),
    people,
    lookedAt: rows.rows,
    draws: bootstraps,
  });
}

/** Rows in memory, and how many people they stand for. */
async function rowsOf(
  X: FitInput,
  { customers, ...options }: ChooseOptions,
): Promise<{ all: FeatureMatrix; people: number }> {
  if (isSource(X) && isRemoteSource(X)) {
    if (customers !== undefined && isFlags(customers))
      throw new KindredError({
        code: "UNSUPPORTED",
        where: WHERE,
        problem: "customers is a list of all rows, and these are on a cluster",
        fix: "Give customers as rows of their own, as the same fitted steps transform them",
      });
    const { table, of } = await X.draw(options.sample ?? SAMPLE_ROWS, options.seed ?? 0, options.signal);
    return { all: FeatureMatrix.from(table), people: of };
  }
  const data = isSource(X) ? await readWhole(X, WHERE) : X;
  const all = FeatureMatrix.from(asData(data as DataInput, WHERE));
  return { all, people: all.rows };
}

/** The silhouette of a clustering of rows, on a sample of them whose distances are computed once. */
function distancesOf(rows: FeatureMatrix, seed: number): (one: Clustered) => number {
  const chosen = new Random(seed, "silhouette").sample(rows.rows, SILHOUETTE_ROWS);
  const sampled = rows.take(chosen);
  const distances = new RowDistances(sampled.toDense() as Float64Array, rows.columns.length, sampled.rows);
  return ({ labels, clusters }) =>
    distances.silhouette(
      Int32Array.from(chosen, (i) => labels[i]!),
      clusters,
    );
}

function refuseMissing(rows: FeatureMatrix): void {
  const found = allFinite(rows) ? undefined : firstNotFinite(rows, WHERE);
  if (found === undefined) return;
  const { column, row, value } = found;
  throw new KindredError({
    code: Number.isNaN(value) ? "MISSING_VALUE" : "INFINITE_VALUE",
    where: WHERE,
    problem: `column "${column}" is ${value} in row ${row}`,
    fix: "Impute, encode and scale before: pass what the steps before the clusterer give",
    column,
  });
}
