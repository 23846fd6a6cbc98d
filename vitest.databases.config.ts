import { defineConfig } from "vitest/config";
import suite from "./vitest.config.js";

const { test, ...rest } = suite({ mode: "library", command: "serve" });

/** Tests on databases and lakes: `npm run test:databases`. */
export default defineConfig({
  ...rest,
  test: { ...test, include: ["test/databases/**/*.test.ts"], exclude: [], testTimeout: 300_000, hookTimeout: 300_000 },
});
