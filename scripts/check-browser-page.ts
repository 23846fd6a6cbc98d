/**
 * Drives `examples/browser` in headless Chromium with a file of 100,000 rows, isolated from other pages and not, and says how long its own thread was
 * blocked at most.
 *
 *   npm run check:browser-page              says it
 *   npm run check:browser-page -- --calm    and fails above 200 ms: for a machine that does nothing else
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const calm = process.argv.includes("--calm") ? { KINDRED_CALM: "1" } : {};
const { status } = spawnSync(
  process.execPath,
  [resolve("node_modules/vitest/vitest.mjs"), "run", "test/examples/browser.test.ts", "--testTimeout=600000"],
  { stdio: "inherit", env: { ...process.env, ...calm, KINDRED_PAGE_ROWS: "100000" } },
);
process.exitCode = status ?? 1;
