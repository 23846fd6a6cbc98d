/**
 * Tests on tables where they live (PostgreSQL, MySQL, SQLite, S3, Iceberg, Delta) through DuckDB's own extensions: `npm run test:databases`. Where those cannot
 * be had it says "skipped: …" and ends well.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { prepareDatabases } from "./databases/prepare.js";

const missing = prepareDatabases();
if (missing === undefined) {
  const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
  const args = [vitest, "run", "--config", "vitest.databases.config.ts", ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
} else console.log(`skipped: tests on databases, since ${missing}`);
