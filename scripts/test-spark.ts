/**
 * Tests on a real cluster of Spark, over the package as it is built: `npm run test:spark`. Where Java or Spark's packages cannot be had it says
 * "skipped: …" and ends well.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { prepareSpark } from "./spark-cluster.js";

const missing = prepareSpark();
if (missing === undefined) {
  const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
  const args = [vitest, "run", "--config", "vitest.spark.config.ts", ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
} else console.log(`skipped: tests on Spark, since ${missing}`);
