import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^kindred$/, replacement: source("index.ts") },
      { find: /^kindred\/(io|testing|neural|report|serve)$/, replacement: source("$1/index.ts") },
      {
        find: /^\.\/(?:workers\/)?fit-worker-address\.js$/,
        replacement: fileURLToPath(new URL("./test/workers/fit-worker-address.ts", import.meta.url)),
      },
      {
        find: /^\.\/worker-address\.js$/,
        replacement: fileURLToPath(new URL("./test/workers/worker-address.ts", import.meta.url)),
      },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    testTimeout: 60_000,
  },
});
