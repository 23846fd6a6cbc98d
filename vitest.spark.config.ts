import { defineConfig } from "vitest/config";
import suite from "./vitest.config.js";

const { test, ...rest } = suite({ mode: "library", command: "serve" });

/** Tests on a real cluster of Spark, one file after the other: `npm run test:spark`. */
export default defineConfig({
  ...rest,
  test: {
    ...test,
    include: ["test/spark-cluster/**/*.test.ts"],
    exclude: [],
    globalSetup: ["test/global-setup.ts", "test/spark-cluster/cluster-setup.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
  },
});
