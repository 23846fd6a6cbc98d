import { chooseClusters, FeatureMatrix } from "kindred";
import { Random } from "../src/engine/numeric/random/index.js";

const ROWS = Number(process.env["KINDRED_ROWS"] ?? 50_000);
const COLUMNS = 50;
const GOAL_SECONDS = 30;

/** Two to 25 clusters of 50,000 x 50 with stability, against a goal in seconds on two cores. */
export async function run(): Promise<void> {
  const random = new Random(1, "choose-clusters");
  const centroids = Array.from({ length: 12 }, () => Array.from({ length: COLUMNS }, () => random.normal()));
  const values = new Float32Array(ROWS * COLUMNS);
  for (let i = 0; i < ROWS; i++) {
    const centroid = centroids[random.below(12)]!;
    for (let j = 0; j < COLUMNS; j++) values[i * COLUMNS + j] = centroid[j]! + 1.5 * random.normal();
  }
  const names = Array.from({ length: COLUMNS }, (_, j) => `x${j}`);
  const x = FeatureMatrix.dense(ROWS, names, values);
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { advice } = await chooseClusters(x, { seed: 1 });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(`2 to 25 clusters of ${ROWS} x ${COLUMNS}: ${advice.sentence}`);
  console.log(
    `${seconds.toFixed(1)} s (goal ${GOAL_SECONDS} s), ${((user + system) / 1e6).toFixed(1)} s of all processors: ${seconds <= GOAL_SECONDS ? "reached" : "missed"}`,
  );
}
