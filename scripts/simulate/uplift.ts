/**
 * How well two models of a campaign find the true uplift of each person: logistic regressions against boosted trees.
 *
 *   npx tsx scripts/simulate/uplift.ts
 */
import { Random } from "../../src/engine/numeric/random/index.js";
import { FeatureMatrix, GradientBoosting, LogisticRegression, uplift } from "../../src/index.js";

const [PEOPLE, COLUMNS] = [4000, 12];

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - meanA) * (b[i]! - meanB);
    aa += (a[i]! - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
for (const seed of [1, 2, 3]) {
  const random = new Random(seed);
  const columns = Array.from({ length: COLUMNS }, () => Array.from({ length: PEOPLE }, () => random.normal()));
  const [a, b, c] = columns as [number[], number[], number[]];
  const alone = a.map((_, i) => logistic(-3 + 0.5 * a[i]! + 0.4 * b[i]!));
  const contacted = a.map((_, i) => logistic(-2.7 + 0.5 * a[i]! + 0.4 * b[i]! + 0.5 * c[i]!));
  const truth = alone.map((p, i) => contacted[i]! - p);
  const treated = alone.map((_, i) => i % 2);
  const responses = alone.map((p, i) => (random.uniform() < (treated[i] === 1 ? contacted[i]! : p) ? 1 : 0));
  const people = FeatureMatrix.fromColumns(Object.fromEntries(columns.map((values, j) => [`C${j}`, values])));
  const scores = [
    (await uplift(new LogisticRegression(), people, responses, treated, { seed: 1 })).scores,
    (await uplift(new GradientBoosting(), people, responses, treated, { seed: 1 })).scores,
  ];
  const [linear, boosted] = scores.map((own) => correlation(own, truth).toFixed(2));
  console.log(`campaign ${seed}: correlation with the true uplift ${linear} logistic, ${boosted} boosted`);
}
