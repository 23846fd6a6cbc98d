import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { replacedFiles, useVariant } from "./test/kernel-variants.js";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig(({ mode }) => {
  const variant = useVariant(mode);
  const isLibrary = variant === "library";
  // The oldest Arrow that is supported in the place of the newest.
  const arrow = mode === "oldest-arrow" ? [{ find: /^apache-arrow(?=\/|$)/, replacement: "arrow-oldest" }] : [];
  const kernels = [...replacedFiles(variant)].map(([file, replacement]) => ({
    find: new RegExp(`^\\./(?:.*/)?${file.replace(/^engine\/wasm\//, "").replace(/\.ts$/, "")}\\.js$`),
    replacement,
  }));
  return {
    resolve: {
      alias: [
        ...kernels,
        ...arrow,
        { find: /^kindred$/, replacement: source("index.ts") },
        { find: /^kindred\/(export|io|testing|neural|report|serve|spark)$/, replacement: source("$1/index.ts") },
        {
          find: /^\.\/(?:workers\/)?fit-worker-address\.js$/,
          replacement: fileURLToPath(new URL("./test/workers/fit-worker-address.ts", import.meta.url)),
        },
        {
          find: /^\.\.\/\.\.\/workers\/score-worker-address\.js$/,
          replacement: fileURLToPath(new URL("./test/workers/score-worker-address.ts", import.meta.url)),
        },
        {
          find: /^\.\/worker-address\.js$/,
          replacement: fileURLToPath(new URL("./test/workers/worker-address.ts", import.meta.url)),
        },
      ],
    },
    test: {
      include: ["test/**/*.test.ts"],
      exclude: ["test/spark-cluster/**", "test/databases/**"],
      globalSetup: "test/global-setup.ts",
      setupFiles: variant === "checked" ? ["test/checked/setup.ts"] : [],
      testTimeout: isLibrary ? 60_000 : 600_000,
      // Files share what they import; those that change something for all put it back when they are done.
      isolate: false,
      // By default a core is left idle.
      maxWorkers: "100%",
    },
  };
});
