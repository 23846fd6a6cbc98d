import { defineConfig } from "vitest/config";
import suite from "./vitest.config.js";

const { test, ...rest } = suite({ mode: "library", command: "serve" });

/** Tests on a real cluster of Spark: `npm run test:spark`. */
export default defineConfig({
  ...rest,
  test: { ...test, include: ["test/spark-cluster/**/*.test.ts"], exclude: [], testTimeout: 600_000 },
});
